import { imageFor } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import type { Project } from '../project';

/** A sentence when this machine's Node is older than the image's, which the bundles are made for; pure but for the version. */
export function oldNodeNote(project: Project, command: ContainerCommand, version: string = process.versions.node): string | undefined {
  const here = Number(version.split('.')[0]);
  const { nodeMajor } = imageFor(project.plan, command);
  return here < nodeMajor
    ? `this machine runs Node ${here} and the "${command}" program is made for Node ${nodeMajor}; newer syntax and functions are missing here`
    : undefined;
}
