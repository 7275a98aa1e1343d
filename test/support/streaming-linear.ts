import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './packed';
import type { Files } from '../runtime/support/base-folder';

const DATA = join(REPOSITORY, 'samples', 'streaming-linear', 'test', 'data');
const filesIn = (channel: string): [string, string][] =>
  readdirSync(join(DATA, channel)).sort().map((name) => [name, readFileSync(join(DATA, channel, name), 'utf8')]);

/** The objects of the sample's channels, by name. */
export const PARTS = filesIn('training');
export const HELD_OUT = filesIn('validation');

/** Hyperparameters, as the service hands them over. */
export type Settings = Readonly<Record<string, string>>;

/** The objects of the training channel that one host of several gets. */
export const shardOf = (rank: number, count: number, parts = PARTS): [string, string][] =>
  parts.filter((_, index) => index % count === rank);

/** What a host finds of the job's input: its shard of the training data, and all of the validation data. */
export function inputOf(rank: number, count: number, settings: Settings, mode: 'File' | 'Pipe', parts = PARTS): Files {
  const entry = { ContentType: 'text/csv', TrainingInputMode: mode, RecordWrapperType: 'None' };
  const files = mode === 'Pipe' ? {} : {
    'input/data/training/': {},
    ...Object.fromEntries(shardOf(rank, count, parts).map(([name, text]) => [`input/data/training/${name}`, text])),
    ...Object.fromEntries(HELD_OUT.map(([name, text]) => [`input/data/validation/${name}`, text])),
  };
  return {
    'input/config/hyperparameters.json': settings,
    'input/config/inputdataconfig.json': {
      training: { ...entry, S3DistributionType: 'ShardedByS3Key' }, validation: { ...entry, S3DistributionType: 'FullyReplicated' },
    },
    'input/data/': {},
    ...files,
  };
}

/** Losses on the validation data, in the order in which they were reported. */
export const lossesIn = (log: string): number[] =>
  [...log.matchAll(/^metric validation:loss=([^;]+);$/gm)].map(([, value]) => Number(value));
