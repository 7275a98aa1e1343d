import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/cli/cli-error';
import { knownNames, requestImages } from '../../../src/cli/registry/request-images';
import type { ImagesLock } from '../../../src/contract/images-lock';
import { FIXTURE_PLAN } from '../support/fixture-project';

const HOST = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
const DIGEST = `sha256:${'b'.repeat(64)}`;
const known = { accountId: '111122223333', region: 'us-east-1', version: '1.2.3' };
const lockOf = (tag: string): ImagesLock => ({ lockVersion: 1, images: { training: { repository: `${HOST}/sma-test-training`, tag, digest: DIGEST } } });

describe('requestImages', () => {
  it('names an image by digest where a push of that very name was recorded, the other by tag', () => {
    const { references, lines, placeholders } = requestImages(FIXTURE_PLAN, known, lockOf('1.2.3'));

    expect(references).toEqual({
      training: { image: `${HOST}/sma-test-training@${DIGEST}`, digest: DIGEST },
      inference: { image: `${HOST}/sma-test-inference:1.2.3` },
    });
    expect(lines).toEqual([
      `training  ${HOST}/sma-test-training@${DIGEST}  by digest, pushed as 1.2.3 (algorithm/images.lock.json)`,
      `inference  ${HOST}/sma-test-inference:1.2.3  by tag`,
    ]);
    expect(placeholders).toEqual([]);
  });

  it.each([['tag', lockOf('1.2.2'), known], ['Region', lockOf('1.2.3'), { ...known, region: 'eu-west-1' }]])(
    'does not take a digest that was pushed under another %s', (_, lock, names) => {
      const { references, lines } = requestImages(FIXTURE_PLAN, names, lock);

      expect(references.training.digest).toBeUndefined();
      expect(references.training.image).toMatch(/sma-test-training:1\.2\.3$/);
      expect(lines[0]).toMatch(/by tag; algorithm\/images\.lock\.json knows .* only/);
    });

  it('leaves placeholders for what nobody knows', () => {
    const { references, placeholders } = requestImages({ ...FIXTURE_PLAN, ecr: {} }, {}, undefined);

    expect(references.training.image).toBe('ACCOUNT.dkr.ecr.REGION.amazonaws.com/sma-test-training:1.2.3');
    expect(placeholders).toEqual(['ACCOUNT', 'REGION']);
  });

  it('tells every wrong name at once', () => {
    const name = () => requestImages(FIXTURE_PLAN, { accountId: '1', region: 'mars-1', version: 'a b' }, undefined);

    expect(name).toThrow(CliError);
    try {
      name();
    } catch (error) {
      expect((error as CliError).details).toEqual([expect.stringContaining('"1" is not 12 digits'), expect.stringContaining('"mars-1"'), expect.stringContaining('"a b" is no image tag')]);
    }
  });
});

describe('knownNames', () => {
  it('takes options before the definition, and the definition before git', () => {
    const { version: _, ...algorithm } = FIXTURE_PLAN.algorithm;

    expect(knownNames(FIXTURE_PLAN, { region: 'eu-west-1' }, '9.9.9')).toEqual({ accountId: '111122223333', region: 'eu-west-1', version: '1.2.3' });
    expect(knownNames({ ...FIXTURE_PLAN, algorithm, ecr: {} }, {}, '9.9.9')).toEqual({ accountId: undefined, region: undefined, version: '9.9.9' });
    expect(knownNames(FIXTURE_PLAN, { imageVersion: '2' }, undefined).version).toBe('2');
  });
});
