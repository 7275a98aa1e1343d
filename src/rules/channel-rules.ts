import { type Rule, duplicateNames, each, shown } from './rule';
import { CHANNELS_MAX, CHANNELS_MIN, CHANNEL_NAME, CHANNEL_NAME_MAX_CHARS } from '../contract/algorithm-limits';

const PATH = 'training.channels';

/** The same name with what is not allowed replaced. */
const asChannelName = (name: string): string => name.replace(/[^A-Za-z0-9.\-_]+/g, '-').slice(0, CHANNEL_NAME_MAX_CHARS) || 'training';

export const CHANNEL_RULES: readonly Rule[] = [
  {
    code: 'SMA_DEF_CHANNEL_COUNT',
    check: ({ algorithm: { training: { channels } } }) => channels.length >= CHANNELS_MIN && channels.length <= CHANNELS_MAX ? [] : [{
      path: PATH,
      what: `has ${channels.length} channels`,
      why: `an algorithm has ${CHANNELS_MIN} to ${CHANNELS_MAX} channels (CreateAlgorithm, TrainingChannels)`,
      fix: channels.length === 0 ? "declare the input of training, for example { name: 'training', contentTypes: ['text/csv'] }"
        : 'put data that belongs together into one channel, as folders',
    }],
  },
  {
    code: 'SMA_DEF_CHANNEL_NAME',
    check: ({ algorithm: { training: { channels } } }) => each(channels, PATH, ({ name }, path) =>
      CHANNEL_NAME.test(name) && name.length <= CHANNEL_NAME_MAX_CHARS && name !== '.' && name !== '..' ? undefined : {
        path: `${path}.name`,
        what: `is ${shown(name)}; a name has 1 to ${CHANNEL_NAME_MAX_CHARS} letters, digits, ".", "-" and "_"`,
        why: 'it becomes the folder /opt/ml/input/data/<name> (CreateAlgorithm, ChannelName)',
        fix: `use ${shown(asChannelName(name.replace(/^\.+$/, '')))}`,
      }),
  },
  {
    code: 'SMA_DEF_CHANNEL_DUPLICATE',
    check: ({ algorithm: { training: { channels } } }) => duplicateNames(
      channels, PATH, 'the name of a channel is its folder and its key, and some file systems know no case', (name) => name.toLowerCase()),
  },
  {
    code: 'SMA_DEF_CHANNEL_INPUT_MODES',
    check: ({ algorithm: { training: { channels } } }) => each(channels, PATH, ({ inputModes }, path) => {
      const at = { path: `${path}.inputModes`, why: 'a channel has at least one input mode, each once (CreateAlgorithm, SupportedInputModes)' };
      if (inputModes.length === 0) return { ...at, what: 'is empty', fix: 'leave the option out, or list InputMode.FILE' };
      const twice = inputModes.find((mode, index) => inputModes.indexOf(mode) !== index);
      return twice && { ...at, what: `has ${shown(twice)} twice`, fix: 'remove one of the two' };
    }),
  },
];
