import { type RequestRule, type RequestSubject, placed, rulesOf, when } from './request-rule';
import { CHANNELS_MAX, CHANNELS_MIN } from '../../contract/algorithm-limits';
import { type Finding, duplicates, shown } from '../rule';

const PATH = 'TrainingSpecification.TrainingChannels';

const channels = ({ parts }: RequestSubject) => parts.TrainingSpecification?.TrainingChannels;

/** Names that are one on a file system that knows no case. */
export const sameChannel = (name: string): string => name.toLowerCase();

/** A list that may not be empty, and not missing either where it says what a buyer can do. */
function emptyList(items: readonly unknown[] | undefined, path: string, why: string, example: string, mayBeMissing: boolean): Finding[] {
  return when(items === undefined ? !mayBeMissing : items.length === 0, () => ({
    path, what: items === undefined ? 'is missing' : 'is empty', why, fix: `list at least one, for example ${shown(example)}`,
  }));
}

function emptyLists(subject: RequestSubject): Finding[] {
  const { TrainingSpecification: training, InferenceSpecification: inference } = subject.parts;
  const instanceTypes = (member: string) => `a buyer can only use instance types that the algorithm names (CreateAlgorithm, ${member})`;
  const types = (member: string) => `callers have to know which media types they can use (CreateAlgorithm, ${member})`;
  return [
    // The model requires some members, whose absence has been told, and lets others be missing.
    ...(training ? emptyList(training.SupportedTrainingInstanceTypes, 'TrainingSpecification.SupportedTrainingInstanceTypes',
      instanceTypes('SupportedTrainingInstanceTypes'), 'ml.m5.xlarge', true) : []),
    ...placed(channels(subject), PATH).flatMap(({ value, path }) => [
      ...emptyList(value.SupportedContentTypes, `${path}.SupportedContentTypes`, types('SupportedContentTypes'), 'text/csv', true),
      ...emptyList(value.SupportedCompressionTypes, `${path}.SupportedCompressionTypes`,
        'a channel whose list is empty takes nothing (CreateAlgorithm, SupportedCompressionTypes)', 'None', true),
      ...emptyList(value.SupportedInputModes, `${path}.SupportedInputModes`,
        'a channel has at least one input mode (CreateAlgorithm, SupportedInputModes)', 'File', true),
    ]),
    ...(inference ? [
      ...emptyList(inference.SupportedTransformInstanceTypes, 'InferenceSpecification.SupportedTransformInstanceTypes',
        instanceTypes('SupportedTransformInstanceTypes'), 'ml.m5.xlarge', false),
      ...emptyList(inference.SupportedRealtimeInferenceInstanceTypes, 'InferenceSpecification.SupportedRealtimeInferenceInstanceTypes',
        instanceTypes('SupportedRealtimeInferenceInstanceTypes'), 'ml.m5.large', false),
      ...emptyList(inference.SupportedContentTypes, 'InferenceSpecification.SupportedContentTypes',
        types('SupportedContentTypes'), 'text/csv', false),
      ...emptyList(inference.SupportedResponseMIMETypes, 'InferenceSpecification.SupportedResponseMIMETypes',
        types('SupportedResponseMIMETypes'), 'text/csv', false),
    ] : []),
  ];
}

/** The channels of the algorithm. */
export const CHANNEL_RULES: readonly RequestRule[] = rulesOf(95, [
  {
    code: 'SMA_REQ_CHANNEL_COUNT',
    check: (subject) => {
      const count = channels(subject)?.length;
      return when(count !== undefined && (count < CHANNELS_MIN || count > CHANNELS_MAX), () => ({
        path: PATH,
        what: `has ${count} channels`,
        why: `an algorithm has ${CHANNELS_MIN} to ${CHANNELS_MAX} channels (CreateAlgorithm, ChannelSpecifications)`,
        fix: count === 0 ? 'declare the input of training, for example a channel "training" of "text/csv"' : 'put data that belongs together into one channel, as folders',
      }));
    },
  },
  {
    code: 'SMA_REQ_CHANNEL_DUPLICATE',
    check: (subject) => duplicates((channels(subject) ?? []).map((channel) => channel?.Name), (name, index, first) => ({
      path: `${PATH}[${index}].Name`,
      what: `is ${shown(name)}, which is the name of channel ${first + 1} of the list already`,
      why: 'the name of a channel is its folder and its key, and some file systems know no case',
      fix: 'rename one of the two, or remove it',
    }), sameChannel),
  },
  { code: 'SMA_REQ_EMPTY_LIST', check: emptyLists },
  {
    code: 'SMA_REQ_CHANNEL_GZIP',
    warning: true,
    check: (subject) => placed(channels(subject), PATH).flatMap(({ value, path }) => when(
      value.SupportedCompressionTypes?.includes('Gzip') === true && value.SupportedInputModes !== undefined
        && value.SupportedInputModes.length > 0 && !value.SupportedInputModes.includes('Pipe'), () => ({
        path: `${path}.SupportedCompressionTypes`,
        what: 'holds "Gzip", and the channel does not take "Pipe"',
        why: 'the service inflates objects in Pipe mode only; in the other modes they arrive as they are stored (CreateAlgorithm, CompressionType)',
        fix: 'add the input mode "Pipe", or remove "Gzip" and read the files as the media type that they are',
      }))),
  },
]);
