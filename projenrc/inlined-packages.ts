/*
 * tsx projenrc/inlined-packages.ts <metafile> <list>: lists the packages of npm that esbuild has put into a part of the runtime. What
 * an image holds is told with it (image:sbom), since the user's own esbuild sees one file of sm-algorithm.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { InlinedPackage } from '../src/contract/inlined-packages';

interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>>;
}
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const PLACE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

const [, , metafile, list] = process.argv;
const { outputs } = JSON.parse(readFileSync(metafile, 'utf8')) as Metafile;
const { packages: locked } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { integrity?: string }> };

const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs))
  .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
const places = new Set(inputs.flatMap(([path]) => PLACE.exec(path)?.[1] ?? []));
const packages = [...places].sort().map((place): InlinedPackage => {
  const { name, version, license } = JSON.parse(readFileSync(`${place}/package.json`, 'utf8')) as Manifest;
  if (license === undefined) throw new Error(`${place} names no licence: the runtime must not carry what nobody may pass on`);
  return { name, version, licence: license, integrity: locked[place]?.integrity };
});
writeFileSync(list, `${JSON.stringify(packages, undefined, 2)}\n`);
rmSync(metafile);
