import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { pause } from '../../../src/cli/interruption';
import { lives, programFile, seen, startCli } from '../support/cli';
import { docker, leftovers, removeImages } from '../support/engine-state';
import { fixtureProject } from '../support/fixture-project';

const HANG = ['local', '--engine', 'docker', '--hyperparameter', 'mode=hang'];

afterEach(() => expect(leftovers()).toEqual([]));
afterAll(() => removeImages('sma-test-training:latest', 'sma-test-inference:latest'));

async function ended(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 600 && lives(pid); tries += 1) await pause(50);
  return !lives(pid);
}

describe('a terminal that is closed in the middle of a run', () => {
  // The process id goes to a file: writing it to the terminal would be no proof that the terminal is one.
  it.each([
    ['which ends the program by SIGHUP', ''],
    ['under a shell that keeps SIGHUP to itself, so that only writing fails', 'trap "" HUP; setsid '],
  ])('leaves nothing behind, %s', async (_, prefix) => {
    const dir = fixtureProject();
    const pidFile = join(dir, 'pid');
    const command = ['node', programFile(), ...HANG].join(' ');
    const wrapper = join(dir, 'start.sh');
    writeFileSync(wrapper, `#!/bin/sh\necho $$ > ${pidFile}\ntest -t 2 && exec ${command}\n`);
    chmodSync(wrapper, 0o755);
    // A missing `script` fails the test; it is in Debian's essential bsdutils.
    const terminal = spawn('script', ['--quiet', '--flush', '--command', `${prefix}${prefix ? '--wait ' : 'exec '}${wrapper}`, '/dev/null'], {
      cwd: dir, stdio: ['ignore', 'pipe', 'pipe'],
    });
    await seen({ child: terminal }, /training pid/);
    const pid = Number(readFileSync(pidFile, 'utf8'));

    terminal.kill('SIGKILL');

    expect(await ended(pid)).toBe(true);
  });
});

describe('a bug in the middle of a run', () => {
  it('leaves nothing behind', async () => {
    const env = { NODE_OPTIONS: `--require ${join(__dirname, '../support/fault.js')}`, SMA_TEST_FAULT: 'bug' };
    const child = startCli(fixtureProject(), HANG, { env });
    await seen(child, /training pid/);

    child.kill('SIGUSR2');

    expect((await child.finished)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('TypeError: injected') });
  });
});

describe('an engine that refuses to remove', () => {
  it('is told with the commands that do it, and nobody claims that nothing is left', async () => {
    const dir = fixtureProject();
    const wrapper = join(dir, 'docker');
    writeFileSync(wrapper, '#!/bin/sh\ncase "$*" in "volume rm"*) echo refused >&2; exit 1 ;; *) exec docker "$@" ;; esac\n');
    chmodSync(wrapper, 0o755);
    const child = startCli(dir, HANG, { env: { SM_ALGORITHM_DOCKER: wrapper } });
    await seen(child, /training pid/);

    child.kill('SIGINT');
    const { exitCode, stderr } = await child.finished;
    const [, volumes] = /SMA_CLI_CLEANUP[^]*? {4}\S+\/docker volume rm --force (.*)\n/.exec(stderr)!;
    docker('volume', 'rm', '--force', ...volumes.split(' '));

    expect(exitCode).toBe(130);
    expect(volumes.split(' ')).toHaveLength(4);
    expect(stderr).toMatch(/interrupted by SIGINT; what is left of the run stands above$/);
  });
});
