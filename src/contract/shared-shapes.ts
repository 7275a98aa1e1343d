/** Texts that occur in several places of the CreateAlgorithm request.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAlgorithm.html (service model of 2026-10-01) */

import { CONTENT_TYPE_MAX_CHARS, ENTITY_DESCRIPTION, ENTITY_DESCRIPTION_MAX_CHARS, ENTITY_NAME, ENTITY_NAME_MAX_CHARS } from './algorithm-limits';
import { IMAGE_REFERENCE_MAX_CHARS } from './ecr';
import { INSTANCE_TYPE, TRAINING_INSTANCE_TYPES } from './instance-types';
import { BOOLEAN, choice, string, structure } from './request-shape';

/** A text that may be any, without a line end. */
export const LINE = { pattern: /^.*$/, words: 'text of one line' };

export const ENTITY_NAME_SHAPE = string('EntityName', {
  min: 1, max: ENTITY_NAME_MAX_CHARS, pattern: ENTITY_NAME, words: 'letters, digits and "-", with a letter or digit at both ends', example: 'acme-churn-3',
});

/** Its rule is one of its own, because what breaks it deserves a word of its own: no newline, no tab. */
export const DESCRIPTION_SHAPE = string('EntityDescription', { max: ENTITY_DESCRIPTION_MAX_CHARS, pattern: ENTITY_DESCRIPTION });

export const IMAGE_SHAPE = string('ContainerImage', {
  max: IMAGE_REFERENCE_MAX_CHARS, pattern: /^\S+$/, words: 'an image reference without white space',
  example: '111122223333.dkr.ecr.us-east-1.amazonaws.com/acme/churn:1.0.0',
});

export const DIGEST_SHAPE = string('ImageDigest', {
  max: 72, pattern: /^[Ss][Hh][Aa]256:[0-9a-fA-F]{64}$/, words: '"sha256:" and 64 hexadecimal digits', example: `sha256:${'0123456789abcdef'.repeat(4)}`,
});

export const S3_URI_SHAPE = string('S3Uri', {
  max: 1024, pattern: /^(https|s3):\/\/([^/]+)\/?(.*)$/, words: 'a URI of S3', example: 's3://amzn-s3-demo-bucket/prefix/',
});

export const CONTENT_TYPE_SHAPE = string('ContentType', {
  max: CONTENT_TYPE_MAX_CHARS, ...LINE, example: 'text/csv',
});

export const ACCEPT_SHAPE = string('Accept', { max: CONTENT_TYPE_MAX_CHARS, ...LINE, example: 'text/csv' });

export const KMS_KEY_SHAPE = string('KmsKeyId', {
  max: 2048, pattern: /^[a-zA-Z0-9:/_-]*$/, words: 'the id, ARN or alias of a key', example: 'alias/acme',
});

export const INPUT_MODE_SHAPE = choice('TrainingInputMode', 'Pipe', 'File', 'FastFile');
export const COMPRESSION_SHAPE = choice('CompressionType', 'None', 'Gzip');

/** An instance type: its list grows faster than ours, so an unknown one of the right form is worth a warning and no more. */
export const instanceType = (name: string, known: readonly string[]) => string(name, { pattern: INSTANCE_TYPE, known });
export const TRAINING_INSTANCE_SHAPE = instanceType('TrainingInstanceType', TRAINING_INSTANCE_TYPES);

/** Name of an environment variable. Its pattern is the same for endpoints and transform jobs. */
export const variableName = (name: string) => string(name, {
  max: 1024, pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/, words: 'letters, digits and "_", not starting with a digit', example: 'LOG_LEVEL',
});

export const MODEL_ACCESS_SHAPE = structure({ 'AcceptEula*': BOOLEAN });
export const HUB_ACCESS_SHAPE = structure({ 'HubContentArn*': string('HubContentArn', { max: 255, ...LINE }) });
