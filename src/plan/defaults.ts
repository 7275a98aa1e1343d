import type { InputMode } from '../contract/algorithm-spec';
import type { ImageLayout } from '../contract/plan';

/** Every default of a definition, in one table. `@default` in src/definition repeats them for readers; a test compares. */
export const DEFAULTS = {
  imageLayout: 'separate' as ImageLayout,
  /** Major version. */
  imageNodeVersion: 24,
  baseImage: (nodeMajor: number): string => `public.ecr.aws/docker/library/node:${nodeMajor}-bookworm-slim`,
  /** The only platform of SageMaker's training instances. */
  platform: 'linux/amd64',
  channelRequired: true,
  channelInputModes: ['File', 'FastFile'] as InputMode[],
  hyperparameterRequired: false,
  hyperparameterTunable: false,
  trainingInstanceTypes: ['ml.m5.xlarge'],
  realtimeInstanceTypes: ['ml.m5.large'],
  transformInstanceTypes: ['ml.m5.xlarge'],
  starter: 'iris-decision-tree',
  dataDir: 'test/data',
  payloadDir: 'test/payloads',
  hyperparametersFile: 'test/hyperparameters.json',
};
