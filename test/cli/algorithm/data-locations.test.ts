import { describe, expect, it } from 'vitest';
import { dataLocations, shellWord, syncCommand } from '../../../src/cli/algorithm/data-locations';
import type { ValidationPlan } from '../../../src/contract/validation-plan';
import { FIXTURE_PLAN } from '../support/fixture-project';
import { VALIDATION, withValidation } from '../support/validation-plan';

const locate = (validation: ValidationPlan) => dataLocations({ ...FIXTURE_PLAN, ...withValidation(validation) });
const channel = VALIDATION.training.channels[0];
const withChannel = (changed: Partial<typeof channel>): ValidationPlan =>
  ({ ...VALIDATION, training: { ...VALIDATION.training, channels: [{ ...channel, ...changed }] } });

describe('dataLocations', () => {
  it('has a folder for each prefix that a job of the profile reads', () => {
    expect(locate(VALIDATION)).toEqual({
      locations: [
        { reader: 'channel "training"', uri: 's3://acme-us/mean/training/', channel: 'training', folder: '.sm-algorithm/validation/acme-us/mean/training' },
        { reader: 'transform job', uri: 's3://acme-us/mean/transform/', folder: '.sm-algorithm/validation/acme-us/mean/transform' },
      ],
      problems: [],
    });
  });

  it('needs a profile', () => {
    expect(dataLocations(FIXTURE_PLAN).problems).toEqual([expect.stringContaining('no validation profile')]);
  });

  it.each<[string, Partial<typeof channel>, RegExp]>([
    ['a manifest', { s3DataType: 'ManifestFile' }, /^channel "training" is a ManifestFile, which sample data cannot make/],
    ['compressed objects', { compressionType: 'Gzip' }, /^channel "training" takes Gzip/],
    ['a key that leads out of the folder', { s3Uri: 's3://acme-us/../../etc' }, /cannot be a folder on this machine/],
    ['a key with an empty part', { s3Uri: 's3://acme-us/a//b' }, /cannot be a folder on this machine/],
    ['a prefix around that of another job', { s3Uri: 's3://acme-us/mean' }, /^channel "training" reads s3:\/\/acme-us\/mean, and with it what transform job reads/],
    ['the prefix of another job', { s3Uri: 's3://acme-us/mean/transform' }, /give each a prefix of its own$/],
  ])('refuses %s', (_, changed, problem) => {
    expect(locate(withChannel(changed)).problems).toEqual([expect.stringMatching(problem)]);
  });

  it('takes a whole bucket, and prefixes that only begin alike', () => {
    expect(locate(withChannel({ s3Uri: 's3://other' })).locations[0].folder).toBe('.sm-algorithm/validation/other');
    expect(locate(withChannel({ s3Uri: 's3://acme-us/mean/trans' })).problems).toEqual([]);
  });
});

describe('syncCommand', () => {
  it('can be pasted into a shell', () => {
    const [location] = locate(withChannel({ s3Uri: "s3://acme-us/it's here" })).locations;

    expect(syncCommand(location)).toBe("aws s3 sync '.sm-algorithm/validation/acme-us/it'\\''s here/' 's3://acme-us/it'\\''s here/'");
    expect(shellWord('a/b-c_1.2')).toBe('a/b-c_1.2');
  });
});
