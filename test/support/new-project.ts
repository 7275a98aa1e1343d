import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tmpDir } from './tmp-dir';
import { Hyperparameter, InputMode, Metric, SmAlgorithmProject, type SmAlgorithmProjectOptions, UnknownHyperparameters } from '../../src';
import type { ForeignOption } from '../../src/plan/parse-definition';

/** What stands for projen's own options where a test needs a few. */
export const PROJEN_OPTIONS: ForeignOption[] = [
  ...['deps', 'devDeps', 'github', 'outdir', 'jest', 'projenrcJs'].map((name) => ({ name })),
  { name: 'packageManager', choice: { enumName: 'javascript.NodePackageManager', members: ['NPM', 'PNPM', 'YARN_CLASSIC'] } },
];

/** The smallest definition that obeys every rule. */
export const SMALLEST: SmAlgorithmProjectOptions = {
  name: 'smallest',
  training: { channels: [{ name: 'training', contentTypes: ['text/csv'] }] },
  inference: { contentTypes: ['text/csv'] },
};

/** A definition that uses every option, with words that are awkward everywhere. */
export const FULLEST: SmAlgorithmProjectOptions = {
  name: 'fullest',
  description: 'Says "quotes", $HOME, `ticks`, a | bar, <b>markup</b>, */ and \\ back',
  algorithmVersion: '3.1.0',
  baseImage: 'public.ecr.aws/docker/library/node:22-bookworm-slim',
  imageNodeVersion: 22,
  imageExternals: ['better-sqlite3'],
  ecrAccountId: '111122223333',
  ecrRegion: 'eu-west-1',
  ecrRepository: 'acme/fullest',
  training: {
    channels: [
      { name: 'training', contentTypes: ['text/csv', 'application/x-parquet'], inputModes: [InputMode.FILE], description: 'Rows | with "quotes"' },
      { name: 'hold-out', contentTypes: ['text/csv'], required: false },
    ],
    hyperparameters: [
      Hyperparameter.integer('rounds', { min: 1, max: 100, default: 10, tunable: true, description: 'How often */ it | goes' }),
      Hyperparameter.continuous('learning-rate', { min: 0.001, max: 1, required: true }),
      Hyperparameter.categorical('objective', { values: ['log|loss', "it's"], default: 'log|loss' }),
      Hyperparameter.freeText('note'),
    ],
    unknownHyperparameters: UnknownHyperparameters.REFUSE,
    metrics: [Metric.maximize('validation:auc'), Metric.minimize('loss'), Metric.report('rows')],
    instanceTypes: ['ml.m5.xlarge', 'ml.c5.2xlarge'],
  },
  inference: {
    contentTypes: ['text/csv', 'application/json'],
    responseTypes: ['application/jsonlines'],
    realtimeInstanceTypes: ['ml.m5.large'],
    transformInstanceTypes: ['ml.m5.xlarge'],
  },
};

/** A project that has been synthesized into a folder of its own; without post-synthesis, so nothing is installed. */
export interface Synthesized {
  readonly outdir: string;
  readonly read: (path: string) => string;
  readonly files: () => string[];
}

/**
 * The only place in tests that makes a project: without an `outdir` projen takes the current folder when that lies
 * below the system's temp folder, and removes it afterwards.
 */
export function newProject(options: SmAlgorithmProjectOptions, outdir: string = tmpDir()): Synthesized {
  process.env.PROJEN_DISABLE_POST = 'true';
  new SmAlgorithmProject({ ...options, outdir }).synth();
  return {
    outdir,
    read: (path) => readFileSync(join(outdir, path), 'utf8'),
    files: () => readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(outdir.length + 1))
      .sort(),
  };
}
