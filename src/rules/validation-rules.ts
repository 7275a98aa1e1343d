import { type Rule, shown } from './rule';
import { S3_URI_SHAPE } from '../contract/shared-shapes';

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
];
