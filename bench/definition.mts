import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packed, run } from './packed.mjs';
import { compare, report } from './paired.mjs';

/** A definition with so many of everything that can be many. */
const definition = (dependency: string, hyperparameters: number, channels: number, metrics: number): string => `
import { Hyperparameter, InputMode, Metric, SmAlgorithmProject } from 'sm-algorithm';

const many = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => item(index));
const kinds = [
  (name: string) => Hyperparameter.integer(name, { min: 1, max: 1000, default: 10, tunable: true, description: 'Whole number of ' + name }),
  (name: string) => Hyperparameter.continuous(name, { min: 0.001, max: 1, default: 0.1, tunable: true, description: 'Real number of ' + name }),
  (name: string) => Hyperparameter.categorical(name, { values: many(30, (index) => 'value-' + index), default: 'value-0', description: 'One of thirty of ' + name }),
  (name: string) => Hyperparameter.freeText(name, { default: 'text', description: 'Any text of ' + name }),
];

new SmAlgorithmProject({
  name: 'many',
  deps: ['csv-parse@^7.0.0', 'ml-cart@^2.1.1'],
  devDeps: ['${dependency}'],
  training: {
    hyperparameters: many(${hyperparameters}, (index) => kinds[index % kinds.length]('hyperparameter_' + index)),
    channels: many(${channels}, (index) => ({ name: 'channel-' + index, contentTypes: ['text/csv'], inputModes: [InputMode.FILE], description: 'Channel ' + index })),
    metrics: many(${metrics}, (index) => Metric.maximize('validation:metric-' + index)),
  },
  inference: { contentTypes: ['text/csv'] },
  validation: { roleArn: 'arn:aws:iam::111122223333:role/Validation', s3Location: 's3://acme-validation/many' },
  ecrAccountId: '111122223333', ecrRegion: 'us-east-1', algorithmVersion: '1.0.0',
}).synth();
`;

/**
 * Synth, `npx projen` (warm), of a definition that has as many hyperparameters, channels and metrics as SageMaker takes beside one
 * that has one of each: what a definition holds costs next to nothing.
 */
export async function benchDefinition(): Promise<void> {
  const { dependency, newFolder, newProject, remove } = await packed();
  try {
    const one = await newProject();
    const full = newFolder();
    cpSync(one, full, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(one, '.projenrc.ts'), definition(dependency, 1, 1, 1));
    writeFileSync(join(full, '.projenrc.ts'), definition(dependency, 100, 8, 40));
    const synth = (cwd: string) => () => run(cwd, 'npx', ['projen']);
    for (const cwd of [one, full]) await synth(cwd)();
    report([await compare('npx projen, 100 + 8 + 40', 1.2, 21, synth(full), synth(one))], 'one of each');
  } finally {
    remove();
  }
}
