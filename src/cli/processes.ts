/** What the system tells of processes. A number alone names none: the system gives numbers again. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { run } from './exec';

/** A process, and no later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began: on Linux `<boot>.<ticks>`, elsewhere `@<seconds since 1970>`, which is right to a second or two. */
  readonly birth: string;
}

/** Unit: s. Between when we take a process to have begun and what the system says of it. */
const BIRTH_TOLERANCE_SECONDS = 2;

/** A file that Linux keeps of a process; empty where it is gone, somebody else's, or there is no /proc. */
export function procFile(pid: number | 'self', file: 'stat' | 'status' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** State, parent, group, …: what stands after the name, which is in brackets and may hold anything. */
export const statFields = (pid: number | 'self'): string[] => procFile(pid, 'stat').split(') ').at(-1)!.split(' ');

/** Numbers of all processes that Linux shows; none elsewhere. */
export function allProcesses(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Numbers of the processes in the group that a process leads, itself among them; none elsewhere than on Linux. */
export const groupOf = (leader: number): number[] => allProcesses().filter((pid) => statFields(pid)[2] === String(leader));

/** Where numbers of processes mean the same: a machine, and on Linux a namespace of it. */
export function placeOfProcesses(): string {
  try {
    return `${hostname()}/${/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]}`;
  } catch {
    return hostname();
  }
}

/** A child that was started at this moment. */
export const newborn = (pid: number): ProcessIdentity => ({ pid, birth: linuxBirth(pid) ?? `@${Math.round(Date.now() / 1_000)}` });

export const thisProcess = (): ProcessIdentity =>
  ({ pid: process.pid, birth: linuxBirth(process.pid) ?? `@${Math.round(Date.now() / 1_000 - process.uptime())}` });

/** Whether this very process runs. One that only waits for its parent to notice its end does not. */
export async function lives({ pid, birth }: ProcessIdentity): Promise<boolean> {
  if (!exists(pid)) return false;
  const now = birth.startsWith('@') ? await toldBirth(pid) : linuxBirth(pid);
  // It is there, and the system tells no more of it: whoever asks must not take it for gone.
  if (now === undefined) return !hasEnded(statFields(pid)[0]);
  return birth.startsWith('@') ? Math.abs(Number(birth.slice(1)) - Number(now.slice(1))) <= BIRTH_TOLERANCE_SECONDS : birth === now;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined where it has ended, or this is no Linux. Field 22 of `stat`, counted from 1, is the 20th after the name. */
function linuxBirth(pid: number): string | undefined {
  const fields = statFields(pid);
  const { 0: state, 19: ticks } = fields;
  return ticks === undefined || hasEnded(state) ? undefined : `${bootId()}.${ticks}`;
}

/** Whether only its entry in the table is left. */
const hasEnded = (state: string): boolean => state === 'Z' || state === 'X';

let boot: string | undefined;

function bootId(): string {
  try {
    return (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8));
  } catch {
    return (boot = 'boot');
  }
}

/** By `ps`, which macOS and the BSDs have; undefined on Windows, which has none. */
async function toldBirth(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' } });
  const at = Date.parse(`${stdout.trim()} UTC`);
  return Number.isNaN(at) ? undefined : `@${Math.round(at / 1_000)}`;
}
