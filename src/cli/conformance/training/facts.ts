import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { AlgorithmSpec, ChannelSpec, HyperparameterSpec, MetricSpec } from '../../../contract/algorithm-spec';
import { MEDIA_TYPE_BY_EXTENSION } from '../../../contract/media-types';
import type { HyperparametersFile } from '../../../contract/training-input';
import type { Project } from '../../project';
import { localHyperparameters } from '../../simulator/hyperparameters';

/** A channel and the sample data that jobs get; without files the channel is left out of jobs. */
export interface SampledChannel {
  readonly spec: ChannelSpec;
  /** Files of this machine, by their path in the channel. */
  readonly files: Readonly<Record<string, string>>;
  /** Nobody declared it; whether jobs can do without it is not known. */
  readonly guessed?: boolean;
}

/** What is known of the algorithm that is looked at. Undefined and empty parts are unknown: checks that need them are skipped. */
export interface TrainingFacts {
  readonly name: string;
  readonly hyperparameters: readonly HyperparameterSpec[];
  readonly channels: readonly SampledChannel[];
  readonly metrics: readonly MetricSpec[];
  /** Hyperparameters of an ordinary job. */
  readonly given: HyperparametersFile;
  /** Hyperparameters, over the ordinary ones, with which a job goes on until it is stopped. */
  readonly longJob?: HyperparametersFile;
  /** Whether jobs of several hosts are declared. */
  readonly distributed?: boolean;
  /** Which artifacts are said to be encrypted. */
  readonly encrypted?: 'model' | 'model and checkpoints';
  readonly instanceType: string;
}

/** What neither a declaration nor sample data tells. */
export type FurtherFacts = Partial<Pick<TrainingFacts, 'given' | 'longJob' | 'distributed' | 'encrypted' | 'instanceType'>>;

/** The facts of an algorithm whose declaration is at hand. */
export async function declaredFacts(algorithm: AlgorithmSpec, dataDir: string, further: FurtherFacts = {}): Promise<TrainingFacts> {
  const { hyperparameters, channels, metrics, distributed } = algorithm.training;
  const { encryption } = algorithm;
  return {
    name: algorithm.name,
    hyperparameters,
    channels: await Promise.all(channels.map(async (spec) => ({ spec, files: await filesBelow(join(dataDir, spec.name)) }))),
    metrics,
    distributed,
    ...(encryption && { encrypted: encryption.checkpoints ? 'model and checkpoints' : 'model' }),
    given: {},
    instanceType: 'local',
    ...further,
  };
}

/** The facts of a generated project. */
export async function projectFacts(project: Project, further: FurtherFacts = {}): Promise<TrainingFacts> {
  const { algorithm, local, instanceTypes } = project.plan;
  return declaredFacts(algorithm, join(project.dir, local.dataDir), {
    given: await localHyperparameters(project, []),
    instanceType: instanceTypes.training[0] ?? 'local',
    ...further,
  });
}

/** The facts of an image that nobody declared: each folder of the sample data is a channel. */
export async function inferredFacts(name: string, dataDir: string, further: FurtherFacts = {}): Promise<TrainingFacts> {
  const entries = await readdir(dataDir, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const channels = await Promise.all(folders.map(async (folder): Promise<SampledChannel> => {
    const files = await filesBelow(join(dataDir, folder));
    const types = [...new Set(Object.keys(files).flatMap((file) => MEDIA_TYPE_BY_EXTENSION[extname(file).toLowerCase()] ?? []))];
    const spec: ChannelSpec = { name: folder, required: true, contentTypes: types, inputModes: ['File'], compressionTypes: ['None'] };
    return { spec, files, guessed: true };
  }));
  return { name, hyperparameters: [], channels, metrics: [], given: {}, instanceType: 'local', ...further };
}

/** Placeholders such as `.gitkeep` are no data. */
async function filesBelow(folder: string, prefix = ''): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    if ((await stat(path)).isDirectory()) Object.assign(files, await filesBelow(path, `${prefix}${name}/`));
    else files[`${prefix}${name}`] = path;
  }
  return files;
}
