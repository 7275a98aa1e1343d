import { type Rule, each, shown } from './rule';
import { CHANNEL_NAME, CHANNEL_NAME_MAX_CHARS } from '../contract/algorithm-limits';

const PATH = 'training.channels';

/** The same name with what is not allowed replaced. */
const asChannelName = (name: string): string => name.replace(/[^A-Za-z0-9.\-_]+/g, '-').slice(0, CHANNEL_NAME_MAX_CHARS) || 'training';

/** Their number, their descriptions and that names differ is the request's to say. */
export const CHANNEL_RULES: readonly Rule[] = [
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
    code: 'SMA_DEF_CHANNEL_FIFO',
    check: ({ algorithm: { training: { channels } } }) => each(channels, PATH, ({ name, inputModes }, path) => {
      // A channel that is only ever piped has no folder of its own name.
      const stream = /^(.+)_\d+$/.exec(name)?.[1];
      const piped = channels.findIndex((other) => other.name === stream && other.inputModes.includes('Pipe'));
      return piped < 0 || inputModes.every((mode) => mode === 'Pipe') ? undefined : {
        path: `${path}.name`,
        what: `is ${shown(name)}, which is also what a pipe of ${PATH}[${piped}] is called`,
        why: 'in Pipe mode the streams of a channel are /opt/ml/input/data/<channel>_<epoch>, beside the folders of the others',
        fix: `use ${shown(`${stream}-${name.slice(stream!.length + 1)}`)}`,
      };
    }),
  },
];
