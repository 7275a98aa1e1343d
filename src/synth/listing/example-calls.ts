/** The calls of a buyer's first hour, by the definition: train, tune, make a model, serve it, transform. */
import { type CallParameters, spliced, Spliced, variable } from './call-value';
import { exampleChannels, exampleHyperparameters, exampleJobs, tunedHyperparameters } from './example-values';
import type { HyperparameterSpec } from '../../contract/algorithm-spec';
import type { AlgorithmPlan } from '../../contract/plan';
import { decimal } from '../../request/decimal';
import { filled, optional } from '../../request/present';

/** Unit: jobs. Enough to see a tuning job at work; a real search takes more. */
const TUNING_JOBS = { all: 10, atATime: 2 };

/** Parameters by call. */
export interface ExampleCalls {
  readonly trainingJob: CallParameters;
  /** Absent where nothing can be tuned: no objective, or no hyperparameter with a range. */
  readonly tuningJob?: CallParameters;
  readonly modelPackage: CallParameters;
  readonly model: CallParameters;
  readonly endpointConfig: CallParameters;
  readonly endpoint: CallParameters;
  readonly transformJob: CallParameters;
}

/** What training jobs and the jobs of a tuning job have in common. */
function trainingJobBase(plan: AlgorithmPlan): CallParameters {
  const channels = exampleChannels(plan);
  const jobs = exampleJobs(plan);
  return {
    AlgorithmSpecification: { AlgorithmName: variable('algorithmArn'), TrainingInputMode: channels[0].inputMode },
    RoleArn: variable('roleArn'),
    InputDataConfig: channels.map(({ name, contentType, compressionType, inputMode }) => ({
      ChannelName: name,
      ContentType: contentType,
      CompressionType: compressionType,
      InputMode: inputMode,
      DataSource: {
        S3DataSource: {
          S3DataType: 'S3Prefix',
          S3Uri: new Spliced(['s3://', { variable: 'bucket' }, '/', { variable: 'runName' }, `/training/${name}/`]),
          S3DataDistributionType: 'FullyReplicated',
        },
      },
    })),
    OutputDataConfig: { S3OutputPath: spliced`s3://${'bucket'}/${'runName'}/output` },
    ResourceConfig: { InstanceType: jobs.trainingInstanceType, InstanceCount: 1, VolumeSizeInGB: jobs.volumeSizeGb },
    StoppingCondition: { MaxRuntimeInSeconds: jobs.maxRuntimeSeconds },
    EnableNetworkIsolation: true,
  };
}

function trainingJob(plan: AlgorithmPlan): CallParameters {
  const { AlgorithmSpecification, ...rest } = trainingJobBase(plan);
  return { TrainingJobName: variable('runName'), AlgorithmSpecification, HyperParameters: exampleHyperparameters(plan), ...rest };
}

function parameterRanges(tuned: readonly HyperparameterSpec[]): CallParameters {
  const numeric = (type: 'Integer' | 'Continuous') => tuned.flatMap((item) => (item.type === type
    ? [{ Name: item.name, MinValue: decimal(item.min), MaxValue: decimal(item.max), ScalingType: 'Auto' }] : []));
  const categorical = tuned.flatMap((item) => (item.type === 'Categorical' ? [{ Name: item.name, Values: [...item.values] }] : []));
  return {
    ...optional('IntegerParameterRanges', filled(numeric('Integer'))),
    ...optional('ContinuousParameterRanges', filled(numeric('Continuous'))),
    ...optional('CategoricalParameterRanges', filled(categorical)),
  };
}

function tuningJob(plan: AlgorithmPlan): CallParameters | undefined {
  const objective = plan.algorithm.training.metrics.find((metric) => metric.objective !== undefined);
  const tuned = tunedHyperparameters(plan);
  if (objective?.objective === undefined || tuned.length === 0) return undefined;
  const { AlgorithmSpecification, ...rest } = trainingJobBase(plan);
  const fixed = Object.entries(exampleHyperparameters(plan)).filter(([name]) => !tuned.some((item) => item.name === name));
  return {
    HyperParameterTuningJobName: variable('runName'),
    HyperParameterTuningJobConfig: {
      Strategy: 'Bayesian',
      HyperParameterTuningJobObjective: { Type: objective.objective, MetricName: objective.name },
      ResourceLimits: { MaxNumberOfTrainingJobs: TUNING_JOBS.all, MaxParallelTrainingJobs: TUNING_JOBS.atATime },
      ParameterRanges: parameterRanges(tuned),
    },
    TrainingJobDefinition: { AlgorithmSpecification, StaticHyperParameters: Object.fromEntries(fixed), ...rest },
  };
}

function transformJob(plan: AlgorithmPlan): CallParameters {
  const jobs = exampleJobs(plan);
  return {
    TransformJobName: variable('runName'),
    ModelName: variable('runName'),
    ...optional('MaxPayloadInMB', jobs.maxPayloadMb),
    ...optional('BatchStrategy', jobs.batchStrategy),
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: spliced`s3://${'bucket'}/${'runName'}/transform/` } },
      ContentType: jobs.contentType,
      SplitType: jobs.split,
    },
    TransformOutput: { S3OutputPath: spliced`s3://${'bucket'}/${'runName'}/transform-output`, Accept: jobs.accept, AssembleWith: jobs.assemble },
    TransformResources: { InstanceType: jobs.transformInstanceType, InstanceCount: 1 },
  };
}

/** The parameters of every call, once for all languages. Buyers of a product have to switch network isolation on. */
export function exampleCalls(plan: AlgorithmPlan): ExampleCalls {
  const tuning = tuningJob(plan);
  const runName = variable('runName');
  return {
    trainingJob: trainingJob(plan),
    ...(tuning !== undefined && { tuningJob: tuning }),
    modelPackage: {
      ModelPackageName: runName,
      SourceAlgorithmSpecification: { SourceAlgorithms: [{ AlgorithmName: variable('algorithmArn'), ModelDataUrl: variable('modelDataUrl') }] },
    },
    model: {
      ModelName: runName,
      PrimaryContainer: { ModelPackageName: runName },
      ExecutionRoleArn: variable('roleArn'),
      EnableNetworkIsolation: true,
    },
    endpointConfig: {
      EndpointConfigName: runName,
      ProductionVariants: [{
        VariantName: 'AllTraffic', ModelName: runName, InstanceType: exampleJobs(plan).realtimeInstanceType, InitialInstanceCount: 1,
      }],
    },
    endpoint: { EndpointName: runName, EndpointConfigName: runName },
    transformJob: transformJob(plan),
  };
}
