import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, openSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, programFile, startCli } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';

const PROCESS = ['local', '--engine', 'process'];
const link = (target: string, path: string) => (dir: string) => symlinkSync(target, join(dir, path));

describe('what the person can put right is told with what, why and fix:', () => {
  it.each<[string, (dir: string) => unknown, readonly string[], RegExp]>([
    ['a payload that is a folder', (dir) => mkdirSync(join(dir, 'f.csv')), ['--payload', 'f.csv'], /SMA_CLI_PAYLOAD {2}f\.csv is a folder/],
    ['a hyperparameters file that is a folder', (dir) => mkdirSync(join(dir, 'test/hyperparameters.json')), [],
      /SMA_CLI_HYPERPARAMETERS {2}test\/hyperparameters\.json cannot be read \(EISDIR\)/],
    ['a plan without its parts', (dir) => execFileSync('sh', ['-c', 'echo \'{"planVersion":1}\' > .sm-algorithm/plan.json'], { cwd: dir }), [],
      /SMA_CLI_PLAN_UNREADABLE {2}\S+ has no imageLayout/],
    ['a FIFO and dangling links in the sample data, all of them',
      (dir) => [execFileSync('mkfifo', [join(dir, 'test/data/training/fifo')]), link('/nowhere', 'test/data/training/gone')(dir)], [],
      /SMA_CLI_CHANNELS[^]*test\/data\/training\/fifo is neither a file nor a folder[^]*test\/data\/training\/gone cannot be read \(ENOENT\)/],
    ['a folder in the sample data that holds itself', link('..', 'test/data/training/again'), [],
      /SMA_CLI_CHANNELS[^]*test\/data\/training\/again is a link to a folder around it/],
    ['a channel that holds a placeholder only',
      (dir) => execFileSync('sh', ['-c', 'rm test/data/training/* && mkdir test/data/training/x && touch test/data/training/.gitkeep'], { cwd: dir }), [],
      /SMA_CLI_CHANNELS[^]*training is required and test\/data\/training holds no file/],
    ['a file where the runs belong', (dir) => execFileSync('touch', ['.sm-algorithm/runs'], { cwd: dir }), [],
      /SMA_CLI_WRITE {2}\S+\/runs\/\S+ cannot be written \(E\w+\)/],
  ])('%s', async (_, prepare, args, message) => {
    const dir = fixtureProject();
    prepare(dir);

    const { exitCode, stderr } = await cli(dir, [...PROCESS, ...args]);

    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^ {2}why: /m);
    expect(stderr).toMatch(/^ {2}fix: /m);
    expect(exitCode).toBe(1);
  });

  it('a project that cannot be written', async () => {
    const dir = fixtureProject();
    chmodSync(dirname(programFile()), 0o755);
    chmodSync(dir, 0o755);
    chmodSync(join(dir, '.sm-algorithm'), 0o555);
    // Root may write everywhere.
    const user = process.getuid!() === 0 ? { uid: 65534, gid: 65534 } : undefined;

    const { exitCode, stderr } = await cli(dir, PROCESS, { user });
    chmodSync(join(dir, '.sm-algorithm'), 0o755);

    expect(stderr).toMatch(/SMA_CLI_WRITE {2}\S+ cannot be written \(EACCES\)/);
    expect(exitCode).toBe(1);
  });

  it('a full disk under standard output', async () => {
    const child = startCli(fixtureProject(), ['ecr:tag', '--dry-run'], { stdout: openSync('/dev/full', 'w') });
    const { exitCode, stderr } = await child.finished;

    expect(stderr).toMatch(/SMA_CLI_WRITE {2}standard output cannot be written \(ENOSPC\)/);
    expect(exitCode).toBe(1);
  });

  it('a full disk under the log of a run', async () => {
    const dir = fixtureProject();
    const runs = join(dir, '.sm-algorithm/runs');
    const child = startCli(dir, [...PROCESS, '--hyperparameter', 'mode=chatter'], { env: { NODE_OPTIONS: `--require ${join(__dirname, '../support/full-log.js')}` } });
    const { exitCode, stderr } = await child.finished;

    expect(stderr).toMatch(/SMA_CLI_WRITE {2}\S+training\.log cannot be written \(ENOSPC\)/);
    expect(exitCode).toBe(1);
    expect(readdirSync(join(runs, readdirSync(runs)[0]))).not.toContain('tmp');
    rmSync(runs, { recursive: true });
  });
});

describe('payloads of the same name', () => {
  it('get a file each', async () => {
    const dir = fixtureProject({ files: { 'a/x.csv': '1\n', 'b/x.csv': '1\n2\n', 'y.csv': '1\n' } });

    const { exitCode, stdout } = await cli(dir, [...PROCESS, '--payload', 'a/x.csv', 'b/x.csv', 'y.csv']);

    const runs = join(dir, '.sm-algorithm/runs');
    expect(exitCode).toBe(0);
    expect((readdirSync(join(runs, readdirSync(runs)[0], 'predictions'), { recursive: true }) as string[]).sort())
      .toEqual(['a', 'a/x.csv.out', 'b', 'b/x.csv.out', 'y.csv.out']);
    expect(stdout).toMatch(/^a\/x\.csv {2}200[^]*^b\/x\.csv {2}200[^]*^y\.csv {2}200/m);
  });
});

describe('the summary of a run in processes', () => {
  it('says that the server can be reached by others', async () => {
    const { stdout } = await cli(fixtureProject(), PROCESS);

    expect(stdout).toMatch(/network isolation: [^\n]*the server listens on every address of this machine/);
  });
});
