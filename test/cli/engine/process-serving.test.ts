import { expect, it, onTestFinished } from 'vitest';
import { processMemory } from '../../../src/cli/engine/process-serving';
import { start } from '../../../src/cli/exec';

const MIB = 2 ** 20;
const HOLDING = "const held = Buffer.alloc(100 * 2 ** 20, 1); setInterval(() => held, 1000); console.log('holds');";

/** Memory of a program of Node, once this many processes of it hold 100 MiB each. */
function memoryOf(program: string, holders: number): Promise<number> {
  return new Promise((resolve) => {
    let holding = 0;
    const child = start(process.execPath, ['-e', program], { onLine: () => { if (++holding === holders) resolve(processMemory(child.pid)!); } });
    onTestFinished(() => child.killGroup('SIGKILL'));
  });
}

it.runIf(process.platform === 'linux')('the memory of a server is that of all its processes', async () => {
  expect(await memoryOf(HOLDING, 1)).toBeLessThan(200 * MIB);
  expect(await memoryOf(`${HOLDING} require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(HOLDING)}], { stdio: 'inherit' });`, 2)).toBeGreaterThan(200 * MIB);
});

it('a server that is gone has none', async () => {
  const child = start(process.execPath, ['-e', '']);
  await child.finished;

  expect(processMemory(child.pid)).toBeUndefined();
});
