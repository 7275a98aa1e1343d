import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/cli/digest';
import { cli } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';

const LOCAL = ['local', '--engine', 'process'];
const LISTING = 'algorithm/listing';
const SAMPLES = `${LISTING}/samples`;
const read = (dir: string, file: string) => readFileSync(join(dir, file), 'utf8');
const write = (dir: string, file: string, text: string) => {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
};
const filesBelow = (dir: string) => readdirSync(dir, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1)).sort();
const newestRun = (dir: string) => `.sm-algorithm/runs/${readdirSync(join(dir, '.sm-algorithm/runs')).sort().at(-1)!}`;

/** A project and a run of it. */
async function runProject(options: Parameters<typeof fixtureProject>[0] = {}, args: readonly string[] = []): Promise<string> {
  const dir = fixtureProject(options);
  await cli(dir, [...LOCAL, ...args]);
  return dir;
}

describe('algorithm:listing', () => {
  it('holds the payloads that the newest run was sent, its answers and its training data, tied to the run', async () => {
    const dir = await runProject();

    const { exitCode, stdout, stderr } = await cli(dir, ['algorithm:listing']);

    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^algorithm\/listing\/samples {2}2 payloads, training data of 1 channel {2}of run \S+ \(process\)$/);
    expect(filesBelow(join(dir, SAMPLES))).toEqual([
      'input/one.json', 'input/two.csv', 'output/one.json.out', 'output/two.csv.out', 'samples.json', 'training/training/a.csv', 'training/training/sub.csv',
    ]);
    expect(read(dir, `${SAMPLES}/input/two.csv`)).toBe('5\n6\n');
    expect(read(dir, `${SAMPLES}/output/two.csv.out`)).toBe('2\n2\n');
    const archive = readFileSync(join(dir, newestRun(dir), 'model.tar.gz'));
    expect(JSON.parse(read(dir, `${SAMPLES}/samples.json`))).toEqual({
      run: {
        id: newestRun(dir).split('/').at(-1),
        engine: 'process',
        programs: { train: 'process', serve: 'process' },
        model: { bytes: archive.byteLength, digest: digestOf(archive) },
      },
      payloads: [
        {
          name: 'one.json', input: 'input/one.json', inputDigest: digestOf('[[5]]'), contentType: 'application/json', accept: 'application/json',
          output: 'output/one.json.out', outputDigest: digestOf('{"predictions":[2]}'), responseType: 'application/json',
        },
        {
          name: 'two.csv', input: 'input/two.csv', inputDigest: digestOf('5\n6\n'), contentType: 'text/csv', accept: 'text/csv',
          output: 'output/two.csv.out', outputDigest: digestOf('2\n2\n'), responseType: 'text/csv; charset=utf-8',
        },
      ],
      channels: [{
        name: 'training',
        contentType: 'text/csv',
        bytes: 6,
        files: [
          { path: 'training/training/a.csv', bytes: 4, digest: digestOf('1\n2\n') },
          { path: 'training/training/sub.csv', bytes: 2, digest: digestOf('3\n') },
        ],
      }],
    });
  });

  it('gives one document with --json', async () => {
    const dir = await runProject();

    const { stdout } = await cli(dir, ['algorithm:listing', '--json']);

    expect(JSON.parse(stdout)).toMatchObject({ ok: true, folder: SAMPLES, payloads: [{ name: 'one.json' }, { name: 'two.csv' }] });
  });

  it('takes the payloads of the newest run only, and replaces the former samples as a whole', async () => {
    const dir = await runProject();
    await cli(dir, ['algorithm:listing']);
    await cli(dir, [...LOCAL, '--payload', 'test/payloads/two.csv']);

    const { exitCode } = await cli(dir, ['algorithm:listing']);

    expect(exitCode).toBe(0);
    expect(filesBelow(join(dir, SAMPLES, 'input'))).toEqual(['two.csv']);
    expect(readdirSync(join(dir, LISTING))).toEqual(['samples']);
  });

  it('takes no run that served or trained only', async () => {
    const dir = await runProject();
    await cli(dir, ['local:train', '--engine', 'process']);

    const { exitCode, stdout } = await cli(dir, ['algorithm:listing']);

    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('2 payloads')]);
  });

  it('leaves out training data that is large, and says so', async () => {
    const dir = await runProject({ files: { 'test/data/validation/big.csv': '1\n'.repeat(600_000) } });

    const { stderr } = await cli(dir, ['algorithm:listing']);

    expect(stderr).toContain('channel validation is left out: 1.2 MB of data; up to 1.0 MB of a channel are included');
    expect(readdirSync(join(dir, SAMPLES, 'training'))).toEqual(['training']);
    expect(JSON.parse(read(dir, `${SAMPLES}/samples.json`)).channels[1]).toEqual({
      name: 'validation', contentType: 'text/csv', bytes: 1_200_000, files: [], leftOut: '1.2 MB of data; up to 1.0 MB of a channel are included',
    });
  });
});

