import { describe, expect, test } from 'vitest';
import { definitionPath } from '../../src/request/definition-path';
import { FULLEST } from '../support/new-project';
import { requestOf } from '../support/requests';

const JOB = 'ValidationSpecification.ValidationProfiles[0].TrainingJobDefinition';
const TRANSFORM = 'ValidationSpecification.ValidationProfiles[0].TransformJobDefinition';

/** Path in the request · path in the definition. */
const PATHS: Array<[string, string]> = [
  ['AlgorithmName', 'algorithmName'],
  ['AlgorithmDescription', 'description'],
  ['CertifyForMarketplace', 'certifyForMarketplace'],
  ['Tags[1].Key', 'tags'],
  ['TrainingSpecification', 'training'],
  ['TrainingSpecification.TrainingImage', 'ecrRepository'],
  ['TrainingSpecification.TrainingImageDigest', 'ecrRepository'],
  ['TrainingSpecification.SupportedHyperParameters', 'training.hyperparameters'],
  ['TrainingSpecification.SupportedHyperParameters[12].Name', 'training.hyperparameters[12].name'],
  ['TrainingSpecification.SupportedHyperParameters[0].Range.IntegerParameterRangeSpecification.MinValue', 'training.hyperparameters[0].min'],
  ['TrainingSpecification.SupportedHyperParameters[0].Range.ContinuousParameterRangeSpecification.MaxValue', 'training.hyperparameters[0].max'],
  ['TrainingSpecification.SupportedHyperParameters[2].Range.CategoricalParameterRangeSpecification.Values[3]', 'training.hyperparameters[2].values[3]'],
  ['TrainingSpecification.SupportedHyperParameters[2].DefaultValue', 'training.hyperparameters[2].default'],
  ['TrainingSpecification.SupportedHyperParameters[2].IsRequired', 'training.hyperparameters[2].required'],
  ['TrainingSpecification.SupportedHyperParameters[2].IsTunable', 'training.hyperparameters[2].tunable'],
  ['TrainingSpecification.SupportedTrainingInstanceTypes[1]', 'training.instanceTypes[1]'],
  ['TrainingSpecification.SupportsDistributedTraining', 'training.supportsDistributedTraining'],
  ['TrainingSpecification.MetricDefinitions[2].Regex', 'training.metrics[2].regex'],
  ['TrainingSpecification.SupportedTuningJobObjectiveMetrics[1].MetricName', 'training.metrics'],
  ['TrainingSpecification.TrainingChannels[1].Description', 'training.channels[1].description'],
  ['TrainingSpecification.TrainingChannels[1].SupportedContentTypes[0]', 'training.channels[1].contentTypes[0]'],
  ['TrainingSpecification.TrainingChannels[1].SupportedCompressionTypes', 'training.channels[1].compressionTypes'],
  ['TrainingSpecification.TrainingChannels[1].SupportedInputModes[0]', 'training.channels[1].inputModes[0]'],
  ['TrainingSpecification.AdditionalS3DataSource.S3Uri', 'training.additionalDataSource.s3Uri'],
  ['InferenceSpecification.Containers[0].Image', 'ecrRepository'],
  ['InferenceSpecification.Containers[0].Environment.LOG_LEVEL', 'inference.environment.LOG_LEVEL'],
  ['InferenceSpecification.Containers[0].AdditionalS3DataSource.S3Uri', 'inference.additionalDataSource.s3Uri'],
  ['InferenceSpecification.SupportedTransformInstanceTypes[0]', 'inference.transformInstanceTypes[0]'],
  ['InferenceSpecification.SupportedRealtimeInferenceInstanceTypes', 'inference.realtimeInstanceTypes'],
  ['InferenceSpecification.SupportedResponseMIMETypes[2]', 'inference.responseTypes[2]'],
  ['ValidationSpecification', 'validation'],
  ['ValidationSpecification.ValidationRole', 'validation.roleArn'],
  ['ValidationSpecification.ValidationProfiles[0].ProfileName', 'validation.profileName'],
  [`${JOB}.TrainingInputMode`, 'validation.training.inputMode'],
  [`${JOB}.HyperParameters.max_depth`, 'validation.training.hyperparameters.max_depth'],
  [`${JOB}.InputDataConfig[1].ChannelName`, 'validation.training.channels'],
  [`${JOB}.OutputDataConfig.S3OutputPath`, 'validation.training.outputS3Uri'],
  [`${JOB}.ResourceConfig.VolumeSizeInGB`, 'validation.training.volumeSizeGb'],
  [`${JOB}.StoppingCondition.MaxWaitTimeInSeconds`, 'validation.training.maxWaitTimeSeconds'],
  [`${TRANSFORM}`, 'validation.transform'],
  [`${TRANSFORM}.Environment.BATCH`, 'validation.transform.environment.BATCH'],
  [`${TRANSFORM}.TransformInput.DataSource.S3DataSource.S3Uri`, 'validation.transform.inputS3Uri'],
  [`${TRANSFORM}.TransformOutput.KmsKeyId`, 'validation.transform.outputKmsKeyId'],
  [`${TRANSFORM}.TransformResources.InstanceCount`, 'validation.transform.instanceCount'],
];

/** The path of everything that a value holds. */
function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, part]) => pathsOf(part, Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`));
}

describe('the definition path', () => {
  test.each(PATHS)('of %s is %s', (request, definition) => {
    expect(definitionPath(request)).toBe(definition);
  });

  test('is known for every part of the fullest request', () => {
    const strange = pathsOf(requestOf(FULLEST)).filter((path) => /(^|\.)[A-Z][a-z]/.test(definitionPath(path)));

    expect(strange).toEqual([]);
  });

  test('is the path itself where nothing of the definition is behind it', () => {
    expect(definitionPath('AlgorithmDescripton')).toBe('AlgorithmDescripton');
  });
});
