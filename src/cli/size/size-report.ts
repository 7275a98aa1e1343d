/** What `image:size --json` tells of each image. Units: bytes, uncompressed. */

/** A rectangle of a treemap: its size is that of its children together, where it has some. */
export interface TreemapNode {
  readonly name: string;
  readonly bytes: number;
  readonly children?: readonly TreemapNode[];
}

export interface LayerSize {
  readonly bytes: number;
  /** The instruction that made it, as the engine tells it. */
  readonly createdBy: string;
  /** What we put there: packages of Debian or npm, files, the programs, or what V8 makes of them; absent of layers of others. */
  readonly holds?: string;
}

/** A package of npm; the project's own code is called {@link OWN_CODE}. */
export interface PackageSize {
  readonly name: string;
  readonly bytes: number;
}

export interface ProgramSize {
  readonly command: string;
  /** The bundle. */
  readonly bytes: number;
  /** Its source map, which error messages are made with. */
  readonly mapBytes: number;
  /** What is in the bundle, the largest first. What esbuild adds itself is in none of them. */
  readonly packages: readonly PackageSize[];
}

export interface ImageSize {
  readonly image: string;
  readonly tag: string;
  readonly bytes: number;
  readonly base: { readonly image: string; readonly bytes: number } | { readonly image: string; readonly unknown: string };
  /** Layers that are not the base's, the lowest first; all of them where the base is not on this machine. */
  readonly layers: readonly LayerSize[];
  readonly programs: readonly ProgramSize[];
  /** Packages that npm installed in the image, the largest first. */
  readonly installed: readonly PackageSize[];
  /** The same as a picture. */
  readonly treemap: TreemapNode;
}

export const OWN_CODE = 'your code';

/** The layer with what V8 makes of the bundle that serves when the image is built, so that it need not be made at every start. */
export const COMPILED_LAYER = 'compiled program';
