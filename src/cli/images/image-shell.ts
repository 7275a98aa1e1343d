/** Whether an image has the programs of a shell, and which image feeds the FIFOs of one that has none. */
import { randomBytes } from 'node:crypto';
import type { ImagePlan } from '../../contract/plan';
import type { Docker } from '../docker/docker';
import { createHolderArgs, execArgs, startArgs } from '../docker/docker-args';
import { DockerResources } from '../engine/docker-resources';

/** What feeds FIFOs is written for them. */
const PROGRAMS = ['cat', 'dd'];

export const hasNoShell = ({ flavor }: ImagePlan): boolean => flavor === 'distroless';

/** Image with `sh`, `cat` and `dd` for an image without: the one that it is gathered in. Undefined where the image has them itself. */
export const feederImageOf = (image: ImagePlan): string | undefined => (hasNoShell(image) ? image.builderImage : undefined);

export interface ShellProbe {
  readonly docker: Docker;
  readonly image: string;
  readonly platform?: string;
  /** Name of what is looked at, for the labels. */
  readonly project: string;
  readonly signal: AbortSignal;
}

/** Looks for them in an image of which nothing is known, in a container without network. Nothing is left of it. */
export async function findShell({ docker, image, platform, project, signal }: ShellProbe): Promise<boolean> {
  const resources = new DockerResources(docker, `check-${randomBytes(5).toString('hex')}`, project);
  const name = resources.name('shell');
  try {
    await docker.must(createHolderArgs({ name, image, platform, labels: resources.labels, mounts: [] }), { signal });
    if ((await docker.try(startArgs(name), { signal })).exitCode !== 0) return false;
    const look = PROGRAMS.map((program) => `command -v ${program}`).join(' && ');
    return (await docker.try(execArgs(name, ['sh', '-c', look]), { signal })).exitCode === 0;
  } finally {
    await resources.removeAll();
  }
}
