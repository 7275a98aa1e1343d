import { randomInt } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { baseContent } from './base-content';
import { writeHostFolder } from './host-folder';
import type { HostOutcome, HostsJob, HostSetting, ReadyHost } from './hosts-job';
import { ownFolders, ProcessHost } from './process-host';
import { runHosts } from './run-hosts';
import { CONTAINER_ENV } from '../../../contract/container-env';
import type { Start } from '../../exec';
import { processEnvironment } from '../process-environment';
import { setWritable } from '../set-writable';

export interface ProcessHostsOptions {
  /** The program and its arguments, for example Node and a bundle. */
  readonly command: readonly [string, ...string[]];
  readonly start: Start;
  /** Environment of this program; hardly any of it is passed on. */
  readonly hostEnv: Readonly<Record<string, string | undefined>>;
  /** What in an image is a file beside the program, and is found through the environment outside of one. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Whether it is looked at what was written elsewhere. */
  readonly looksElsewhere?: boolean;
  /** Folders of the host at a place. */
  folders(place: number): Promise<ProcessFolders>;
}

export interface ProcessFolders {
  /** Stands for `/opt/ml`; always with `/` as separator. */
  readonly base: string;
  /** Home and temporary folder. */
  readonly scratch: string;
}

/** Runs the hosts of a job as child processes, each below a folder that stands for `/opt/ml`; what is in `input` stays read-only. */
export const runAsProcesses = (options: ProcessHostsOptions, job: HostsJob): Promise<HostOutcome[]> =>
  runHosts(job, options.signal, (setting) => prepare(options, setting));

async function prepare(options: ProcessHostsOptions, setting: HostSetting): Promise<ReadyHost> {
  const { command, start, hostEnv, env, looksElsewhere } = options;
  const { host, job, place, signal } = setting;
  const { base, scratch } = await options.folders(place);
  await mkdir(scratch, { recursive: true });
  const paths = await writeHostFolder(base, host, signal);
  await setWritable(paths.input, false);
  // FIFOs are made in it while the program runs.
  if (host.pipes.length > 0) await chmod(paths.inputData, 0o755);
  const before = looksElsewhere ? await baseContent(base, ownFolders(paths)) : undefined;
  const all = { ...processEnvironment(hostEnv, scratch), ...job.env, ...env, [CONTAINER_ENV.baseDir]: base };
  return new ProcessHost({ command, start, env: all, setting, paths, before });
}

/** Why there cannot be several hosts on this machine; undefined where there can. */
export const noLoopbackHosts = (): string | undefined =>
  (process.platform === 'linux' ? undefined : 'hosts are loopback addresses of this machine, which only Linux has many of');

/** Addresses of this machine: hosts that listen on the same port do not meet, nor do those of two jobs, as far as chance allows. */
export function loopbackHosts(count: number): string[] {
  const network = `127.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  return Array.from({ length: count }, (_, index) => `${network}.${index + 1}`);
}
