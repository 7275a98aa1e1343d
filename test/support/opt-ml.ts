import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY } from './packed';

const IRIS = join(REPOSITORY, 'samples', 'iris-decision-tree', 'test', 'data', 'training', 'iris.csv');

/** Folders that stand for /opt/ml/input, /opt/ml/model and /opt/ml/output, as the walkthrough makes them by hand. */
export interface HandMadeJob {
  readonly input: string;
  readonly model: string;
  readonly output: string;
}

/** Files below the input folder, by path; undefined leaves one out that is there by default. */
export type InputFiles = Readonly<Record<string, string | undefined>>;

/** Writes what the walkthrough asks for: hyperparameters, resourceConfig.json, and the iris data as channel "training". */
export function handMadeJob(folder: string, files: InputFiles = {}): HandMadeJob {
  const job = { input: join(folder, 'input'), model: join(folder, 'model'), output: join(folder, 'output') };
  for (const path of Object.values(job)) {
    mkdirSync(path, { recursive: true });
    // Whatever user the container has may write.
    chmodSync(path, 0o777);
  }
  const all: InputFiles = {
    'config/hyperparameters.json': '{}',
    'config/resourceConfig.json': JSON.stringify({ current_host: 'algo-1', hosts: ['algo-1'], network_interface_name: 'eth0' }),
    'config/inputdataconfig.json': JSON.stringify({ training: { ContentType: 'text/csv', TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' } }),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(job.input, path)), { recursive: true });
    writeFileSync(join(job.input, path), text);
  }
  if (!('data/training/iris.csv' in files)) {
    mkdirSync(join(job.input, 'data', 'training'), { recursive: true });
    cpSync(IRIS, join(job.input, 'data', 'training', 'iris.csv'));
  }
  return job;
}

/** The volumes of the walkthrough's `docker run … train`. */
export const trainVolumes = ({ input, model, output }: HandMadeJob): string[] =>
  ['--volume', `${input}:/opt/ml/input:ro`, '--volume', `${model}:/opt/ml/model`, '--volume', `${output}:/opt/ml/output`];
