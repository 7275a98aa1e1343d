/**
 * What was seen on the service and nobody documented: an algorithm that relies on it breaks one day, and one that stumbles over
 * it breaks on the first. What the decoys say is wrong on purpose. Pure.
 */
import { json } from './config-files';
import { optMlPaths } from '../../../contract/opt-ml';

/** Files of `input/config`, by name. */
export const DECOY_CONFIG: Readonly<Record<string, string>> = Object.fromEntries(Object.entries({
  'init-config.json': { inputMode: 'FILE', channels: { decoy: { inputMode: 'PIPE', compressionType: 'GZIP' } }, hostConfig: { clusterSize: 7, hostNumber: 3 }, jobRunInfo: { jobRunNumber: 2 } },
  'trainingjobconfig.json': { TrainingJobName: 'decoy', HyperParameters: { decoy: '1' }, InputDataConfig: [{ ChannelName: 'decoy' }] },
  'upstreamoutputdataconfig.json': [],
  'metric-definition-regex.json': [],
  'checkpointconfig.json': { LocalPath: optMlPaths().checkpoints },
  'profilerconfig.json': {},
}).map(([name, value]) => [name, json(value)]));

/** Files of `input/data` beside the channels: lists of objects. */
export const decoyData = (channels: readonly string[]): Record<string, string> =>
  Object.fromEntries([...channels, 'checkpoints'].map((name) => [`${name}-manifest`, '[{"prefix":"s3://decoy/"},"a.csv"]']));

/** Keys of the resource file beside the documented ones. */
export const DECOY_RESOURCES: Readonly<Record<string, unknown>> = { topology: null, some_key_of_tomorrow: { hosts: ['algo-9'] } };
