import { availableParallelism, totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { containerCpus, containerMemory, cpusOfQuota } from '../../../../src/runtime/inference/workers/container-limits';

it.each([['200000 100000', 2], ['150000 100000', 1.5], ['max 100000', Infinity], ['-1 100000', Infinity], ['', Infinity]])('reads the quota %j as %d CPUs', (text, cpus) => {
  expect(cpusOfQuota(text)).toBe(cpus);
});

it('finds a whole number of CPUs and no more than there are', () => {
  expect(Number.isInteger(containerCpus())).toBe(true);
  expect(containerCpus()).toBeGreaterThanOrEqual(1);
  expect(containerCpus()).toBeLessThanOrEqual(availableParallelism());
});

it('finds no more memory than there is', () => {
  expect(containerMemory()).toBeGreaterThan(0);
  expect(containerMemory()).toBeLessThanOrEqual(totalmem());
});
