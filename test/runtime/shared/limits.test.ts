import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { inBinaryUnits, readLimits } from '../../../src/runtime/shared/limits';
import { baseFolder, type Files } from '../support/base-folder';

describe('readLimits', () => {
  const cpus = (files: Files) => readLimits(baseFolder(files)).cpus;

  it('gives what there is', () => {
    const { memoryBytes, heapBytes } = readLimits();

    expect(memoryBytes).toBeGreaterThan(0);
    expect(memoryBytes).toBeLessThanOrEqual(totalmem());
    expect(heapBytes).toBeGreaterThan(16 * 1024 * 1024);
  });

  it.each<[string, Files, number]>([
    ['a quota of version 2', { 'cpu.max': '50000 100000\n' }, 0.5],
    ['a quota of version 1', { 'cpu/cpu.cfs_quota_us': '25000\n', 'cpu/cpu.cfs_period_us': '100000\n' }, 0.25],
    ['no quota of version 2', { 'cpu.max': 'max 100000\n' }, availableParallelism()],
    ['no quota of version 1', { 'cpu/cpu.cfs_quota_us': '-1\n', 'cpu/cpu.cfs_period_us': '100000\n' }, availableParallelism()],
    ['a quota above what there is', { 'cpu.max': '99900000 100000\n' }, availableParallelism()],
    ['no control group', {}, availableParallelism()],
  ])('knows the CPUs of %s', (_case, files, expected) => {
    expect(cpus(files)).toBe(expected);
  });
});

it.each([[512 * 1024 ** 2, '512 MiB'], [1024 ** 3, '1 GiB'], [16.45 * 1024 ** 3, '16.4 GiB']])('%d bytes are %s', (bytes, text) => {
  expect(inBinaryUnits(bytes)).toBe(text);
});
