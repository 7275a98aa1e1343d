import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

/** Where the kernel says how much of the CPUs a container may use: cgroup version 2, then 1. Both numbers in µs. */
const QUOTA_FILES: ReadonlyArray<readonly string[]> = [
  ['/sys/fs/cgroup/cpu.max'],
  ['/sys/fs/cgroup/cpu/cpu.cfs_quota_us', '/sys/fs/cgroup/cpu/cpu.cfs_period_us'],
];

function textOf(files: readonly string[]): string | undefined {
  try {
    return files.map((file) => readFileSync(file, 'utf8').trim()).join(' ');
  } catch {
    return undefined;
  }
}

/**
 * CPUs that a quota stands for.
 * @param text `<quota> <period>`, as the kernel writes it
 * @returns Infinity when there is no limit
 */
export function cpusOfQuota(text: string): number {
  const [quota, period] = text.split(/\s+/).map(Number);
  return quota > 0 && period > 0 ? quota / period : Infinity;
}

/** Whole CPUs that this process may use, at least one: those of its affinity, within the quota of its container. */
export function containerCpus(): number {
  // Node before version 24 knows the affinity only.
  const quota = QUOTA_FILES.map(textOf).find((text) => text !== undefined);
  return Math.max(1, Math.floor(Math.min(availableParallelism(), quota === undefined ? Infinity : cpusOfQuota(quota))));
}

/** Memory that this process may use. Unit: bytes */
export function containerMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
