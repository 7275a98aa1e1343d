import { type Finding, type Rule, shown } from './rule';
import { S3_URI_SHAPE } from '../contract/shared-shapes';
import type { ValidationPlan } from '../contract/validation-plan';

/** Whether what is written at a location is among what is read at another one. */
const isWithin = (written: string, read: string): boolean => `${written.replace(/\/+$/, '')}/`.startsWith(`${read.replace(/\/+$/, '')}/`);

/** Inputs that hold what a job of the validation writes. Outputs above an input are in folders of their own names. */
function overlaps({ training, transform }: ValidationPlan): Finding[] {
  const inputs = [
    ...training.channels.map(({ name, s3Uri }) => ({ path: `validation.training.channels[${shown(name)}].s3Uri`, uri: s3Uri })),
    ...(transform ? [{ path: 'validation.transform.inputS3Uri', uri: transform.inputS3Uri }] : []),
  ];
  const outputs = [
    { path: 'validation.training.outputS3Uri', uri: training.outputS3Uri },
    ...(transform ? [{ path: 'validation.transform.outputS3Uri', uri: transform.outputS3Uri }] : []),
  ];
  return inputs.flatMap((input) => outputs.filter((output) => isWithin(output.uri, input.uri)).slice(0, 1).map((output) => ({
    path: input.path,
    what: `is ${shown(input.uri)}, which holds ${output.path}, ${shown(output.uri)}`,
    why: 'a job that reads what a job has written reads other data each time',
    fix: 'set one of the two to a location of its own',
  })));
}

/** Everything else about the validation is the request's to say. */
export const VALIDATION_RULES: readonly Rule[] = [
  {
    code: 'SMA_DEF_S3_LOCATION',
    check: ({ product: { validation } }) => validation === undefined || S3_URI_SHAPE.pattern!.test(validation.s3Location) ? [] : [{
      path: 'validation.s3Location',
      what: `is ${shown(validation.s3Location)}`,
      why: 'the locations of the validation are below it (CreateAlgorithm, S3Uri)',
      fix: `use ${shown(/^[a-z0-9][a-z0-9./-]+$/.test(validation.s3Location) ? `s3://${validation.s3Location}` : S3_URI_SHAPE.example)}`,
    }],
  },
  {
    code: 'SMA_DEF_MARKETPLACE_TRANSFORM',
    check: ({ product: { certifyForMarketplace, validation } }) => !certifyForMarketplace || !validation || validation.transform ? [] : [{
      path: 'validation.transformJob',
      what: 'is false beside certifyForMarketplace',
      why: 'AWS runs a batch transform job before it lists a product (CreateAlgorithm, AlgorithmValidationProfile)',
      fix: 'remove it',
    }],
  },
  {
    code: 'SMA_DEF_S3_OVERLAP',
    check: ({ product: { validation } }) => (validation ? overlaps(validation) : []),
  },
];
