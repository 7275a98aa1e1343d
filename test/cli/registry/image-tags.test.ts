import { describe, expect, it } from 'vitest';
import { imageTags, type RegistryTarget } from '../../../src/cli/registry/image-tags';
import { FIXTURE_PLAN } from '../support/fixture-project';

const { images } = FIXTURE_PLAN;
const target: RegistryTarget = { accountId: '111122223333', region: 'us-east-1', version: '1.2.3', revision: 'abc1234' };
const problems = (changed: Partial<RegistryTarget>, some = images) => {
  const tags = imageTags(some, { ...target, ...changed });
  return 'problems' in tags ? tags.problems : [];
};

describe('imageTags', () => {
  it('names every image by version and revision', () => {
    expect(imageTags(images, target)).toEqual({
      tags: [
        { from: 'sma-test-training:latest', to: '111122223333.dkr.ecr.us-east-1.amazonaws.com/sma-test-training:1.2.3' },
        { from: 'sma-test-training:latest', to: '111122223333.dkr.ecr.us-east-1.amazonaws.com/sma-test-training:abc1234' },
        { from: 'sma-test-inference:latest', to: '111122223333.dkr.ecr.us-east-1.amazonaws.com/sma-test-inference:1.2.3' },
        { from: 'sma-test-inference:latest', to: '111122223333.dkr.ecr.us-east-1.amazonaws.com/sma-test-inference:abc1234' },
      ],
    });
  });

  it('leaves the revision out when there is none', () => {
    const tags = imageTags(images.slice(0, 1), { ...target, revision: undefined });

    expect('tags' in tags && tags.tags.map(({ to }) => to.split(':')[1])).toEqual(['1.2.3']);
  });

  it('uses the host suffix of the partition', () => {
    const tags = imageTags(images.slice(0, 1), { ...target, region: 'cn-north-1' });

    expect('tags' in tags && tags.tags[0].to).toBe('111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/sma-test-training:1.2.3');
  });

  it.each<[string, Partial<RegistryTarget>, RegExp]>([
    ['no account', { accountId: undefined }, /ecrAccountId.*--account/],
    ['a short account', { accountId: '123' }, /"123" is not 12 digits/],
    ['no Region', { region: undefined }, /ecrRegion.*--region/],
    ['a Region of no partition', { region: 'mars-1' }, /"mars-1" is in no AWS partition/],
    ['no version', { version: undefined }, /algorithmVersion/],
    ['the version 0.0.0', { version: '0.0.0' }, /not released.*algorithmVersion/],
    ['a version that is no tag', { version: '1.0.0+build' }, /"1.0.0\+build" is no image tag/],
  ])('refuses %s', (_, changed, message) => {
    expect(problems(changed)).toEqual([expect.stringMatching(message)]);
  });

  it('refuses repositories that ECR does not take, too long references and clashes', () => {
    const named = (repository: string) => problems({}, [{ ...images[0], repository }]);

    expect(named('Upper')).toEqual([expect.stringContaining('"Upper" of the training image is no ECR name')]);
    expect(named('a')).toEqual([expect.stringContaining('has 1 characters')]);
    expect(named('a'.repeat(240))).toEqual(expect.arrayContaining([expect.stringContaining('SageMaker takes 255')]));
    expect(problems({}, images.map((image) => ({ ...image, repository: 'same' })))).toEqual([expect.stringContaining('give each its own')]);
  });

  it('tells all problems at once', () => {
    expect(problems({ accountId: '1', region: 'x', version: undefined }, [{ ...images[0], repository: 'A' }])).toHaveLength(4);
  });
});
