import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/cli/free-port';
import { type HandMadeJob, type InputFiles, handMadeJob, trainVolumes } from '../support/opt-ml';
import { type Packed, packed, run, succeed } from '../support/packed';

const PREFIX = 'sm-algorithm-walkthrough';

let pack: Packed;
let separate: string;
let combined: string;

const image = (name: string) => `${PREFIX}-${name}`;
const build = (name: string, context: string) => succeed(context, 'docker', ['build', '--tag', image(name), './']);

beforeAll(async () => {
  pack = await packed();
  await succeed(pack.folder, 'docker', ['info']);
  separate = await pack.newProject('--name', 'iris');
  combined = await pack.newProject('--name', 'iris', '--image-layout', 'combined');
  for (const project of [separate, combined]) await succeed(project, 'npx', ['projen', 'bundle']);
  await build('training', join(separate, 'container', 'training'));
  await build('inference', join(separate, 'container', 'inference'));
  await build('combined', join(combined, 'container', 'algorithm'));
});

afterEach(async () => {
  const { stdout } = await run(pack.folder, 'docker', ['ps', '--all', '--quiet', '--filter', `name=${PREFIX}`]);
  if (stdout) await run(pack.folder, 'docker', ['rm', '--force', '--volumes', ...stdout.split('\n')]);
});

afterAll(async () => {
  const { stdout } = await run('/', 'docker', ['images', '--quiet', `${PREFIX}-*`]);
  if (stdout) await run('/', 'docker', ['rmi', '--force', ...new Set(stdout.split('\n'))]);
  pack?.remove();
});

/** A job's folders, made by hand, in a place of their own. */
const job = (files?: InputFiles): HandMadeJob => handMadeJob(mkdtempSync(join(pack.folder, 'job-')), files);

/** `docker run … train` as the walkthrough writes it. */
const train = (of: HandMadeJob, name = 'training', options: string[] = [], args: string[] = ['train']) =>
  run(pack.folder, 'docker', ['run', '--rm', ...trainVolumes(of), '--name', `${PREFIX}-training-container`, ...options, image(name), ...args]);

const failure = (of: HandMadeJob) => readFileSync(join(of.output, 'failure'), 'utf8');

/** `docker run … serve` as the walkthrough writes it, up to the first `/ping` that is answered with 200. */
async function serve(model: string, name = 'inference', options: string[] = [], args: string[] = ['serve']): Promise<string> {
  const port = await freePort();
  await succeed(pack.folder, 'docker', ['run', '--rm', '--publish', `${port}:8080/tcp`, '--volume', `${model}:/opt/ml/model:ro`, '--detach',
    '--name', `${PREFIX}-inference-container`, ...options, image(name), ...args]);
  const url = `http://127.0.0.1:${port}`;
  await succeed(pack.folder, 'curl', ['--silent', '--fail', '--retry', '50', '--retry-delay', '0', '--retry-all-errors', '--retry-max-time', '30', `${url}/ping`]);
  return url;
}

