/** What a buyer has to know, from the definition and the facts of the platform. */
import { tunedHyperparameters } from './example-values';
import { TRANSFORM_PAYLOAD_MAX_MB } from '../../contract/algorithm-limits';
import type { ChannelSpec, InputMode } from '../../contract/algorithm-spec';
import {
  BATCH_INVOCATION_TIMEOUT_DEFAULT_SECONDS, BATCH_INVOCATION_TIMEOUT_MAX_SECONDS, BATCH_PAYLOAD_DEFAULT_MB,
} from '../../contract/batch-transform';
import { INVOCATION_TIMEOUT_MS, REALTIME_MODELED_BODY_MAX_BYTES, REALTIME_PAYLOAD_MAX_BYTES } from '../../contract/container-http';
import { MARKETPLACE_SPOT_WAIT_MAX_SECONDS } from '../../contract/listing';
import type { AlgorithmPlan } from '../../contract/plan';
import { hyperparameterRow, valuesInWords, yesNo } from '../definition-words';
import { markdownCode } from '../escape';

const BYTES_PER_MB = 2 ** 20;

const inWords = (names: readonly string[]): string => names.map(markdownCode).join(', ');

/** `Pipe mode works for …`, or that it does not. */
function modeNote(title: string, mode: InputMode, channels: readonly ChannelSpec[]): string {
  const taking = channels.filter(({ inputModes }) => inputModes.includes(mode));
  if (taking.length === 0) return `${title} does not work.`;
  return taking.length === channels.length ? `${title} works for every channel.` : `${title} works for ${inWords(taking.map(({ name }) => name))} only.`;
}

function trainingNotes({ algorithm: { training: { channels, distributed } } }: AlgorithmPlan): string[] {
  const compressed = channels.some(({ compressionTypes }) => compressionTypes.includes('Gzip'));
  return [
    'A channel whose job names no content type is read as the first type of its row.',
    modeNote('Pipe mode', 'Pipe', channels),
    modeNote('Fast file mode', 'FastFile', channels),
    'In File mode the data of all channels has to fit on the volume of the job (`VolumeSizeInGB`); the other modes stream it.',
    ...(compressed ? ['Objects compressed with gzip (`CompressionType` Gzip) are inflated by SageMaker in Pipe mode, and by the algorithm otherwise.'] : []),
    distributed ? 'Distributed training works: a job may have several instances.' : 'Distributed training does not work: a job has one instance.',
  ];
}

/** The view of `usage.md`. */
export function usageView(plan: AlgorithmPlan): object {
  const { algorithm: { name, training, inference }, description = '', instanceTypes } = plan;
  const objectives = training.metrics.filter(({ objective }) => objective !== undefined);
  const tuned = objectives.length > 0 ? tunedHyperparameters(plan) : [];
  return {
    name,
    description,
    channels: training.channels.map((channel) => ({
      name: channel.name,
      required: yesNo(channel.required),
      contentTypes: channel.contentTypes.join(', '),
      compressionTypes: channel.compressionTypes.join(', '),
      inputModes: channel.inputModes.join(', '),
      description: channel.description ?? '',
    })),
    trainingNotes: trainingNotes(plan),
    hyperparameters: training.hyperparameters.map(hyperparameterRow),
    metrics: training.metrics,
    objectives,
    tuned: tuned.map((item) => ({ name: item.name, type: item.type, values: valuesInWords(item) })),
    noTuning: objectives.length === 0 ? 'The algorithm has no objective metric, so automatic tuning jobs cannot use it.'
      : 'None of the hyperparameters can be tuned.',
    contentTypes: inference.contentTypes.join(', '),
    defaultContentType: inference.contentTypes[0],
    responseTypes: inference.responseTypes.join(', '),
    defaultResponseType: inference.responseTypes[0],
    realtimeMb: REALTIME_PAYLOAD_MAX_BYTES / BYTES_PER_MB,
    modeledMb: REALTIME_MODELED_BODY_MAX_BYTES / BYTES_PER_MB,
    realtimeSeconds: INVOCATION_TIMEOUT_MS / 1_000,
    batchDefaultMb: BATCH_PAYLOAD_DEFAULT_MB,
    batchMaxMb: TRANSFORM_PAYLOAD_MAX_MB,
    batchDefaultSeconds: BATCH_INVOCATION_TIMEOUT_DEFAULT_SECONDS,
    batchMaxSeconds: BATCH_INVOCATION_TIMEOUT_MAX_SECONDS,
    trainingTypes: instanceTypes.training.join(', '),
    realtimeTypes: instanceTypes.realtime.join(', '),
    transformTypes: instanceTypes.transform.join(', '),
    spotWaitSeconds: MARKETPLACE_SPOT_WAIT_MAX_SECONDS,
  };
}
