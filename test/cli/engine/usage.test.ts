import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { parseStats, watchProcess, type UsageSample } from '../../../src/cli/engine/usage';

describe('what a program uses', () => {
  it.each([
    ['\u001b[H\u001b[J12.34%|21.5MiB / 3.8GiB', { cpuPercent: 12.34, memoryBytes: 22_544_384 }],
    ['0.00%|1.5kB / 2GB', { cpuPercent: 0, memoryBytes: 1_500 }],
    ['100.2%|1GiB / 2GiB', { cpuPercent: 100.2, memoryBytes: 1_073_741_824 }],
    ['0.00%|0B / 0B', undefined],
    ['--|-- / --', undefined],
  ])('is read from "%s"', (line, expected) => {
    expect(parseStats(line)).toEqual(expected);
  });

  it('is seen of a process again and again, until nobody looks any more', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    const samples: UsageSample[] = [];

    await new Promise<void>((resolve) => {
      const unwatch = watchProcess(child.pid!, (sample) => {
        samples.push(sample);
        if (samples.length < 2) return;
        unwatch();
        resolve();
      });
    });
    child.kill();
    await once(child, 'close');

    expect(samples).toHaveLength(2);
    expect(samples[0].memoryBytes).toBeGreaterThan(1_000_000);
    expect(samples[1].atMs).toBeGreaterThan(samples[0].atMs);
  });
});
