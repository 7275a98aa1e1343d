import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { metricRegex } from '../../../src/contract/metric-line';
import { PLAN_FILE, PLAN_VERSION, type AlgorithmPlan, type ImagePlan } from '../../../src/contract/plan';
import { tmpDir } from '../../support/tmp-dir';

const FIXTURES = join(__dirname, '..', 'fixtures');

const image = (name: ImagePlan['name'], programs: ImagePlan['programs']): ImagePlan => ({
  name,
  folder: `container/${name}`,
  programs,
  defaultCommand: programs[0].command,
  localName: `sma-test-${name}`,
  repository: `sma-test-${name}`,
  baseImage: 'node:24-bookworm-slim',
  nodeMajor: 20,
  platform: 'linux/amd64',
  externals: [],
  flavor: 'slim',
  debianPackages: [],
  files: [],
  nodeFlags: [],
});

/** A plan as projen would write it, for the two programs in test/cli/fixtures. */
export const FIXTURE_PLAN: AlgorithmPlan = {
  planVersion: PLAN_VERSION,
  imageLayout: 'separate',
  images: [
    image('training', [{ command: 'train', entry: 'container/training/train.ts', bundle: 'container/training/program/train.js' }]),
    image('inference', [{ command: 'serve', entry: 'container/inference/serve.ts', bundle: 'container/inference/program/serve.js' }]),
  ],
  algorithm: {
    name: 'mean-value',
    version: '1.2.3',
    training: {
      hyperparameters: [
        { type: 'FreeText', name: 'mode', required: false, tunable: false },
        { type: 'FreeText', name: 'serve', required: false, tunable: false },
        { type: 'Integer', name: 'offset', required: false, tunable: true, min: 0, max: 10, default: 0 },
        { type: 'Categorical', name: 'criterion', required: false, tunable: false, values: ['gini', 'entropy'] },
      ],
      channels: [
        { name: 'training', required: true, contentTypes: ['text/csv'], inputModes: ['File', 'Pipe'], compressionTypes: ['None'] },
        { name: 'validation', required: false, contentTypes: ['text/csv'], inputModes: ['File'], compressionTypes: ['None'] },
      ],
      metrics: [{ name: 'validation:error', regex: metricRegex('validation:error'), objective: 'Minimize' }],
      distributed: false,
    },
    inference: { contentTypes: ['text/csv', 'application/json'], responseTypes: ['text/csv', 'application/json'] },
  },
  instanceTypes: { training: ['ml.m5.xlarge'], realtime: ['ml.m5.large'], transform: ['ml.m5.xlarge'] },
  product: { certifyForMarketplace: false, tags: {}, inferenceEnvironment: {} },
  ecr: { accountId: '111122223333', region: 'us-east-1' },
  local: { dataDir: 'test/data', payloadDir: 'test/payloads', hyperparameters: {}, hyperparametersFile: 'test/hyperparameters.json' },
};

export interface FixtureOptions {
  readonly plan?: Partial<AlgorithmPlan>;
  /** Further or other files, by path relative to the project. */
  readonly files?: Readonly<Record<string, string>>;
}

const DOCKERFILE = (program: string) => `FROM node:24-bookworm-slim
COPY ${program} /opt/program/
ENTRYPOINT ["/bin/sh", "-c", "exec node /opt/program/$0.js"]
`;

/** A generated project in a folder of its own; returns the folder. */
export function fixtureProject({ plan = {}, files = {} }: FixtureOptions = {}): string {
  const dir = tmpDir('sma-cli-');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  write(PLAN_FILE, JSON.stringify({ ...FIXTURE_PLAN, ...plan }));
  for (const [folder, program] of [['training', 'train.js'], ['inference', 'serve.js']]) {
    write(`container/${folder}/Dockerfile`, DOCKERFILE(`program/${program}`));
    mkdirSync(join(dir, 'container', folder, 'program'));
    cpSync(join(FIXTURES, program), join(dir, 'container', folder, 'program', program));
  }
  write('test/data/training/a.csv', '1\n2\n');
  write('test/data/training/sub.csv', '3\n');
  write('test/payloads/two.csv', '5\n6\n');
  write('test/payloads/one.json', '[[5]]');
  for (const [path, text] of Object.entries(files)) write(path, text);
  return dir;
}