describe('the training image of the walkthrough', () => {
  test('is trained by docker run … train, and leaves the model and no failure', async () => {
    const of = job();

    const { output, exitCode } = await train(of);

    expect(exitCode, output).toBe(0);
    expect(readdirSync(of.model)).toEqual(['model.json', 'sm-algorithm.json']);
    expect(existsSync(join(of.output, 'failure'))).toBe(false);
    expect(Number(/metric validation:accuracy=([\d.]+);/.exec(output)![1])).toBeGreaterThanOrEqual(0.9);
  });

  test.each<[string, InputFiles]>([
    ['resourceconfig.json, as the service spells it', { 'config/resourceConfig.json': undefined, 'config/resourceconfig.json': '{"current_host":"algo-1","hosts":["algo-1"]}' }],
    ['a resourceConfig.json of 0 bytes', { 'config/resourceConfig.json': '' }],
    ['no resource configuration', { 'config/resourceConfig.json': undefined }],
    ['no inputdataconfig.json', { 'config/inputdataconfig.json': undefined }],
    ['no configuration at all', { 'config/resourceConfig.json': undefined, 'config/inputdataconfig.json': undefined, 'config/hyperparameters.json': undefined }],
    ['files that nobody documented', { 'config/init-config.json': '{"x":1}', 'data/training-manifest': '[]' }],
  ])('trains with %s', async (_, files) => {
    const of = job(files);

    const { output, exitCode } = await train(of);

    expect(exitCode, output).toBe(0);
    expect(output).toContain('host algo-1');
    expect(readdirSync(of.model)).toEqual(['model.json', 'sm-algorithm.json']);
  });

  test('takes its argument from CMD when a client passes none', async () => {
    expect((await train(job(), 'training', [], [])).exitCode).toBe(0);
  });

  test('answers any other argument with 64 and what it takes', async () => {
    const { output, exitCode } = await train(job(), 'training', [], ['serve']);

    expect(exitCode).toBe(64);
    expect(output).toMatch(/training image of iris: start it with the argument train\. The inference image .* takes serve/);
  });

  test('has train on PATH, too', async () => {
    const { exitCode, output } = await train(job(), 'training', ['--entrypoint', 'train'], []);

    expect(exitCode, output).toBe(0);
  });

  test('writes no colour, not even to a terminal', async () => {
    const { output, exitCode } = await train(job(), 'training', ['--tty']);

    expect(exitCode).toBe(0);
    expect(output).not.toContain('\u001b');
  });

  test('runs as a user that is not root, without network and on a read-only root file system', async () => {
    const of = job();

    const { output, exitCode } = await train(of, 'training', ['--user', '10001:10001', '--network', 'none', '--read-only', '--tmpfs', '/tmp']);

    expect(exitCode, output).toBe(0);
    expect(readdirSync(of.model)).toEqual(['model.json', 'sm-algorithm.json']);
  });

  test.each<[string, InputFiles, RegExp]>([
    ['max_depth = "abc"', { 'config/hyperparameters.json': '{"max_depth":"abc"}' }, /^hyperparameter max_depth is "abc"; it must be a whole number between 1 and 64$/],
    ['a missing required channel', { 'config/inputdataconfig.json': '{}', 'data/training/iris.csv': undefined }, /^channel training is missing; /],
    ['an unreadable CSV', { 'data/training/iris.csv': 'setosa,5.1,"3.5\nsetosa,1' }, /iris\.csv.*Quote Not Closed/],
    ['a CSV with a text where a number belongs', { 'data/training/iris.csv': 'setosa,5.1\nsetosa,x' }, /^iris\.csv line 2: feature 1 is "x", which is not a number/],
  ])('with %s fails, and the failure file says so first, in one line', async (_, files, reason) => {
    const of = job(files);

    const { exitCode } = await train(of);

    expect(exitCode).not.toBe(0);
    expect(failure(of).split('\n')[0]).toMatch(reason);
    expect(readdirSync(of.model)).toEqual([]);
  });

  test('runs no code of whoever sets the environment and fills the channels', async () => {
    const of = job({ 'data/training/evil.js': 'require("fs").writeFileSync("/opt/ml/model/evil", ""); process.exit(9)', 'data/training/bin/node': '#!/bin/sh\ntouch /opt/ml/model/evil\n' });
    rmSync(join(of.input, 'data', 'training', 'bin'), { recursive: true });
    const evil = '/opt/ml/input/data/training/evil.js';

    const { exitCode, output } = await train({ ...of }, 'training', [
      '--env', `NODE_OPTIONS=--require ${evil}`, '--env', 'NODE_PATH=/opt/ml/input/data/training', '--env', `BASH_ENV=${evil}`, '--env', `ENV=${evil}`,
      '--env', `NODE_EXTRA_CA_CERTS=${evil}`, '--env', 'SAGEMAKER_BASE_DIR=/tmp', '--env', 'PATH=/opt/ml/input/data/training/bin:/usr/bin:/bin',
    ]);

    expect(existsSync(join(of.model, 'evil'))).toBe(false);
    // The iris data and a script lie in the channel: the script is no row, which is the only thing that is wrong with it.
    expect(exitCode).toBe(1);
    expect(failure(of)).toMatch(/^evil\.js/);
    expect(output).not.toContain('NODE_EXTRA_CA_CERTS');
  });
});

