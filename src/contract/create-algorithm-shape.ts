/** The form of a CreateAlgorithm request, as data: every member that the service knows, those that we never write included, since
 *  the requests of others are judged by it, too.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAlgorithm.html (service model of 2026-10-01) */

import {
  CATEGORICAL_VALUES_MAX, CHANNELS_MAX, CHANNELS_MIN, CHANNEL_NAME, CHANNEL_NAME_MAX_CHARS, ENTITY_DESCRIPTION, ENTITY_NAME,
  ENTITY_NAME_MAX_CHARS, HYPERPARAMETERS_MAX, HYPERPARAMETER_NAME_MAX_CHARS, HYPERPARAMETER_VALUE_MAX_CHARS, METRICS_MAX,
  METRIC_NAME_MAX_CHARS, METRIC_REGEX_MAX_CHARS, RANGE_VALUE_MAX_CHARS, RESPONSE_TYPE,
} from './algorithm-limits';
import { REALTIME_INSTANCE_TYPES, TRANSFORM_INSTANCE_TYPES } from './instance-types';
import { BOOLEAN, choice, list, map, string, structure } from './request-shape';
import {
  COMPRESSION_SHAPE, CONTENT_TYPE_SHAPE, DESCRIPTION_SHAPE, DIGEST_SHAPE, ENTITY_NAME_SHAPE, HUB_ACCESS_SHAPE, IMAGE_SHAPE,
  INPUT_MODE_SHAPE, LINE, MODEL_ACCESS_SHAPE, S3_URI_SHAPE, TRAINING_INSTANCE_SHAPE, instanceType, variableName,
} from './shared-shapes';
import { VALIDATION_SPECIFICATION_SHAPE } from './validation-shape';

const PARAMETER_VALUE = string('ParameterValue', { max: RANGE_VALUE_MAX_CHARS, ...LINE, example: '1' });
const NUMBER_RANGE = structure({ 'MinValue*': PARAMETER_VALUE, 'MaxValue*': PARAMETER_VALUE });

const HYPERPARAMETER = structure({
  'Name*': string('ParameterName', {
    max: HYPERPARAMETER_NAME_MAX_CHARS, pattern: ENTITY_DESCRIPTION, words: 'text without control characters', example: 'rounds',
  }),
  'Description': DESCRIPTION_SHAPE,
  'Type*': choice('ParameterType', 'Integer', 'Continuous', 'Categorical', 'FreeText'),
  'Range': structure({
    IntegerParameterRangeSpecification: NUMBER_RANGE,
    ContinuousParameterRangeSpecification: NUMBER_RANGE,
    CategoricalParameterRangeSpecification: structure({ 'Values*': list(PARAMETER_VALUE, { min: 1, max: CATEGORICAL_VALUES_MAX }) }),
  }),
  'IsTunable': BOOLEAN,
  'IsRequired': BOOLEAN,
  'DefaultValue': string('HyperParameterValue', { max: HYPERPARAMETER_VALUE_MAX_CHARS, ...LINE, example: '10' }),
});

const CHANNEL = structure({
  'Name*': string('ChannelName', {
    min: 1, max: CHANNEL_NAME_MAX_CHARS, pattern: CHANNEL_NAME, words: 'letters, digits, ".", "-" and "_"', example: 'training',
  }),
  'Description': DESCRIPTION_SHAPE,
  'IsRequired': BOOLEAN,
  'SupportedContentTypes*': list(CONTENT_TYPE_SHAPE),
  'SupportedCompressionTypes': list(COMPRESSION_SHAPE),
  'SupportedInputModes*': list(INPUT_MODE_SHAPE, { min: 1 }),
});

const METRIC_NAME = string('MetricName', {
  min: 1, max: METRIC_NAME_MAX_CHARS, pattern: /^.+$/, words: 'text of one line', example: 'validation:accuracy',
});

const ADDITIONAL_S3_DATA_SOURCE = structure({
  'S3DataType*': choice('AdditionalS3DataSourceDataType', 'S3Object', 'S3Prefix'),
  'S3Uri*': S3_URI_SHAPE,
  'CompressionType': COMPRESSION_SHAPE,
  'ETag': string('String'),
});

const TRAINING_SPECIFICATION = structure({
  'TrainingImage*': IMAGE_SHAPE,
  'TrainingImageDigest': DIGEST_SHAPE,
  'SupportedHyperParameters': list(HYPERPARAMETER, { min: 0, max: HYPERPARAMETERS_MAX }),
  'SupportedTrainingInstanceTypes*': list(TRAINING_INSTANCE_SHAPE),
  'SupportsDistributedTraining': BOOLEAN,
  'MetricDefinitions': list(structure({
    'Name*': METRIC_NAME,
    'Regex*': string('MetricRegex', { min: 1, max: METRIC_REGEX_MAX_CHARS, pattern: /^.+$/, words: 'text of one line', example: 'auc=([0-9.]+);' }),
  }), { min: 0, max: METRICS_MAX }),
  'TrainingChannels*': list(CHANNEL, { min: CHANNELS_MIN, max: CHANNELS_MAX }),
  'SupportedTuningJobObjectiveMetrics': list(structure({
    'Type*': choice('HyperParameterTuningJobObjectiveType', 'Maximize', 'Minimize'),
    'MetricName*': METRIC_NAME,
  })),
  'AdditionalS3DataSource': ADDITIONAL_S3_DATA_SOURCE,
});

