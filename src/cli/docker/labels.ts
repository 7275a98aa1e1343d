/** Labels on everything that a run makes in an engine: by them it is found and removed, and nothing else is. */
export const LABEL = {
  run: 'sm-algorithm.run',
  project: 'sm-algorithm.project',
  /** The program that made it. */
  owner: 'sm-algorithm.owner',
} as const;

/** The revision that an image was built from; a name of the OCI image specification. */
export const REVISION_LABEL = 'org.opencontainers.image.revision';

/** Digest of the plan that an image was built for: of everything that the definition says. */
export const DEFINITION_LABEL = 'sm-algorithm.definition';

/** Version of the sm-algorithm that built an image. */
export const TOOL_VERSION_LABEL = 'sm-algorithm.version';

export interface RunLabels {
  readonly runId: string;
  readonly project: string;
  readonly owner: string;
}

export const labelArgs = (labels: RunLabels): string[] => [
  '--label', `${LABEL.run}=${labels.runId}`,
  '--label', `${LABEL.project}=${labels.project}`,
  '--label', `${LABEL.owner}=${labels.owner}`,
];
