import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { lives } from './support/cli';
import { run, start, type OutputLine } from '../../src/cli/exec';
import { pause } from '../../src/cli/interruption';

const node = (code: string) => ['-e', code];

describe('run', () => {
  it('gives exit code, texts and the command as one can paste it', async () => {
    const finished = await run(process.execPath, node('console.log("out"); console.error("err"); process.exit(3)'));

    expect(finished).toMatchObject({ exitCode: 3, stdout: 'out', stderr: 'err', timedOut: false });
    expect([...finished.lastLines].sort()).toEqual(['err', 'out']);
    expect(finished.command).toContain(process.execPath);
  });

  it('says that a program is not there instead of throwing', async () => {
    expect(await run('no-such-program', [])).toMatchObject({ exitCode: undefined, startError: 'no-such-program: not found' });
  });

  it('passes lines on as they come, also the last without a newline', async () => {
    const lines: OutputLine[] = [];

    await run(process.execPath, node('process.stdout.write("a\\nb")'), { onLine: (line) => void lines.push(line) });

    expect(lines).toEqual([{ text: 'a', stream: 'stdout' }, { text: 'b', stream: 'stdout' }]);
  });

  it('ends a child whose lines cannot be taken, and says why', async () => {
    const pids: number[] = [];
    const endless = 'console.log(process.pid); setInterval(() => console.log("x".repeat(100_000)), 1)';

    await expect(run(process.execPath, node(endless), {
      onLine: ({ text }) => {
        if (pids.length > 0) throw new Error('disk full');
        pids.push(Number(text));
      },
    })).rejects.toThrow('disk full');
    expect(pids.map(lives)).toEqual([false]);
  });

  it('reads no faster than its lines are taken', async () => {
    let taken = 0;
    const child = start(process.execPath, node('for (let i = 0; i < 200_000; i += 1) console.log("x".repeat(100)); console.error("all written")'), {
      onLine: async () => {
        taken += 1;
        if (taken === 1) await pause(800);
      },
    });
    await pause(600);
    expect(taken).toBeLessThan(20);

    await child.finished;

    expect(taken).toBe(200_001);
  });

  it('starts nothing once the work was given up', async () => {
    const lines: OutputLine[] = [];

    await expect(run(process.execPath, node('console.log("ran")'), { signal: AbortSignal.abort(new Error('enough')), onLine: (line) => void lines.push(line) }))
      .rejects.toThrow('enough');
    expect(lines).toEqual([]);
  });

  it('keeps bytes for somebody who takes them late, also after the child has ended', async () => {
    let text = '';
    const child = start(process.execPath, node('process.stdout.write("all of it")'), {
      onStdout: async (bytes) => {
        await pause(300);
        text = (await buffer(bytes)).toString();
      },
    });

    await child.finished;

    expect(text).toBe('all of it');
  });

  it('streams bytes in and out', async () => {
    let size = 0;

    const finished = await run(process.execPath, node('process.stdin.pipe(process.stdout)'), {
      input: Readable.from([Buffer.alloc(300_000, 1)]),
      onStdout: async (bytes) => (size = (await buffer(bytes)).byteLength),
    });

    expect([finished.exitCode, size]).toEqual([0, 300_000]);
  });

  it('gives the child only the environment it is given', async () => {
    const { stdout } = await run(process.execPath, node('console.log(Object.keys(process.env).join())'), { env: { ONLY: '1' } });

    expect(stdout).toBe('ONLY');
  });

  it('ends a child that takes too long, and one that is cancelled', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 100);

    expect(await run(process.execPath, node('setInterval(() => {}, 1000)'), { timeoutMs: 100 })).toMatchObject({ timedOut: true });
    await expect(run(process.execPath, node('setInterval(() => {}, 1000)'), { signal: controller.signal })).rejects.toThrow('enough');
  });
});

describe('start', () => {
  it('kills a child together with what it started', async () => {
    const pids: number[] = [];
    const child = start(process.execPath, node(`
      const inner = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      console.log(process.pid, inner.pid); setInterval(() => {}, 1000);`), { onLine: ({ text }) => void pids.push(...text.split(' ').map(Number)) });
    while (pids.length < 2) await pause(20);

    child.killGroup('SIGKILL');

    expect((await child.finished).signal).toBe('SIGKILL');
    await pause(100);
    expect(pids.map(lives)).toEqual([false, false]);
  });

  it('leaves a child that was asked to stop as long as it takes', async () => {
    let isUp = false;
    const child = start(process.execPath, node("process.on('SIGTERM', () => setTimeout(() => process.exit(7), 6000)); console.log('up'); setInterval(() => {}, 1000);"), { onLine: () => { isUp = true; } });
    while (!isUp) await pause(20);
    child.kill('SIGTERM');

    expect(await child.finished).toMatchObject({ exitCode: 7 });
  }, 20_000);
});
