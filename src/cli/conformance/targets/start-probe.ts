/** Whether an image starts with a word, as the service starts it; what the program then does is the matter of other checks. */
import { randomBytes } from 'node:crypto';
import type { ContainerCommand } from '../../../contract/program';
import type { Docker } from '../../docker/docker';
import { createFillerArgs, startArgs, tailArgs, waitArgs } from '../../docker/docker-args';
import { DockerResources } from '../../engine/docker-resources';
import { stateOf } from '../../engine/docker-serving';
import type { Ended } from '../../simulator/exit-code';

/** A program that still runs after this time has been started. Unit: ms. */
const WATCHED_MS = 3_000;
/** Unit: lines. */
const SHOWN_LINES = 5;

/** What a shell or the engine says of a program that cannot be run or is not there. */
const NO_PROGRAM = [126, 127];

export const didNotStart = ({ startError, exitCode = 0 }: Ended): boolean => startError !== undefined || NO_PROGRAM.includes(exitCode);

export interface StartOutcome {
  /** Absent while the program runs. */
  readonly ended?: Ended;
  readonly lastLines: readonly string[];
}

export interface StartProbe {
  readonly docker: Docker;
  readonly image: string;
  readonly platform?: string;
  /** Name of what is looked at, for the labels. */
  readonly project: string;
  readonly signal: AbortSignal;
}

/** `docker run IMAGE WORD` without network and without files, for a moment. Nothing is left of it. */
export async function probeStart(probe: StartProbe, command: ContainerCommand): Promise<StartOutcome> {
  const { docker, image, platform, project, signal } = probe;
  signal.throwIfAborted();
  const resources = new DockerResources(docker, `check-${randomBytes(5).toString('hex')}`, project);
  const name = resources.name(command);
  try {
    await docker.must(createFillerArgs({ name, image, platform, labels: resources.labels, mounts: [] }, command));
    const started = await docker.try(startArgs(name));
    if (started.exitCode !== 0) return { ended: { startError: started.lastLines[0] ?? 'no reason given' }, lastLines: [] };
    const { timedOut } = await docker.try(waitArgs(name), { signal, timeoutMs: WATCHED_MS });
    const { lastLines } = await docker.try(tailArgs(name, SHOWN_LINES), { signal });
    return timedOut ? { lastLines } : { ended: await stateOf(docker, name), lastLines };
  } finally {
    await resources.removeAll();
  }
}
