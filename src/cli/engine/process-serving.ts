import type { RunningServer } from './engine';
import { SERVE_STOP_GRACE_MS } from '../../contract/container-http';
import type { Child } from '../exec';
import { groupOf, procFile } from '../processes';
import type { Ended } from '../simulator/exit-code';

/** A server that runs as a child process on a port of this machine. */
export const serverProcess = (child: Child, port: number): RunningServer =>
  ({ url: `http://127.0.0.1:${port}`, ended: child.finished, memoryBytes: async () => processMemory(child.pid), stop: () => stopGently(child) });

/**
 * What a program, which leads its group, and the processes that it started have in memory; undefined elsewhere than on Linux, and
 * where it is gone. Unit: bytes.
 */
export function processMemory(leader: number | undefined): number | undefined {
  if (leader === undefined || residentBytes(leader) === undefined) return undefined;
  return groupOf(leader).reduce((sum, pid) => sum + (residentBytes(pid) ?? 0), 0);
}

function residentBytes(pid: number): number | undefined {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(procFile(pid, 'status'))?.[1];
  return kib === undefined ? undefined : Number(kib) * 1_024;
}

/** As the service ends an endpoint: SIGTERM, the grace time, SIGKILL. */
async function stopGently(child: Child): Promise<Ended> {
  child.kill('SIGTERM');
  const force = setTimeout(() => child.killGroup('SIGKILL'), SERVE_STOP_GRACE_MS);
  try {
    return await child.finished;
  } finally {
    clearTimeout(force);
  }
}
