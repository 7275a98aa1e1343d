/** Where in a definition a part of the request comes from: problems of the request are told where the author can mend them. */

/** First match wins; `#` stands for an index and its brackets. */
const PLACES: ReadonlyArray<readonly [request: string, definition: string]> = [
  ['AlgorithmName', 'algorithmName'],
  ['AlgorithmDescription', 'description'],
  ['CertifyForMarketplace', 'certifyForMarketplace'],
  ['Tags', 'tags!'],
  ['TrainingSpecification.SupportedHyperParameters#.Range.CategoricalParameterRangeSpecification.Values', 'training.hyperparameters#.values'],
  ['TrainingSpecification.SupportedHyperParameters#.Range.*.MinValue', 'training.hyperparameters#.min'],
  ['TrainingSpecification.SupportedHyperParameters#.Range.*.MaxValue', 'training.hyperparameters#.max'],
  // What the factory of the hyperparameter says.
  ['TrainingSpecification.SupportedHyperParameters#.Range', 'training.hyperparameters#!'],
  ['TrainingSpecification.SupportedHyperParameters#.Type', 'training.hyperparameters#!'],
  ['TrainingSpecification.SupportedHyperParameters#.IsTunable', 'training.hyperparameters#.tunable'],
  ['TrainingSpecification.SupportedHyperParameters#.IsRequired', 'training.hyperparameters#.required'],
  ['TrainingSpecification.SupportedHyperParameters#.DefaultValue', 'training.hyperparameters#.default'],
  ['TrainingSpecification.SupportedHyperParameters#.Name', 'training.hyperparameters#.name'],
  ['TrainingSpecification.SupportedHyperParameters#.Description', 'training.hyperparameters#.description'],
  ['TrainingSpecification.SupportedHyperParameters', 'training.hyperparameters'],
  ['TrainingSpecification.SupportedTrainingInstanceTypes', 'training.instanceTypes'],
  ['TrainingSpecification.SupportsDistributedTraining', 'training.supportsDistributedTraining'],
  ['TrainingSpecification.MetricDefinitions#.Name', 'training.metrics#.name'],
  ['TrainingSpecification.MetricDefinitions#.Regex', 'training.metrics#.regex'],
  ['TrainingSpecification.MetricDefinitions', 'training.metrics'],
  // Only some metrics are objectives, so the indexes differ.
  ['TrainingSpecification.SupportedTuningJobObjectiveMetrics', 'training.metrics!'],
  ['TrainingSpecification.TrainingChannels#.Name', 'training.channels#.name'],
  ['TrainingSpecification.TrainingChannels#.Description', 'training.channels#.description'],
  ['TrainingSpecification.TrainingChannels#.IsRequired', 'training.channels#.required'],
  ['TrainingSpecification.TrainingChannels#.SupportedContentTypes', 'training.channels#.contentTypes'],
  ['TrainingSpecification.TrainingChannels#.SupportedCompressionTypes', 'training.channels#.compressionTypes'],
  ['TrainingSpecification.TrainingChannels#.SupportedInputModes', 'training.channels#.inputModes'],
  ['TrainingSpecification.TrainingChannels', 'training.channels'],
  ['TrainingSpecification.AdditionalS3DataSource.S3Uri', 'training.additionalDataSource.s3Uri'],
  ['TrainingSpecification.AdditionalS3DataSource.ETag', 'training.additionalDataSource.eTag'],
  ['TrainingSpecification.AdditionalS3DataSource', 'training.additionalDataSource!'],
  ['TrainingSpecification.TrainingImage', 'ecrRepository'],
  ['TrainingSpecification.TrainingImageDigest', 'ecrRepository'],
  ['TrainingSpecification', 'training'],
  ['InferenceSpecification.Containers#.Environment', 'inference.environment'],
  ['InferenceSpecification.Containers#.AdditionalS3DataSource.S3Uri', 'inference.additionalDataSource.s3Uri'],
  ['InferenceSpecification.Containers#.AdditionalS3DataSource.ETag', 'inference.additionalDataSource.eTag'],
  ['InferenceSpecification.Containers#.AdditionalS3DataSource', 'inference.additionalDataSource!'],
  ['InferenceSpecification.Containers', 'ecrRepository!'],
  ['InferenceSpecification.SupportedTransformInstanceTypes', 'inference.transformInstanceTypes'],
  ['InferenceSpecification.SupportedRealtimeInferenceInstanceTypes', 'inference.realtimeInstanceTypes'],
  ['InferenceSpecification.SupportedContentTypes', 'inference.contentTypes'],
  ['InferenceSpecification.SupportedResponseMIMETypes', 'inference.responseTypes'],
  ['InferenceSpecification', 'inference'],
  ['ValidationSpecification.ValidationRole', 'validation.roleArn'],
  ['ValidationSpecification.ValidationProfiles#.ProfileName', 'validation.profileName'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.TrainingInputMode', 'validation.training.inputMode'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.HyperParameters', 'validation.training.hyperparameters'],
  // The required channels come first, whether the profile names them or not.
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.InputDataConfig', 'validation.training.channels!'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.OutputDataConfig.S3OutputPath', 'validation.training.outputS3Uri'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.OutputDataConfig.KmsKeyId', 'validation.training.outputKmsKeyId'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.OutputDataConfig.CompressionType', 'validation.training.outputCompressionType'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.ResourceConfig.InstanceType', 'validation.training.instanceType'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.ResourceConfig.InstanceCount', 'validation.training.instanceCount'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.ResourceConfig.VolumeSizeInGB', 'validation.training.volumeSizeGb'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.ResourceConfig.VolumeKmsKeyId', 'validation.training.volumeKmsKeyId'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.StoppingCondition.MaxRuntimeInSeconds', 'validation.training.maxRuntimeSeconds'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.StoppingCondition.MaxWaitTimeInSeconds', 'validation.training.maxWaitTimeSeconds'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition.StoppingCondition.MaxPendingTimeInSeconds', 'validation.training.maxPendingTimeSeconds'],
  ['ValidationSpecification.ValidationProfiles#.TrainingJobDefinition', 'validation.training'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.MaxConcurrentTransforms', 'validation.transform.maxConcurrentTransforms'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.MaxPayloadInMB', 'validation.transform.maxPayloadMb'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.BatchStrategy', 'validation.transform.batchStrategy'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.Environment', 'validation.transform.environment'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformInput.DataSource', 'validation.transform.inputS3Uri!'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformInput.ContentType', 'validation.transform.contentType'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformInput.CompressionType', 'validation.transform.compressionType'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformInput.SplitType', 'validation.transform.splitType'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformOutput.S3OutputPath', 'validation.transform.outputS3Uri'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformOutput.Accept', 'validation.transform.accept'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformOutput.AssembleWith', 'validation.transform.assembleWith'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformOutput.KmsKeyId', 'validation.transform.outputKmsKeyId'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformResources.InstanceType', 'validation.transform.instanceType'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformResources.InstanceCount', 'validation.transform.instanceCount'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition.TransformResources.VolumeKmsKeyId', 'validation.transform.volumeKmsKeyId'],
  ['ValidationSpecification.ValidationProfiles#.TransformJobDefinition', 'validation.transform'],
  ['ValidationSpecification', 'validation'],
];

interface Place {
  readonly pattern: RegExp;
  readonly definition: string;
}

let places: readonly Place[] | undefined;

const compiled = (): readonly Place[] => places ??= PLACES.map(([request, definition]) => ({
  pattern: new RegExp(`^${request.replace(/\./g, '\\.').replace(/#/g, '(\\[\\d+\\])').replace(/\*/g, '\\w+')}(?=$|[.[])`),
  definition,
}));

/**
 * The path in the definition that a path in the request comes from; the path itself where none does.
 * @param path for example `TrainingSpecification.TrainingChannels[1].Name`, which gives `training.channels[1].name`
 */
export function definitionPath(path: string): string {
  for (const { pattern, definition } of compiled()) {
    const match = pattern.exec(path);
    if (!match) continue;
    const indexes = match.slice(1);
    const place = definition.replace(/#/g, () => indexes.shift() ?? '');
    // `!` ends the path: what is below has no counterpart.
    return place.endsWith('!') ? place.slice(0, -1) : place + path.slice(match[0].length);
  }
  return path;
}

/**
 * The paths in the request, `#` for an index, that a path of the definition becomes.
 * @param path for example `training.channels#.name`, which gives `TrainingSpecification.TrainingChannels#.Name`
 */
export const requestPlaces = (path: string): string[] =>
  PLACES.filter(([, definition]) => definition.replace(/!$/, '') === path).map(([request]) => request);
