/** Reading npm lockfiles (version 2 and 3); pure. */

export interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}
export interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** `node_modules/a/node_modules/@s/b` → `@s/b`. */
export const packageNameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const atTop = (name: string): string => `node_modules/${name}`;

/** Exact version of each package that an image installs, as the project has it; or what stands in the way. */
export function pinExternals(lock: Lockfile, externals: readonly string[]): { pinned: Record<string, string>; problems: string[] } {
  const pinned: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of externals) {
    const entry = lock.packages[atTop(name)];
    if (!entry) problems.push(`${name} is not installed in the project; add it to its dependencies in .projenrc.ts`);
    else if (entry.link || !entry.version || entry.resolved?.startsWith('file:')) problems.push(`${name} is a local folder or file; an image can install it from a registry only`);
    else pinned[name] = entry.version;
  }
  return { pinned, problems };
}

/** Packages of `reduced` in a version that `full` does not have: the image would run something that was never tested. */
export function strangeVersions(full: Lockfile, reduced: Lockfile): string[] {
  const known = new Set(Object.entries(full.packages).map(([path, { version }]) => `${packageNameOf(path)}@${version}`));
  return Object.entries(reduced.packages)
    .filter(([path]) => path !== '')
    .map(([path, { version }]) => `${packageNameOf(path)}@${version}`)
    .filter((id) => !known.has(id));
}
