/** What the builder at work understands, read from the help of its build command; pure. Versions say nothing of it. */

export const BUILD_HELP_ARGS: readonly string[] = ['build', '--help'];

/** Makes the legacy builder remove the container of a step that failed; other builders have none to remove. */
export const FORCE_REMOVE = '--force-rm';
/** Docker hides it from its help where the legacy builder is at work. */
export const SECRET = '--secret';

export interface BuilderFeatures {
  readonly secrets: boolean;
  readonly forceRemove: boolean;
  /** Arguments that make the result an image of Docker's own format without attestations: SageMaker has refused others. */
  readonly formatArgs: readonly string[];
}

/** @param help what `build --help` prints */
export function builderFeatures(help: string): BuilderFeatures {
  const has = (option: string) => new RegExp(`(^|\\s)${option}\\b`).test(help);
  return {
    secrets: has(SECRET),
    forceRemove: has(FORCE_REMOVE),
    formatArgs: [
      // buildx adds attestations unless it is told not to; they make an index of the image.
      ...(has('--provenance') ? ['--provenance=false'] : []),
      ...(has('--provenance') && has('--sbom') ? ['--sbom=false'] : []),
      ...(/\bbuildx\b/.test(help) ? ['--output', 'type=docker,oci-mediatypes=false'] : []),
      // podman and buildah: OCI unless told otherwise.
      ...(has('--format') ? ['--format', 'docker'] : []),
    ],
  };
}
