import { readFileSync } from 'node:fs';
import { attempt } from './unknown-error';

/** Loaded when somebody asks: a server that predicts in its main thread does not. */
const os = (): typeof import('node:os') => process.getBuiltinModule('node:os');
const v8 = (): typeof import('node:v8') => process.getBuiltinModule('node:v8');

/** What the machine and the container leave to this process. */
export interface Limits {
  /** Memory of the container, or of the machine where that sets no limit. Unit: bytes */
  readonly memoryBytes: number;
  /** Largest heap of JavaScript objects; buffers and typed arrays lie outside of it. Unit: bytes */
  readonly heapBytes: number;
  /** CPUs that may be used at once; a quota may be a fraction. */
  readonly cpus: number;
}

const numbersOf = (file: string): number[] => (attempt(() => readFileSync(file, 'utf8')) ?? '').trim().split(/\s+/).map(Number);

/**
 * CPUs by the quota of the control group, of either version; NaN or negative when it sets none. Node itself looks at the
 * machine and at affinity only.
 */
function quotaCpus(cgroup: string): number {
  const [quota, period] = numbersOf(`${cgroup}/cpu.max`);
  if (quota > 0 && period > 0) return quota / period;
  return numbersOf(`${cgroup}/cpu/cpu.cfs_quota_us`)[0] / numbersOf(`${cgroup}/cpu/cpu.cfs_period_us`)[0];
}

/** @param cgroup where the control group's files are */
export function readLimits(cgroup = '/sys/fs/cgroup'): Limits {
  const quota = quotaCpus(cgroup);
  const available = os().availableParallelism();
  return {
    // Without a limit, Node gives 0 or a number larger than any machine.
    memoryBytes: Math.min(process.constrainedMemory() || Infinity, os().totalmem()),
    heapBytes: v8().getHeapStatistics().heap_size_limit,
    cpus: quota > 0 ? Math.min(quota, available) : available,
  };
}

/** Bytes as people read them: `512 MiB`, `15.3 GiB`. */
export function inBinaryUnits(bytes: number): string {
  const gib = bytes / 1024 ** 3;
  return gib >= 1 ? `${Number(gib.toFixed(1))} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`;
}
