/** Whether process 1 of a container can hear SIGTERM at all: the kernel keeps from it what it has no handler for. */
import type { Docker } from '../../docker/docker';
import { signalMasksArgs } from '../../docker/docker-args';

/** What SIGTERM, number 15, adds to a mask. */
const TERM = 2n ** 14n;

const hasTerm = (mask: string): boolean => (BigInt(`0x${mask}`) / TERM) % 2n === 1n;

/**
 * Name of process 1, where the masks say that it neither handles SIGTERM nor holds it back to fetch it by itself. Pure.
 * @param table what `ps -o pid,ppid,caught,blocked,comm` prints
 */
export function deafProcess(table: string): string | undefined {
  const rows = table.trim().split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  const pids = new Set(rows.map(([pid]) => pid));
  // The parent of process 1 is outside of the container.
  const [first, ...others] = rows.filter(([, ppid]) => !pids.has(ppid));
  if (!first || others.length > 0) return undefined;
  const [, , caught = '', blocked = '', name] = first;
  if (![caught, blocked].every((mask) => /^[0-9a-f]{8,16}$/i.test(mask))) return undefined;
  return hasTerm(caught) || hasTerm(blocked) ? undefined : name ?? 'process 1';
}

/** The same of a container that runs; undefined, too, where the engine does not tell. */
export async function deafToSigterm(docker: Docker, container: string): Promise<string | undefined> {
  const { exitCode, stdout } = await docker.try(signalMasksArgs(container));
  return exitCode === 0 ? deafProcess(stdout) : undefined;
}

/** For evidence. */
export const deafness = (name: string): string =>
  `process 1, ${name}, has no handler for SIGTERM: the kernel keeps the signal from it, so it would be killed when the time is up`;