describe('a program that the training image starts', () => {
  let context: string;
  beforeAll(async () => {
    context = join(pack.folder, 'child');
    cpSync(join(separate, 'container', 'training'), context, { recursive: true });
    rmSync(join(context, 'program', 'train.js'));
    // Stands for any handler: what it starts finds the environment that the script leaves.
    writeFileSync(join(context, 'program', 'train.js'), `
      const { execFileSync } = require('node:child_process');
      console.log('PATH=' + process.env.PATH);
      console.log('left=' + Object.keys(process.env).filter((name) => /^(PYTHON|PERL)/.test(name)));
      console.log(execFileSync('perl', ['-e', 'print "the program runs\\n"'], { encoding: 'utf8' }));
    `);
    await build('child', context);
  });

  test('is the one of the image and loads nothing that the environment of the job names', async () => {
    const channel = '/opt/ml/input/data/training';
    const of = job({ 'data/training/Evil.pm': 'package Evil; print "EVIL\\n"; 1;', 'data/training/perl': '#!/bin/sh\necho EVIL\n' });
    chmodSync(join(of.input, 'data', 'training', 'perl'), 0o755);
    const evil = ['--env', `PATH=${channel}:/usr/bin:/bin`, '--env', `PERL5LIB=${channel}`, '--env', 'PERL5OPT=-MEvil', '--env', `PYTHONPATH=${channel}`];

    const { output, exitCode } = await train(of, 'child', evil);
    const without = await train(of, 'child', [...evil, '--entrypoint', '/opt/program/node'], ['/opt/program/train.js']);

    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/^PATH=\/opt\/program:\/usr\/local\/sbin:[^\n]*:\/bin$/m);
    expect(output).toMatch(/^left=$/m);
    expect(output).toContain('the program runs');
    expect(output).not.toContain('EVIL');
    expect(without.output).toContain('EVIL');
  });
});

describe('the dynamic loader in an image', () => {
  test.each([['root', []], ['another user', ['--user', '10001:10001']]])('takes no library from the environment of a job, as %s', async (_, options) => {
    const of = job();

    // The loader complains about a library that it cannot preload, unless it is told to ignore the variable.
    const { output, exitCode } = await train(of, 'training', [...options, '--env', 'LD_PRELOAD=/opt/ml/input/data/training/evil.so', '--env', 'LD_DEBUG=files']);

    expect(exitCode, output).toBe(0);
    expect(output).not.toMatch(/evil\.so|calling init/);
  });

  test('would have taken it in a plain shell', async () => {
    const { output } = await train(job(), 'training', ['--env', 'LD_PRELOAD=/opt/ml/input/data/training/evil.so', '--entrypoint', '/bin/sh'], ['-c', 'true']);

    expect(output).toContain('evil.so');
  });

  test('leaves the program in the group of its caller', async () => {
    const { output } = await run(pack.folder, 'docker', ['run', '--rm', '--entrypoint', '/opt/program/sh', image('training'), '-c', 'id -g; id -rg']);

    expect(output.split('\n')).toEqual(['0', '0']);
  });
});

