import type { Field, Fields, Shape } from './shape';
import { InputMode } from '../definition/channel';
import { ImageLayout, Starter } from '../definition/image';

const TEXT: Shape = { kind: 'text' };
const TEXTS: Shape = { kind: 'list', of: TEXT };
const required = (shape: Shape): Field => ({ shape, required: true });

/** What all hyperparameters take, whatever their kind. */
const STATED: Fields = { required: { shape: { kind: 'flag' } }, description: { shape: TEXT } };
const TUNABLE: Fields = { tunable: { shape: { kind: 'flag' } } };
const NUMBER: Shape = { kind: 'number' };
const RANGE: Fields = { min: required(NUMBER), max: required(NUMBER), default: { shape: NUMBER }, ...TUNABLE, ...STATED };

const HYPERPARAMETER: Shape = {
  kind: 'made',
  className: 'Hyperparameter',
  options: {
    integer: RANGE,
    continuous: RANGE,
    categorical: { values: required(TEXTS), default: { shape: TEXT }, ...TUNABLE, ...STATED },
    freeText: { default: { shape: TEXT }, ...STATED },
  },
};

const CHANNEL: Shape = {
  kind: 'struct',
  fields: {
    name: required(TEXT),
    contentTypes: required(TEXTS),
    inputModes: { shape: { kind: 'list', of: { kind: 'choice', enumName: 'InputMode', members: InputMode } } },
    required: { shape: { kind: 'flag' } },
    description: { shape: TEXT },
  },
};

const TRAINING: Shape = {
  kind: 'struct',
  fields: {
    channels: required({ kind: 'list', of: CHANNEL }),
    hyperparameters: { shape: { kind: 'list', of: HYPERPARAMETER } },
    metrics: { shape: { kind: 'list', of: { kind: 'made', className: 'Metric', options: { maximize: {}, minimize: {}, report: {} } } } },
    instanceTypes: { shape: TEXTS },
  },
};

const INFERENCE: Shape = {
  kind: 'struct',
  fields: {
    contentTypes: required(TEXTS),
    responseTypes: { shape: TEXTS },
    realtimeInstanceTypes: { shape: TEXTS },
    transformInstanceTypes: { shape: TEXTS },
  },
};

/** The options of ours at the top of a definition; all others are projen's. */
export const DEFINITION_FIELDS: Fields = {
  name: required(TEXT),
  description: { shape: TEXT },
  algorithmVersion: { shape: TEXT },
  imageLayout: { shape: { kind: 'choice', enumName: 'ImageLayout', members: ImageLayout } },
  starter: { shape: { kind: 'choice', enumName: 'Starter', members: Starter } },
  baseImage: { shape: TEXT },
  imageNodeVersion: { shape: NUMBER },
  imageExternals: { shape: TEXTS },
  ecrAccountId: { shape: TEXT },
  ecrRegion: { shape: TEXT },
  ecrRepository: { shape: TEXT },
  training: required(TRAINING),
  inference: required(INFERENCE),
};
