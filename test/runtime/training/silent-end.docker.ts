import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { baseFolder, ONE_CHANNEL } from '../support/base-folder';
import { bundle, trainingProgram } from '../support/program';

const IMAGE = 'public.ecr.aws/docker/library/node:24-bookworm-slim';
const run = promisify(execFile);

/** Runs a handler as process 1 of a container. */
async function asProcessOne(handler: string, options: readonly string[], flags: readonly string[]) {
  const base = baseFolder(ONE_CHANNEL);
  for (const folder of ['output', 'model', 'checkpoints']) {
    mkdirSync(`${base}/${folder}`, { recursive: true });
    // Whatever user the container has may write, and the caller may remove what it wrote.
    chmodSync(`${base}/${folder}`, 0o777);
  }
  copyFileSync(await bundle(trainingProgram(handler)), `${base}/program.cjs`);
  const exitCode = await run('docker', ['run', '--rm', '--network', 'none', '--volume', `${base}:/base`, '--env', 'SAGEMAKER_BASE_DIR=/base',
    '--user', `${process.getuid!()}:${process.getgid!()}`, ...options, IMAGE, 'node', ...flags, '/base/program.cjs'], { maxBuffer: 1e8 })
    .then(() => 0, (error: { code: number }) => error.code);
  return { exitCode, failure: readFileSync(`${base}/output/failure`, 'utf8') };
}

describe('process 1 of a container that cannot say why it ends', () => {
  it('leaves a reason and a code other than 0 when its JavaScript heap is full', async () => {
    const { exitCode, failure } = await asProcessOne('const all = []; for (;;) all.push(new Array(1000).fill(job).map((one) => ({ one })));', [], ['--max-old-space-size=40']);

    expect([133, 134, 139]).toContain(exitCode);
    expect(failure).toContain('SMA_RUN_SILENT_END');
  });

  it('leaves a reason and 137 when the container is out of memory', async () => {
    const { exitCode, failure } = await asProcessOne('const all = []; for (;;) all.push(Buffer.alloc(1e6, 1));', ['--memory', '128m', '--memory-swap', '128m'], []);

    expect(exitCode).toBe(137);
    expect(failure).toMatch(/^the process was killed or crashed .*it had 128 MiB.*SMA_RUN_SILENT_END/s);
  });
});