const MODEL_S3_DATA_SOURCE = structure({
  'S3Uri*': S3_URI_SHAPE,
  'S3DataType*': choice('S3ModelDataType', 'S3Prefix', 'S3Object'),
  'CompressionType*': choice('ModelCompressionType', 'None', 'Gzip'),
  'ModelAccessConfig': MODEL_ACCESS_SHAPE,
  'HubAccessConfig': HUB_ACCESS_SHAPE,
  'ManifestS3Uri': S3_URI_SHAPE,
  'ETag': string('String'),
  'ManifestEtag': string('String'),
});

const CONTAINER = structure({
  // The newest model does not mark it as required, but nothing runs without it.
  'Image*': IMAGE_SHAPE,
  'ImageDigest': DIGEST_SHAPE,
  'ContainerHostname': string('ContainerHostname', {
    max: ENTITY_NAME_MAX_CHARS, pattern: ENTITY_NAME, words: 'letters, digits and "-"', example: 'inference',
  }),
  'Environment': map(variableName('EnvironmentKey'), string('EnvironmentValue', { max: 1024 }), { max: 100 }),
  'ModelDataUrl': string('Url', { ...S3_URI_SHAPE }),
  'ModelDataSource': structure({ S3DataSource: MODEL_S3_DATA_SOURCE }),
  'AdditionalModelDataSources': list(structure({
    'ChannelName*': string('AdditionalModelChannelName'),
    'S3DataSource*': MODEL_S3_DATA_SOURCE,
  }), { max: 5 }),
  'AdditionalS3DataSource': ADDITIONAL_S3_DATA_SOURCE,
  'ProductId': string('ProductId', {
    max: 256, pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, words: 'letters, digits and "-", with a letter or digit at both ends', example: 'prod-abc123',
  }),
  'ModelInput': structure({ 'DataInputConfig*': string('DataInputConfig', { min: 1, max: 16_384 }) }),
  'Framework': string('String'),
  'FrameworkVersion': string('ModelPackageFrameworkVersion', {
    min: 3, max: 10, pattern: /^[0-9]\.[A-Za-z0-9.-]+$/, words: 'a version that starts with one digit and a dot', example: '2.1',
  }),
  'NearestModelName': string('String'),
  'ModelDataETag': string('String'),
  'IsCheckpoint': BOOLEAN,
  'BaseModel': structure({
    HubContentName: string('HubContentName', { max: ENTITY_NAME_MAX_CHARS, pattern: ENTITY_NAME, words: 'letters, digits and "-"', example: 'acme-base' }),
    HubContentVersion: string('HubContentVersion', {
      min: 5, max: 14, pattern: /^\d{1,4}.\d{1,4}.\d{1,4}$/, words: 'a version of three numbers', example: '1.0.0',
    }),
    RecipeName: string('RecipeName'),
  }),
});

const INFERENCE_SPECIFICATION = structure({
  'Containers*': list(CONTAINER, { min: 1, max: 15 }),
  'SupportedTransformInstanceTypes': list(instanceType('TransformInstanceType', TRANSFORM_INSTANCE_TYPES), { min: 1 }),
  'SupportedRealtimeInferenceInstanceTypes': list(instanceType('ProductionVariantInstanceType', REALTIME_INSTANCE_TYPES)),
  'SupportedContentTypes': list(CONTENT_TYPE_SHAPE),
  'SupportedResponseMIMETypes': list(string('ResponseMIMEType', {
    max: 1024, pattern: RESPONSE_TYPE, words: 'a media type whose first part holds letters, digits, "-" and "_" only', example: 'text/csv',
  })),
});

const TAG_TEXT = /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u;
const TAG_WORDS = 'letters, digits, spaces and _.:/=+-@';

/** The whole request. */
export const CREATE_ALGORITHM_SHAPE = structure({
  'AlgorithmName*': ENTITY_NAME_SHAPE,
  'AlgorithmDescription': DESCRIPTION_SHAPE,
  'TrainingSpecification*': TRAINING_SPECIFICATION,
  'InferenceSpecification': INFERENCE_SPECIFICATION,
  'ValidationSpecification': VALIDATION_SPECIFICATION_SHAPE,
  'CertifyForMarketplace': BOOLEAN,
  'Tags': list(structure({
    'Key*': string('TagKey', { min: 1, max: 128, pattern: TAG_TEXT, words: TAG_WORDS, example: 'team' }),
    'Value*': string('TagValue', { min: 0, max: 256, pattern: TAG_TEXT, words: TAG_WORDS, example: 'churn' }),
  }), { min: 0, max: 50 }),
});
