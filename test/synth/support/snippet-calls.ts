import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { tmpDir } from '../../support/tmp-dir';

/** What the reader of a snippet sets. */
export const SETTINGS = {
  ALGORITHM_ARN: 'arn:aws:sagemaker:us-east-1:111122223333:algorithm/fullest',
  ROLE_ARN: 'arn:aws:iam::111122223333:role/sagemaker',
  BUCKET: 'a-bucket',
  PAYLOAD: 'samples/input/rows.csv',
};

/** Parameters of the calls that make something, by operation. */
export type Calls = Readonly<Record<string, unknown>>;

/** What `algorithm:listing` leaves beside the snippets, as small as can be. */
export function writeSamples(listing: string): void {
  const write = (file: string, text: string) => {
    mkdirSync(join(listing, 'samples', file, '..'), { recursive: true });
    writeFileSync(join(listing, 'samples', file), text);
  };
  write('input/rows.csv', '1,2\n');
  write('output/rows.csv.out', '3\n');
  write('training/training/a.csv', '1,2,3\n');
  write('samples.json', JSON.stringify({
    payloads: [{ name: 'rows.csv', input: 'input/rows.csv', contentType: 'text/csv', accept: 'text/csv', output: 'output/rows.csv.out' }],
    channels: [
      { name: 'training', files: [{ path: 'training/training/a.csv' }] },
      { name: 'large', files: [], leftOut: '2.0 MB of data' },
    ],
  }));
}

/**
 * Runs `aws-cli.sh` with a program in the place of the AWS CLI.
 * @param failing an operation that fails, by the CLI's name
 */
export async function shellCalls(
  listing: string, runName: string, failing?: string,
): Promise<{ readonly made: Calls; readonly all: string[][]; readonly exitCode?: number }> {
  const bin = tmpDir();
  const calls = tmpDir();
  cpSync(join(__dirname, 'fake-aws.sh'), join(bin, 'aws'));
  chmodSync(join(bin, 'aws'), 0o755);

  const { exitCode } = await execa(join(listing, 'aws-cli.sh'), [], {
    env: { ...SETTINGS, RUN_NAME: runName, CALLS: calls, FAILING: failing, PATH: `${bin}:${process.env.PATH}` }, reject: failing === undefined,
  });

  const pascal = (operation: string) => operation.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const operations = readdirSync(calls).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  return {
    exitCode,
    made: Object.fromEntries(operations.map((name) => [pascal(name), JSON.parse(readFileSync(join(calls, `${name}.json`), 'utf8'))])),
    all: readFileSync(join(calls, 'log'), 'utf8').trim().split('\t\n').map((line) => line.split('\t')),
  };
}

/** Every name that a program imports from a package. */
function importedNames(program: string, name: string): string[] {
  const [, names] = new RegExp(`import \\{([^}]*)\\} from '${name}'`).exec(program)!;
  return names.split(',').map((text) => text.trim()).filter((text) => text !== '');
}

const STUB = {
  Command: (name: string) => `export class ${name} { constructor(input) { this.operation = '${name.replace(/Command$/, '')}'; this.input = input; } }`,
  Client: (name: string) => `export class ${name} {
  async send({ operation, input }) {
    if (operation === process.env.FAILING) throw new Error(operation);
    appendFileSync(process.env.CALLS, JSON.stringify({ operation, input }) + '\\n');
    const Body = { transformToString: () => 'an answer' };
    return {
      Body, ModelArtifacts: { S3ModelArtifacts: 's3://models/model.tar.gz' }, BestTrainingJob: { TrainingJobName: 'best-job' },
      HyperParameterTuningJobStatus: 'Completed', ModelPackageStatus: 'Completed',
    };
  }
}`,
  other: (name: string) => (name.startsWith('paginate')
    ? `export async function* ${name}() { yield { Contents: [{ Key: 'a-key' }] }; }` : `export async function ${name}() {}`),
};

/**
 * Runs `aws-sdk.mjs` with packages of our own in the place of the AWS SDK.
 * @param failing an operation that fails
 */
export async function sdkCalls(
  listing: string, runName: string, failing?: string,
): Promise<{ readonly made: Calls; readonly operations: string[]; readonly exitCode?: number }> {
  const program = readFileSync(join(listing, 'aws-sdk.mjs'), 'utf8');
  for (const name of ['client-sagemaker', 'client-sagemaker-runtime', 'client-s3']) {
    const folder = join(listing, 'node_modules', '@aws-sdk', name);
    const stubs = importedNames(program, `@aws-sdk/${name}`)
      .map((imported) => STUB[/Command$/.test(imported) ? 'Command' : /Client$/.test(imported) ? 'Client' : 'other'](imported));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module","exports":"./index.js"}');
    writeFileSync(join(folder, 'index.js'), `import { appendFileSync } from 'node:fs';\n${stubs.join('\n')}\n`);
  }
  const log = join(tmpDir(), 'calls');

  const { exitCode } = await execa(process.execPath, ['aws-sdk.mjs'], {
    cwd: listing, env: { ...SETTINGS, RUN_NAME: runName, CALLS: log, FAILING: failing }, reject: failing === undefined,
  });

  const calls = readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { operation: string; input: unknown });
  return {
    exitCode,
    made: Object.fromEntries(calls.filter(({ operation }) => operation.startsWith('Create')).map(({ operation, input }) => [operation, input])),
    operations: calls.map(({ operation }) => operation),
  };
}