describe('the inference image of the walkthrough', () => {
  let model: string;
  beforeAll(async () => {
    const of = job();
    await train(of);
    model = of.model;
    // What the service and its tools may leave beside the model.
    for (const name of ['model.tar.gz', 'output.tar.gz']) writeFileSync(join(model, name), 'not the model');
  });

  test('answers /ping and /invocations by curl, and stops', async () => {
    const url = await serve(model);

    const ping = await succeed(pack.folder, 'curl', ['--silent', '--include', `${url}/ping`]);
    expect(ping).toMatch(/^HTTP\/1\.1 200 OK\r?\n/);
    expect(ping).toMatch(/content-length: 0/i);

    // Plain `curl --data` says application/x-www-form-urlencoded, which is no content type of an algorithm.
    expect(await succeed(pack.folder, 'curl', ['--silent', '--request', 'POST', '--data', '5.1,3.5,1.4,0.2', `${url}/invocations`])).toBe('setosa\n'.trim());
    const hello = await succeed(pack.folder, 'curl', ['--silent', '--include', '--request', 'POST', '--data', 'hello world', `${url}/invocations`]);
    expect(hello).toMatch(/^HTTP\/1\.1 400 [\s\S]*has 1 value; the model takes 4/);

    const started = performance.now();
    await succeed(pack.folder, 'docker', ['container', 'stop', `${PREFIX}-inference-container`]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('serves as a user that is not root, on a read-only root file system', async () => {
    const url = await serve(model, 'inference', ['--user', '10001:10001', '--read-only', '--tmpfs', '/tmp']);

    expect(await succeed(pack.folder, 'curl', ['--silent', '--header', 'Content-Type: application/json', '--data', '{"instances":[[6.7,3.0,5.2,2.3]]}', `${url}/invocations`]))
      .toBe('{"predictions":["virginica"]}');
  });

  test('takes its argument from CMD when a client passes none', async () => {
    await serve(model, 'inference', [], []);
  });

  test('ends with a reason when there is no model', async () => {
    const { exitCode, output } = await run(pack.folder, 'docker', ['run', '--rm', '--name', `${PREFIX}-empty`, image('inference'), 'serve']);

    expect(exitCode).toBe(1);
    expect(output).toContain('model.json');
  });

  test('says by label that it honours SAGEMAKER_BIND_TO_PORT, and does', async () => {
    const labels = await succeed(pack.folder, 'docker', ['inspect', '--format', '{{json .Config.Labels}}', image('inference')]);
    expect(JSON.parse(labels)).toMatchObject({ 'com.amazonaws.sagemaker.capabilities.accept-bind-to-port': 'true', 'org.opencontainers.image.title': 'iris' });

    await succeed(pack.folder, 'docker', ['run', '--detach', '--name', `${PREFIX}-port`, '--volume', `${model}:/opt/ml/model:ro`, '--env', 'SAGEMAKER_BIND_TO_PORT=9099', image('inference'), 'serve']);
    const host = (await succeed(pack.folder, 'docker', ['inspect', '--format', '{{.NetworkSettings.IPAddress}}', `${PREFIX}-port`])).trim();
    await succeed(pack.folder, 'curl', ['--silent', '--fail', '--retry', '50', '--retry-delay', '0', '--retry-all-errors', '--retry-max-time', '30', `http://${host}:9099/ping`]);
    expect((await run(pack.folder, 'curl', ['--silent', `http://${host}:8080/ping`])).exitCode).not.toBe(0);
  });
});

describe('the combined image', () => {
  test('answers to train and to serve', async () => {
    const of = job();

    const trained = await train(of, 'combined');
    expect(trained.exitCode, trained.output).toBe(0);
    const url = await serve(of.model, 'combined');

    expect(await succeed(pack.folder, 'curl', ['--silent', '--header', 'Content-Type: text/csv', '--data-binary', '5.1,3.5,1.4,0.2\n6.7,3.0,5.2,2.3\n', `${url}/invocations`]))
      .toBe('setosa\nvirginica');
  });

  test('trains when it is started without an argument, and refuses another word', async () => {
    expect((await train(job(), 'combined', [], [])).exitCode).toBe(0);
    expect((await train(job(), 'combined', [], ['shell'])).exitCode).toBe(64);
  });
});

describe('a checkout with odd modes and line ends', () => {
  test('gives a working image', async () => {
    const context = join(pack.folder, 'odd');
    cpSync(join(separate, 'container', 'training'), context, { recursive: true });
    for (const entry of readdirSync(context, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) {
        chmodSync(path, 0o700);
      } else {
        chmodSync(path, 0o600);
        if (!entry.name.endsWith('.map')) writeFileSync(path, readFileSync(path, 'utf8').replace(/\r?\n/g, '\r\n'));
      }
    }
    await build('odd', context);

    const { exitCode, output } = await train(job(), 'odd', ['--user', '10001']);

    expect(exitCode, output).toBe(0);
  });
});

describe('a training job that is stopped', () => {
  test('ends within two seconds, its handler run and its model saved', async () => {
    const project = await pack.newProject('--name', 'slow');
    writeFileSync(join(project, 'src', 'train.ts'), `import { setTimeout } from 'node:timers/promises';
import { defineTraining } from 'sm-algorithm/training';
import type { Algorithm } from './algorithm';

export default defineTraining<Algorithm>(async (job) => {
  for (let epoch = 0; !job.signal.aborted; epoch++) {
    job.log.info(\`epoch \${epoch}\`);
    await setTimeout(50);
  }
  job.log.info('the handler saves');
  await job.model.write('model.json', '{}');
});
`);
    await succeed(project, 'npx', ['projen', 'bundle']);
    await build('slow', join(project, 'container', 'training'));
    const of = job();
    const container = `${PREFIX}-slow`;
    await succeed(pack.folder, 'docker', ['run', '--detach', ...trainVolumes(of), '--name', container, image('slow'), 'train']);
    await expect.poll(async () => (await run(pack.folder, 'docker', ['logs', container])).output, { timeout: 20_000 }).toContain('epoch 3');

    const started = performance.now();
    await succeed(pack.folder, 'docker', ['stop', '--time', '120', container]);

    expect(performance.now() - started).toBeLessThan(2_000);
    expect((await run(pack.folder, 'docker', ['logs', container])).output).toContain('the handler saves');
    expect((await succeed(pack.folder, 'docker', ['inspect', '--format', '{{.State.ExitCode}}', container])).trim()).toBe('0');
    expect(readdirSync(of.model)).toEqual(['model.json', 'sm-algorithm.json']);
  });
});

describe('an algorithm with a bug and a native package', () => {
  let project: string;
  beforeAll(async () => {
    project = await pack.newProject('--name', 'native', '--deps', '@node-rs/crc32@^1.10.0', '--image-externals', '@node-rs/crc32');
    writeFileSync(join(project, 'src', 'train.ts'), `import { crc32 } from '@node-rs/crc32';
import { defineTraining } from 'sm-algorithm/training';
import type { Algorithm } from './algorithm';

function explode(checksum: number): never {
  throw new RangeError(\`checksum \${checksum} is too odd\`);
}

export default defineTraining<Algorithm>(async () => {
  explode(crc32('sagemaker'));
});
`);
    await succeed(project, 'npx', ['projen', 'bundle']);
    await build('native', join(project, 'container', 'training'));
  });

  test('finds the package in the image, at the version of the lockfile', async () => {
    const { output } = await run(pack.folder, 'docker', ['run', '--rm', '--entrypoint', 'sh', image('native'), '-c',
      'ls /opt/program/node_modules/@node-rs && sed -n "s/.*\\"version\\": \\"\\(.*\\)\\".*/\\1/p" /opt/program/node_modules/@node-rs/crc32/package.json']);
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));

    expect(output).toContain('crc32-linux-x64-gnu');
    expect(output).toContain(lock.packages['node_modules/@node-rs/crc32'].version);
  });

  test('shows the place in the TypeScript source in the log, and only the reason in the failure file', async () => {
    const of = job();

    const { output, exitCode } = await train(of, 'native');

    expect(exitCode).toBe(1);
    expect(output).toMatch(/at explode .*src\/train\.ts:6:9/);
    expect(failure(of)).toMatch(/^(RangeError: )?checksum \d+ is too odd$/m);
    expect(failure(of)).not.toContain('    at ');
  });

  test('has program files that anybody can read', async () => {
    const { output } = await run(pack.folder, 'docker', ['run', '--rm', '--user', '10001', '--entrypoint', 'sh', image('native'), '-c',
      'find /opt/program ! -readable; ls -l /opt/program/train /opt/program/entrypoint']);

    expect(output).toMatch(/^-rwxr-xr-x .*entrypoint\n-rwxr-xr-x .*train$/);
    expect(statSync(join(project, 'container', 'training', 'npm', 'package-lock.json')).isFile()).toBe(true);
  });
});

describe('npx projen', () => {
  test.each([['separate', () => separate], ['combined', () => combined]])('builds the %s images and runs them as SageMaker would, leaving nothing', async (_, project) => {
    const built = await succeed(project(), 'npx', ['projen', 'build']);
    expect(built).toMatch(/✔ build .*iris/);

    const output = await succeed(project(), 'npx', ['projen', 'local', '--engine', 'docker']);
    expect(Number(/validation:accuracy = ([\d.]+)/.exec(output)![1])).toBeGreaterThanOrEqual(0.9);

    const left = await Promise.all([['ps', '--all'], ['volume', 'ls'], ['network', 'ls']].map((verb) =>
      succeed(project(), 'docker', [...verb, '--quiet', '--filter', 'label=sm-algorithm.run'])));
    expect(left).toEqual(['', '', '']);
    const user = process.getuid!();
    const runs = join(project(), '.sm-algorithm', 'runs');
    expect(readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(runs, name)).uid !== user)).toEqual([]);
  });

  test('names both images for ECR', async () => {
    const definition = join(separate, '.projenrc.ts');
    writeFileSync(definition, readFileSync(definition, 'utf8').replace(/\/\/ algorithmVersion: '[^']*',/, "algorithmVersion: '1.2.3',"));
    await succeed(separate, 'npx', ['projen']);
    const output = await succeed(separate, 'npx', ['projen', 'ecr:tag', '--account', '111122223333', '--region', 'us-east-1']);

    expect(output).toContain('111122223333.dkr.ecr.us-east-1.amazonaws.com/iris-training:1.2.3');
    expect(output).toContain('111122223333.dkr.ecr.us-east-1.amazonaws.com/iris-inference:1.2.3');
    await run(separate, 'docker', ['rmi', '111122223333.dkr.ecr.us-east-1.amazonaws.com/iris-training:1.2.3', '111122223333.dkr.ecr.us-east-1.amazonaws.com/iris-inference:1.2.3']);
  });
});
