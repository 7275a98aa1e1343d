/** The programs that started this one for somebody: `npm exec` starts a shell, that projen, and projen us. */
import { procFile, statFields } from './processes';

/** What the system says of a process. */
export interface ProcessTable {
  parentOf(pid: number): number | undefined;
  /** The variables it was started with. */
  environmentOf(pid: number): string;
}

/** In the environment of everything that npm, pnpm or yarn start, at any depth, and not in their own. */
const STARTED_BY_PACKAGE_MANAGER = '\0npm_execpath=';

/**
 * A watch over our line of launchers: true when one of them is gone. Above the package manager the line is not followed: a
 * script may start a server and end.
 */
export function watchLaunchers(table: ProcessTable = SYSTEM, self: number = process.pid): () => boolean {
  const line = [self];
  let pid = table.parentOf(self);
  while (pid) {
    line.push(pid);
    pid = startedForSomebody(table, pid) ? table.parentOf(pid) : undefined;
  }
  return () => line.slice(0, -1).some((child, at) => table.parentOf(child) !== line[at + 1]);
}

const startedForSomebody = (table: ProcessTable, pid: number): boolean => `\0${table.environmentOf(pid)}`.includes(STARTED_BY_PACKAGE_MANAGER);

/** Linux tells of every process; elsewhere only our own parent is known, and on Windows that number never changes. */
const SYSTEM: ProcessTable = {
  parentOf: (pid) => (pid === process.pid ? process.ppid : Number(statFields(pid)[1]) || undefined),
  environmentOf: (pid) => procFile(pid, 'environ'),
};
