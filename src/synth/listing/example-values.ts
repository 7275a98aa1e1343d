/** What an example says where the buyer will say something else: taken from the definition and its validation, else the first choice. */
import { TUNED_HYPERPARAMETERS_MAX, TUNING_JOB_NAME_MAX_CHARS } from '../../contract/algorithm-limits';
import type { CompressionType, HyperparameterSpec, InputMode } from '../../contract/algorithm-spec';
import { mediaType } from '../../contract/media-types';
import type { AlgorithmPlan } from '../../contract/plan';
import { decimal } from '../../request/decimal';
import { defaultAccept, defaultAssembly, defaultSplitType } from '../../request/transform-defaults';

const EXAMPLE = { volumeSizeGb: 10, maxRuntimeSeconds: 3600, freeText: 'VALUE' };

/** What a job takes beside its run: instances, images, data, uploads; also enough for an endpoint to start. Unit: s. */
const AROUND_A_JOB_SECONDS = 3600;

/** Room for `-261124-091500` behind the algorithm's name. Unit: characters. */
const TIME_SUFFIX_CHARS = 14;

/** Start of the names of jobs, models and endpoints; short enough for the shortest of their limits. */
export const nameStem = ({ algorithm: { name } }: AlgorithmPlan): string =>
  name.slice(0, TUNING_JOB_NAME_MAX_CHARS - TIME_SUFFIX_CHARS).replace(/-+$/, '');

function exampleValue(item: HyperparameterSpec): string | undefined {
  if (item.default !== undefined) return typeof item.default === 'number' ? decimal(item.default) : item.default;
  if (!item.required) return undefined;
  switch (item.type) {
    case 'Integer':
    case 'Continuous': return decimal(item.min);
    case 'Categorical': return item.values[0];
    case 'FreeText': return EXAMPLE.freeText;
  }
}

/** Every hyperparameter that has a value: the validation's, its default, or one that is allowed where one is required. */
export function exampleHyperparameters({ algorithm: { training }, local }: AlgorithmPlan): Record<string, string> {
  return Object.fromEntries(training.hyperparameters.flatMap((item) => {
    const value = local.hyperparameters[item.name] ?? exampleValue(item);
    return value === undefined ? [] : [[item.name, value]];
  }));
}

/** The hyperparameters that a tuning job searches, by the definition. */
export const tunedHyperparameters = ({ algorithm: { training } }: AlgorithmPlan): readonly HyperparameterSpec[] =>
  training.hyperparameters.filter(({ tunable }) => tunable).slice(0, TUNED_HYPERPARAMETERS_MAX);

/** A channel of the example's training job. */
export interface ExampleChannel {
  readonly name: string;
  readonly contentType: string;
  readonly compressionType: CompressionType;
  readonly inputMode: InputMode;
}

/** The channels that every job has, the first one where that is none; said of them is what holds for the sample data of local runs. */
export function exampleChannels({ algorithm: { training: { channels } } }: AlgorithmPlan): ExampleChannel[] {
  const required = channels.filter((channel) => channel.required);
  return (required.length > 0 ? required : channels.slice(0, 1)).map(({ name, contentTypes, compressionTypes, inputModes }) => ({
    name,
    contentType: contentTypes[0],
    compressionType: compressionTypes.includes('None') ? 'None' : compressionTypes[0],
    inputMode: inputModes.includes('File') ? 'File' : inputModes[0],
  }));
}

/** Everything else that the example's jobs state. */
export function exampleJobs({ algorithm: { inference }, instanceTypes, product: { validation } }: AlgorithmPlan) {
  const { training, transform } = validation ?? {};
  const contentType = mediaType(transform?.contentType ?? inference.contentTypes[0]);
  const split = transform?.splitType ?? defaultSplitType(contentType);
  const maxRuntimeSeconds = training?.maxRuntimeSeconds ?? EXAMPLE.maxRuntimeSeconds;
  return {
    trainingInstanceType: training?.instanceType ?? instanceTypes.training[0],
    volumeSizeGb: training?.volumeSizeGb ?? EXAMPLE.volumeSizeGb,
    maxRuntimeSeconds,
    /** How long it is worth to wait for a job. Unit: s. */
    patienceSeconds: maxRuntimeSeconds + AROUND_A_JOB_SECONDS,
    realtimeInstanceType: instanceTypes.realtime[0],
    transformInstanceType: transform?.instanceType ?? instanceTypes.transform[0],
    contentType,
    accept: transform?.accept ?? defaultAccept(inference, contentType) ?? contentType,
    split,
    assemble: transform?.assembleWith ?? defaultAssembly(split),
    maxPayloadMb: transform?.maxPayloadMb,
    batchStrategy: transform?.batchStrategy,
  };
}
