import { FIXTURE_PLAN } from './fixture-project';
import type { AlgorithmPlan } from '../../../src/contract/plan';
import type { ValidationPlan } from '../../../src/contract/validation-plan';

/** A validation profile of the fixture's algorithm, as projen would complete it. */
export const VALIDATION: ValidationPlan = {
  roleArn: 'arn:aws:iam::111122223333:role/validation',
  profileName: 'sample-data',
  s3Location: 's3://acme-us/mean',
  training: {
    inputMode: 'File',
    hyperparameters: {},
    channels: [{
      name: 'training', s3Uri: 's3://acme-us/mean/training/', s3DataType: 'S3Prefix', distribution: 'FullyReplicated',
      contentType: 'text/csv', compressionType: 'None', recordWrapperType: 'None',
    }],
    outputS3Uri: 's3://acme-us/mean/output',
    instanceType: 'ml.m5.xlarge',
    instanceCount: 1,
    volumeSizeGb: 10,
    maxRuntimeSeconds: 1800,
  },
  transform: {
    inputS3Uri: 's3://acme-us/mean/transform/', contentType: 'text/csv', compressionType: 'None', splitType: 'Line',
    maxConcurrentTransforms: 1, maxPayloadMb: 6, accept: 'text/csv', assembleWith: 'Line',
    outputS3Uri: 's3://acme-us/mean/transform-output', instanceType: 'ml.m5.xlarge', instanceCount: 1, environment: {},
  },
};

export const withValidation = (validation: ValidationPlan = VALIDATION): Partial<AlgorithmPlan> =>
  ({ product: { ...FIXTURE_PLAN.product, validation } });
