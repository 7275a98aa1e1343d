/** Labels that say what an image was built from; the Dockerfile has those that follow from the definition alone. Pure. */
import { digestOf } from '../digest';
import { DEFINITION_LABEL, REVISION_LABEL, TOOL_VERSION_LABEL } from '../docker/labels';
import type { Project } from '../project';
import type { Commit } from '../registry/git-state';

export interface BuiltFrom {
  /** The commit, where the project holds exactly what is committed. */
  readonly commit?: Commit;
  /** The algorithm's version, from the definition or from git. */
  readonly version?: string;
  /** Version of sm-algorithm. */
  readonly toolVersion: string;
}

/** Names and values. A time stands there only where it is the same whenever the same is built: the commit's. */
export const buildLabels = ({ plan }: Project, { commit, version, toolVersion }: BuiltFrom): Readonly<Record<string, string>> => ({
  ...(commit && { [REVISION_LABEL]: commit.sha, 'org.opencontainers.image.created': commit.at }),
  ...(version !== undefined && plan.algorithm.version === undefined && { 'org.opencontainers.image.version': version }),
  [DEFINITION_LABEL]: digestOf(JSON.stringify(plan)),
  [TOOL_VERSION_LABEL]: toolVersion,
});
