/** The form of the ValidationSpecification of a CreateAlgorithm request.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AlgorithmValidationSpecification.html (service model of 2026-10-01) */

import {
  CHANNEL_NAME, CHANNEL_NAME_MAX_CHARS, HYPERPARAMETERS_MAX, HYPERPARAMETER_NAME_MAX_CHARS, HYPERPARAMETER_VALUE_MAX_CHARS,
} from './algorithm-limits';
import { BATCH_ENVIRONMENT_MAX, BATCH_ENVIRONMENT_VALUE_MAX_CHARS } from './batch-transform';
import { TRANSFORM_INSTANCE_TYPES } from './instance-types';
import { BOOLEAN, LONG, choice, integer, list, map, string, structure } from './request-shape';
import {
  ACCEPT_SHAPE, COMPRESSION_SHAPE, CONTENT_TYPE_SHAPE, ENTITY_NAME_SHAPE, HUB_ACCESS_SHAPE, INPUT_MODE_SHAPE,
  KMS_KEY_SHAPE, LINE, MODEL_ACCESS_SHAPE, S3_URI_SHAPE, TRAINING_INSTANCE_SHAPE, instanceType, variableName,
} from './shared-shapes';

const S3_DATA_TYPE = choice('S3DataType', 'ManifestFile', 'S3Prefix', 'AugmentedManifestFile', 'Converse');
const INSTANCE_GROUP_NAME = string('InstanceGroupName', { min: 1, max: 64, pattern: /^.+$/, words: 'text of one line', example: 'workers' });
/** The model lets it be 0; a rule does not. */
const INSTANCE_COUNT = integer({ min: 0 });

const DATA_SOURCE = structure({
  S3DataSource: structure({
    'S3DataType*': S3_DATA_TYPE,
    'S3Uri*': S3_URI_SHAPE,
    'S3DataDistributionType': choice('S3DataDistribution', 'FullyReplicated', 'ShardedByS3Key'),
    'AttributeNames': list(string('AttributeName', { min: 1, max: 256, pattern: /^.+$/, words: 'text of one line', example: 'source-ref' }), { max: 16 }),
    'InstanceGroupNames': list(INSTANCE_GROUP_NAME, { max: 5 }),
    'ModelAccessConfig': MODEL_ACCESS_SHAPE,
    'HubAccessConfig': HUB_ACCESS_SHAPE,
  }),
  FileSystemDataSource: structure({
    'FileSystemId*': string('FileSystemId', {
      min: 11, max: 21, pattern: /^fs-[0-9a-f]{8,}$/, words: '"fs-" and 8 or more hexadecimal digits', example: 'fs-0123456789abcdef0',
    }),
    'FileSystemAccessMode*': choice('FileSystemAccessMode', 'rw', 'ro'),
    'FileSystemType*': choice('FileSystemType', 'EFS', 'FSxLustre'),
    'DirectoryPath*': string('DirectoryPath', { max: 4096, ...LINE, example: '/data' }),
  }),
  DatasetSource: structure({ 'DatasetArn*': string('HubDataSetArn') }),
});

const JOB_CHANNEL = structure({
  'ChannelName*': string('ChannelName', {
    min: 1, max: CHANNEL_NAME_MAX_CHARS, pattern: CHANNEL_NAME, words: 'letters, digits, ".", "-" and "_"', example: 'training',
  }),
  'DataSource*': DATA_SOURCE,
  'ContentType': CONTENT_TYPE_SHAPE,
  'CompressionType': COMPRESSION_SHAPE,
  'RecordWrapperType': choice('RecordWrapper', 'None', 'RecordIO'),
  'InputMode': INPUT_MODE_SHAPE,
  'ShuffleConfig': structure({ 'Seed*': LONG }),
});

