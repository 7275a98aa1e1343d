/** What of a bundle or of a folder `node_modules` belongs to which package; pure. */
import { OWN_CODE, type PackageSize } from './size-report';

/** The part of esbuild's metafile that is read here.
 *  @see https://esbuild.github.io/api/#metafile */
export interface Metafile {
  readonly outputs: Readonly<Record<string, {
    readonly bytes: number;
    readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
  }>>;
}

const PACKAGE = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//;
/** Where a package is, from the root of the project on: of two versions of one package each has its own. */
const PLACE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** `node_modules/@s/b/x.js` → `@s/b`; undefined for what lies in no package. */
export const packageOf = (path: string): string | undefined => PACKAGE.exec(path)?.[1];

/** `node_modules/a/node_modules/b/x.js` → `node_modules/a/node_modules/b`: a key of the lockfile. */
export const packagePlace = (path: string): string | undefined => PLACE.exec(path)?.[1];

/** Sums by package, the largest first. */
export function byPackage(files: Iterable<readonly [path: string, bytes: number]>): PackageSize[] {
  const sums = new Map<string, number>();
  for (const [path, bytes] of files) {
    const name = packageOf(path) ?? OWN_CODE;
    sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  return [...sums].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** The files that a bundle was made from, and what each takes of it. */
export const bundledFiles = ({ outputs }: Metafile, bundle: string): Array<readonly [path: string, bytes: number]> =>
  Object.entries(outputs[bundle]?.inputs ?? {}).map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