describe('algorithm:listing refuses', () => {
  it.each<[string, (dir: string) => void, RegExp]>([
    ['a payload that has changed since the run', (dir) => write(dir, 'test/payloads/two.csv', '7\n'), /test\/payloads\/two\.csv has changed since/],
    ['a payload that is gone', (dir) => rmSync(join(dir, 'test/payloads/two.csv')), /test\/payloads\/two\.csv cannot be read \(ENOENT\)/],
    ['training data that has changed since', (dir) => write(dir, 'test/data/training/a.csv', '7\n'), /test\/data\/training\/a\.csv has changed since/],
    ['an answer that has changed since', (dir) => write(dir, `${newestRun(dir)}/predictions/two.csv.out`, '9\n'), /the run's predictions\/two\.csv\.out has changed since/],
    ['another definition', (dir) => write(dir, '.sm-algorithm/plan.json', JSON.stringify({ ...FIXTURE_PLAN, algorithm: { ...FIXTURE_PLAN.algorithm, version: '9.9.9' } })),
      /the definition of the algorithm is not the one that the run had/],
  ])('%s, and writes nothing', async (_, spoil, message) => {
    const dir = await runProject();
    spoil(dir);

    const { exitCode, stderr } = await cli(dir, ['algorithm:listing']);

    expect(stderr).toMatch(/SMA_CLI_LISTING {2}run \S+ does not stand for what the project holds now; nothing was written:/);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^ {2}fix: run "npx projen local", then this command again$/m);
    expect(exitCode).toBe(1);
    expect(readdirSync(dir)).not.toContain('algorithm');
  });

  it('a run that got no prediction for a payload', async () => {
    const dir = await runProject({}, ['--hyperparameter', 'serve=refuse']);

    expect((await cli(dir, ['algorithm:listing'])).stderr).toMatch(/one\.json got no prediction \(status 400\)\n {4}two\.csv got no prediction/);
  });

  it('a project without a run', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), ['algorithm:listing']);

    expect(stderr).toMatch(/SMA_CLI_LISTING {2}no local run has answered a payload yet\.\n {2}why: .*\n {2}fix: run "npx projen local"/);
    expect(exitCode).toBe(1);
  });

  it.each([['a file of the user\'s', `${SAMPLES}/notes.txt`, /algorithm\/listing\/samples\/notes\.txt/], ['a file in its place', SAMPLES, /is no folder that can be read \(ENOTDIR\)/]])(
    'to replace %s', async (_, file, message) => {
      const dir = await runProject();
      write(dir, file, 'mine');

      const { exitCode, stderr } = await cli(dir, ['algorithm:listing']);

      expect(stderr).toMatch(/SMA_CLI_LISTING/);
      expect(stderr).toMatch(message);
      expect(exitCode).toBe(1);
      expect(read(dir, file)).toBe('mine');
      expect(readdirSync(join(dir, LISTING))).toEqual(['samples']);
    });
});