const RESOURCE_CONFIG = structure({
  InstanceType: TRAINING_INSTANCE_SHAPE,
  InstanceCount: INSTANCE_COUNT,
  VolumeSizeInGB: integer({ min: 0 }),
  VolumeKmsKeyId: KMS_KEY_SHAPE,
  KeepAlivePeriodInSeconds: integer({ min: 0, max: 21_600 }),
  InstanceGroups: list(structure({
    'InstanceType*': TRAINING_INSTANCE_SHAPE,
    'InstanceCount*': INSTANCE_COUNT,
    'InstanceGroupName*': INSTANCE_GROUP_NAME,
  }), { max: 5 }),
  TrainingPlanArn: string('TrainingPlanArn'),
  InstancePlacementConfig: structure({
    EnableMultipleJobs: BOOLEAN,
    PlacementSpecifications: list(structure({ 'UltraServerId': string('String256'), 'InstanceCount*': INSTANCE_COUNT })),
  }),
  InstancePreferences: list(structure({
    'InstanceType*': TRAINING_INSTANCE_SHAPE,
    'InstanceCount': INSTANCE_COUNT,
    'TrainingPlanArns': list(string('TrainingPlanArn')),
  }), { min: 1, max: 5 }),
});

const TRAINING_JOB = structure({
  'TrainingInputMode*': INPUT_MODE_SHAPE,
  'HyperParameters': map(
    string('HyperParameterKey', { max: HYPERPARAMETER_NAME_MAX_CHARS, ...LINE, example: 'rounds' }),
    string('HyperParameterValue', { max: HYPERPARAMETER_VALUE_MAX_CHARS, ...LINE, example: '10' }), { max: HYPERPARAMETERS_MAX }),
  'InputDataConfig*': list(JOB_CHANNEL, { min: 1, max: 20 }),
  'OutputDataConfig*': structure({
    'S3OutputPath*': S3_URI_SHAPE,
    'KmsKeyId': KMS_KEY_SHAPE,
    'CompressionType': choice('OutputCompressionType', 'GZIP', 'NONE'),
  }),
  'ResourceConfig*': RESOURCE_CONFIG,
  'StoppingCondition*': structure({
    MaxRuntimeInSeconds: integer({ min: 1 }),
    MaxWaitTimeInSeconds: integer({ min: 1 }),
    MaxPendingTimeInSeconds: integer({ min: 1800, max: 2_419_200 }),
  }),
});

const TRANSFORM_JOB = structure({
  'MaxConcurrentTransforms': integer({ min: 0 }),
  'MaxPayloadInMB': integer({ min: 0 }),
  'BatchStrategy': choice('BatchStrategy', 'MultiRecord', 'SingleRecord'),
  'Environment': map(variableName('TransformEnvironmentKey'), string('TransformEnvironmentValue', {
    max: BATCH_ENVIRONMENT_VALUE_MAX_CHARS,
  }), { max: BATCH_ENVIRONMENT_MAX }),
  'TransformInput*': structure({
    'DataSource*': structure({ 'S3DataSource*': structure({ 'S3DataType*': S3_DATA_TYPE, 'S3Uri*': S3_URI_SHAPE }) }),
    'ContentType': CONTENT_TYPE_SHAPE,
    'CompressionType': COMPRESSION_SHAPE,
    'SplitType': choice('SplitType', 'None', 'Line', 'RecordIO', 'TFRecord'),
  }),
  'TransformOutput*': structure({
    'S3OutputPath*': S3_URI_SHAPE,
    'Accept': ACCEPT_SHAPE,
    'AssembleWith': choice('AssemblyType', 'None', 'Line'),
    'KmsKeyId': KMS_KEY_SHAPE,
  }),
  'TransformResources*': structure({
    'InstanceType*': instanceType('TransformInstanceType', TRANSFORM_INSTANCE_TYPES),
    'InstanceCount*': integer({ min: 1 }),
    'VolumeKmsKeyId': KMS_KEY_SHAPE,
    'TransformAmiVersion': string('TransformAmiVersion'),
  }),
});

export const VALIDATION_SPECIFICATION_SHAPE = structure({
  'ValidationRole*': string('RoleArn', {
    min: 20, max: 2048, pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/, words: 'the ARN of a role',
    example: 'arn:aws:iam::111122223333:role/AlgorithmValidation',
  }),
  'ValidationProfiles*': list(structure({
    'ProfileName*': ENTITY_NAME_SHAPE,
    'TrainingJobDefinition*': TRAINING_JOB,
    'TransformJobDefinition': TRANSFORM_JOB,
  }), { min: 1, max: 1 }),
});
