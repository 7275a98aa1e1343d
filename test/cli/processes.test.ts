import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { lives, newborn, thisProcess } from '../../src/cli/processes';

describe('a process', () => {
  it('lives while it runs, and not under a number that was given again', async () => {
    const { pid, birth } = thisProcess();

    expect(await lives({ pid, birth })).toBe(true);
    expect(await lives({ pid, birth: `${birth}0` })).toBe(false);
    expect(await lives({ pid, birth: 'otherboot.1' })).toBe(false);
  });

  it('is gone when it has ended, also while its parent has not noticed', async () => {
    // The shell becomes a program that never asks for the end of its child.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 20'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [text] = await once(parent.stdout, 'data') as [Buffer];
    const child = newborn(Number(String(text)));
    const before = await lives(child);
    for (let tries = 0; tries < 200 && await lives(child); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));

    expect([before, await lives(child)]).toEqual([true, false]);
    expect(() => process.kill(child.pid, 0)).not.toThrow();
    parent.kill('SIGKILL');
  });

  it('is known by the time of its start where there is no /proc', async () => {
    const seconds = Math.round(Date.now() / 1_000 - process.uptime());
    const hasPs = spawnSync('ps', ['-o', 'lstart=', '-p', String(process.pid)]).status === 0;

    expect(await lives({ pid: process.pid, birth: `@${seconds}` })).toBe(true);
    // Without ps nothing more is known than that the number is in use.
    expect(await lives({ pid: process.pid, birth: `@${seconds - 100}` })).toBe(!hasPs);
  });
});
