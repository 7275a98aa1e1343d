import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pause } from '../../../src/cli/interruption';
import { cli, lives, programFile, seen, startCli } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';

const PROCESS = ['local', '--engine', 'process'];
const set = (...pairs: string[]) => pairs.flatMap((pair) => ['--hyperparameter', pair]);
const newestRun = (dir: string) => join(dir, '.sm-algorithm/runs', readdirSync(join(dir, '.sm-algorithm/runs')).sort().at(-1)!);
const filesOutsideRuns = (dir: string) =>
  (readdirSync(dir, { recursive: true }) as string[]).filter((file) => !file.startsWith('.sm-algorithm/runs')).sort();
const fault = (name: string) => ({ env: { NODE_OPTIONS: `--require ${join(__dirname, '../support/fault.js')}`, SMA_TEST_FAULT: name } });

async function gone(...pids: number[]): Promise<boolean> {
  for (let tries = 0; tries < 100 && pids.some(lives); tries += 1) await pause(50);
  return !pids.some(lives);
}

describe('Ctrl-C', () => {
  it('leaves no process of a training job, also when it comes twice', async () => {
    const dir = fixtureProject();
    const before = filesOutsideRuns(dir);
    const child = startCli(dir, [...PROCESS, ...set('mode=hang')]);
    const [, pid] = await seen(child, /training pid (\d+)/);

    child.kill('SIGINT');
    child.kill('SIGINT');
    const { exitCode, stderr } = await child.finished;

    expect(exitCode).toBe(130);
    expect(stderr).toContain('interrupted by SIGINT; nothing of the run is left running');
    expect(lives(Number(pid))).toBe(false);
    expect(filesOutsideRuns(dir)).toEqual(before);
  });

  it.each([['SIGTERM', 143], ['SIGHUP', 129]] as const)('%s ends it too', async (signal, code) => {
    const child = startCli(fixtureProject(), [...PROCESS, ...set('serve=never-ready')]);
    const [, pid] = await seen(child, /serving pid (\d+)/);

    child.kill(signal);

    expect((await child.finished).exitCode).toBe(code);
    expect(lives(Number(pid))).toBe(false);
  });

  it('is heard at any moment of a run', async () => {
    for (let wait = 150; wait <= 600; wait += 45) {
      const child = startCli(fixtureProject(), [...PROCESS, ...set('mode=hang')]);
      await pause(wait);

      child.kill('SIGINT');

      // null: the program had not begun, so there was nothing to remove.
      expect([130, null], `after ${wait} ms`).toContain((await child.finished).exitCode);
    }
  });

  it('ends local:invoke that waits for a request on stdin', async () => {
    const child = spawn(process.execPath, [programFile(), 'local:invoke', '--url', 'http://127.0.0.1:1', '-'], { cwd: fixtureProject(), stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await pause(800);

    child.kill('SIGINT');

    expect(await ended).toBe(130);
  });

  it('gets a document with --json', async () => {
    const child = startCli(fixtureProject(), [...PROCESS, '--json', ...set('mode=hang')]);
    await seen(child, /training pid/);

    child.kill('SIGTERM');

    expect(JSON.parse((await child.finished).stdout)).toEqual({
      ok: false,
      error: { code: 'SMA_CLI_INTERRUPTED', what: 'interrupted by SIGTERM', fix: expect.any(String), details: [] },
    });
  });
});

describe('a terminal that is closed', () => {
  it.each([['with the signal that comes with it', true], ['without a signal', false]])('leaves nothing behind, %s', async (_, signalled) => {
    const dir = fixtureProject();
    const child = startCli(dir, [...PROCESS, ...set('mode=hang')], fault('terminal'));
    const [, pid] = await seen(child, /training pid (\d+)/);

    child.kill('SIGUSR2');
    await pause(50);
    if (signalled) child.kill('SIGHUP');

    expect((await child.finished).exitCode).toBe(129);
    expect(lives(Number(pid))).toBe(false);
    expect(existsSync(join(newestRun(dir), 'tmp'))).toBe(false);
  });
});

describe('a reader that goes away', () => {
  it('ends nothing', async () => {
    const child = startCli(fixtureProject(), PROCESS);
    child.child.stdout!.destroy();

    expect((await child.finished).exitCode).toBe(0);
  });
});

describe('a parent process that ends alone', () => {
  it('takes the run with it', async () => {
    const dir = fixtureProject();
    const args = JSON.stringify([programFile(), ...PROCESS, ...set('mode=hang')]);
    const code = `console.log('cli pid ' + require('node:child_process').spawn(process.execPath, ${args}, { stdio: 'inherit' }).pid)`;
    const parent = spawn(process.execPath, ['-e', code], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
    const [[, program], [, training]] = await Promise.all([seen({ child: parent }, /cli pid (\d+)/), seen({ child: parent }, /training pid (\d+)/)]);

    parent.kill('SIGKILL');

    expect(await gone(Number(program), Number(training))).toBe(true);
    expect(existsSync(join(newestRun(dir), 'tmp'))).toBe(false);
  });
});

describe('npx, killed by its one process id,', () => {
  it('takes the run with it', async () => {
    const command = JSON.stringify([programFile(), ...PROCESS, ...set('mode=hang')]);
    const dir = fixtureProject({
      files: {
        'package.json': '{"name":"p","version":"1.0.0"}',
        'node_modules/projen/package.json': '{"name":"projen","version":"1.0.0","bin":"run.js"}',
        // As projen runs a task: a child without a shell.
        'node_modules/.bin/projen': `#!/usr/bin/env node
const child = require('node:child_process').spawn(process.execPath, ${command}, { stdio: 'inherit' }).on('exit', (code) => process.exit(code));
console.log('pids ' + process.pid + ' ' + child.pid);`,
      },
    });
    chmodSync(join(dir, 'node_modules/.bin/projen'), 0o755);
    const npx = spawn('npx', ['projen'], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
    const [[, projen, program], [, training]] = await Promise.all([seen({ child: npx }, /pids (\d+) (\d+)/), seen({ child: npx }, /training pid (\d+)/)]);

    npx.kill('SIGTERM');

    expect(await gone(Number(training), Number(program), Number(projen))).toBe(true);
    expect(existsSync(join(newestRun(dir), 'tmp'))).toBe(false);
  });
});

describe('a bug', () => {
  it.each([['bug', 'an exception that nobody catches'], ['rejection', 'a promise that nobody waits for']])('as %s (%s) ends with 2, stack and versions, after the clean-up', async (name) => {
    const dir = fixtureProject();
    const child = startCli(dir, [...PROCESS, '--json', ...set('mode=hang')], fault(name));
    const [, pid] = await seen(child, /training pid (\d+)/);

    child.kill('SIGUSR2');
    const { exitCode, stdout, stderr } = await child.finished;

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/bug in sm-algorithm[^]*TypeError: injected[^]*Node v\d+/);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'SMA_CLI_BUG', what: 'TypeError: injected', details: [] } });
    expect(lives(Number(pid))).toBe(false);
    expect(existsSync(join(newestRun(dir), 'tmp'))).toBe(false);
  });

  it('is told also after the work', async () => {
    const dir = fixtureProject({ files: { 'late.js': 'process.once("beforeExit", () => { throw new TypeError("late"); });' } });

    const { exitCode, stderr } = await cli(dir, ['ecr:tag', '--dry-run'], { env: { NODE_OPTIONS: `--require ${dir}/late.js` } });

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/bug in sm-algorithm[^]*TypeError: late/);
  });
});
