import { decimal } from './decimal';
import type { ImageReference, ImageReferences } from './image-references';
import { filled, optional } from './present';
import { validationSpecification } from './validation-specification';
import type { HyperparameterSpec } from '../contract/algorithm-spec';
import type {
  AdditionalS3DataSource, CreateAlgorithmRequest, HyperParameterSpecification, InferenceSpecification, ParameterRange,
  TrainingSpecification,
} from '../contract/create-algorithm';
import type { AdditionalDataSourcePlan, AlgorithmPlan } from '../contract/plan';

function range(item: HyperparameterSpec): ParameterRange | undefined {
  switch (item.type) {
    case 'Integer': return { IntegerParameterRangeSpecification: { MinValue: decimal(item.min), MaxValue: decimal(item.max) } };
    case 'Continuous': return { ContinuousParameterRangeSpecification: { MinValue: decimal(item.min), MaxValue: decimal(item.max) } };
    case 'Categorical': return { CategoricalParameterRangeSpecification: { Values: [...item.values] } };
    case 'FreeText': return undefined;
  }
}

function hyperparameter(item: HyperparameterSpec): HyperParameterSpecification {
  return {
    Name: item.name,
    ...optional('Description', item.description),
    Type: item.type,
    ...optional('Range', range(item)),
    IsTunable: item.tunable,
    IsRequired: item.required,
    ...optional('DefaultValue', typeof item.default === 'number' ? decimal(item.default) : item.default),
  };
}

function additionalData({ s3Uri, eTag }: AdditionalDataSourcePlan): AdditionalS3DataSource {
  return { S3DataType: 'S3Object', S3Uri: s3Uri, CompressionType: 'Gzip', ...optional('ETag', eTag) };
}

function trainingSpecification(plan: AlgorithmPlan, { image, digest }: ImageReference): TrainingSpecification {
  const { algorithm: { training }, instanceTypes, product } = plan;
  const objectives = training.metrics.flatMap(({ name, objective }) => (objective ? [{ Type: objective, MetricName: name }] : []));
  return {
    TrainingImage: image,
    ...optional('TrainingImageDigest', digest),
    ...optional('SupportedHyperParameters', filled(training.hyperparameters.map(hyperparameter))),
    SupportedTrainingInstanceTypes: [...instanceTypes.training],
    SupportsDistributedTraining: training.distributed,
    ...optional('MetricDefinitions', filled(training.metrics.map(({ name, regex }) => ({ Name: name, Regex: regex })))),
    TrainingChannels: training.channels.map((channel) => ({
      Name: channel.name,
      ...optional('Description', channel.description),
      IsRequired: channel.required,
      SupportedContentTypes: [...channel.contentTypes],
      SupportedCompressionTypes: [...channel.compressionTypes],
      SupportedInputModes: [...channel.inputModes],
    })),
    ...optional('SupportedTuningJobObjectiveMetrics', filled(objectives)),
    ...optional('AdditionalS3DataSource', product.trainingData && additionalData(product.trainingData)),
  };
}

function inferenceSpecification(plan: AlgorithmPlan, { image, digest }: ImageReference): InferenceSpecification {
  const { algorithm: { inference }, instanceTypes, product } = plan;
  return {
    Containers: [{
      Image: image,
      ...optional('ImageDigest', digest),
      ...optional('Environment', filled(product.inferenceEnvironment)),
      ...optional('AdditionalS3DataSource', product.inferenceData && additionalData(product.inferenceData)),
    }],
    SupportedTransformInstanceTypes: [...instanceTypes.transform],
    SupportedRealtimeInferenceInstanceTypes: [...instanceTypes.realtime],
    SupportedContentTypes: [...inference.contentTypes],
    SupportedResponseMIMETypes: [...inference.responseTypes],
  };
}

/**
 * The CreateAlgorithm request of a plan. Pure: the same for synth, for `algorithm:spec` and for the rules.
 * @param images how the two images are named, see {@link taggedImages}
 */
export function createAlgorithmRequest(plan: AlgorithmPlan, images: ImageReferences): CreateAlgorithmRequest {
  const { product } = plan;
  return {
    AlgorithmName: plan.algorithm.name,
    ...optional('AlgorithmDescription', plan.description),
    TrainingSpecification: trainingSpecification(plan, images.training),
    InferenceSpecification: inferenceSpecification(plan, images.inference),
    ...optional('ValidationSpecification', product.validation && validationSpecification(product.validation)),
    CertifyForMarketplace: product.certifyForMarketplace,
    ...optional('Tags', filled(Object.entries(product.tags).map(([Key, Value]) => ({ Key, Value })))),
  };
}

/** A request as it stands in its file. */
export const requestText = (request: CreateAlgorithmRequest): string => `${JSON.stringify(request, null, 2)}\n`;
