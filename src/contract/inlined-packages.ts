/** File beside each part of the runtime in the package: what of npm is in it, as {@link InlinedPackage}s. */
export const INLINED_PACKAGES_FILE = 'inlined-packages.json';

/** A package of npm that a part of the runtime carries in itself. */
export interface InlinedPackage {
  readonly name: string;
  readonly version: string;
  /** An expression of SPDX. */
  readonly licence: string;
  /** `sha512-…` of the tarball, as the lockfile has it. */
  readonly integrity?: string;
}
