import { filled, optional } from './present';
import type { CreateAlgorithmRequest, TrainingJobChannel, TrainingJobDefinition, TransformJobDefinition } from '../contract/create-algorithm';
import type { ValidationChannelPlan, ValidationPlan, ValidationTrainingPlan, ValidationTransformPlan } from '../contract/validation-plan';

function channel(given: ValidationChannelPlan): TrainingJobChannel {
  return {
    ChannelName: given.name,
    DataSource: {
      S3DataSource: {
        S3DataType: given.s3DataType,
        S3Uri: given.s3Uri,
        S3DataDistributionType: given.distribution,
        ...optional('AttributeNames', given.attributeNames && [...given.attributeNames]),
      },
    },
    ContentType: given.contentType,
    CompressionType: given.compressionType,
    RecordWrapperType: given.recordWrapperType,
    ...optional('InputMode', given.inputMode),
    ...optional('ShuffleConfig', given.shuffleSeed === undefined ? undefined : { Seed: given.shuffleSeed }),
  };
}

function trainingJob(given: ValidationTrainingPlan): TrainingJobDefinition {
  return {
    TrainingInputMode: given.inputMode,
    ...optional('HyperParameters', filled(given.hyperparameters)),
    InputDataConfig: given.channels.map(channel),
    OutputDataConfig: {
      S3OutputPath: given.outputS3Uri,
      ...optional('KmsKeyId', given.outputKmsKeyId),
      ...optional('CompressionType', given.outputCompressionType),
    },
    ResourceConfig: {
      InstanceType: given.instanceType,
      InstanceCount: given.instanceCount,
      VolumeSizeInGB: given.volumeSizeGb,
      ...optional('VolumeKmsKeyId', given.volumeKmsKeyId),
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: given.maxRuntimeSeconds,
      ...optional('MaxWaitTimeInSeconds', given.maxWaitTimeSeconds),
      ...optional('MaxPendingTimeInSeconds', given.maxPendingTimeSeconds),
    },
  };
}

function transformJob(given: ValidationTransformPlan): TransformJobDefinition {
  return {
    MaxConcurrentTransforms: given.maxConcurrentTransforms,
    MaxPayloadInMB: given.maxPayloadMb,
    ...optional('BatchStrategy', given.batchStrategy),
    ...optional('Environment', filled(given.environment)),
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: given.inputS3Uri } },
      ContentType: given.contentType,
      CompressionType: given.compressionType,
      SplitType: given.splitType,
    },
    TransformOutput: {
      S3OutputPath: given.outputS3Uri,
      Accept: given.accept,
      AssembleWith: given.assembleWith,
      ...optional('KmsKeyId', given.outputKmsKeyId),
    },
    TransformResources: {
      InstanceType: given.instanceType,
      InstanceCount: given.instanceCount,
      ...optional('VolumeKmsKeyId', given.volumeKmsKeyId),
    },
  };
}

export function validationSpecification(given: ValidationPlan): NonNullable<CreateAlgorithmRequest['ValidationSpecification']> {
  return {
    ValidationRole: given.roleArn,
    ValidationProfiles: [{
      ProfileName: given.profileName,
      TrainingJobDefinition: trainingJob(given.training),
      ...optional('TransformJobDefinition', given.transform && transformJob(given.transform)),
    }],
  };
}
