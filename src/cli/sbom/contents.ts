/** What an image holds, as far as it can be known. */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type DebianPackage, licencesOfCopyright, parseDpkgStatus, parseOsRelease } from './dpkg';
import { type InlinedPackage, INLINED_PACKAGES_FILE } from '../../contract/inlined-packages';
import type { ImagePlan } from '../../contract/plan';
import { PROGRAM_DIR } from '../../contract/program';
import type { Docker } from '../docker/docker';
import { latestTag } from '../images/image-names';
import { inspectImage } from '../images/inspect-image';
import { type CopiedFile, readCopies } from '../images/read-copies';
import type { Project } from '../project';
import { readMetafile } from '../size/measure-image';
import { bundledFiles, packageOf, packagePlace } from '../size/packages';

const OWN_PACKAGE = 'sm-algorithm';

/** What nobody has recorded. */
export const UNKNOWN = 'unknown';

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  readonly licence?: string;
  /** `sha512-…` of the tarball, as the lockfile has it. */
  readonly integrity?: string;
}

export interface BasePackage extends DebianPackage {
  readonly licences: readonly string[];
}

export interface ImageContents {
  readonly image: string;
  readonly bundled: readonly NpmPackage[];
  readonly installed: readonly NpmPackage[];
  readonly os?: { readonly id: string; readonly version?: string };
  /** Absent where the image keeps no record. */
  readonly base?: readonly BasePackage[];
  /** Version of Node, where the image tells. */
  readonly node?: string;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
}

type Integrities = ReadonlyMap<string, string>;

const STATUS = '/var/lib/dpkg/status';
const STATUS_FOLDER = '/var/lib/dpkg/status.d';
const DOCUMENTS = '/usr/share/doc';
const OS_RELEASE = '/usr/lib/os-release';
const INSTALLED = `${PROGRAM_DIR}/node_modules`;

function npmPackage(manifestText: string | undefined, integrities: Integrities): NpmPackage | undefined {
  if (manifestText === undefined) return undefined;
  const { name, version, license } = JSON.parse(manifestText) as Manifest;
  if (!name || !version) return undefined;
  const licence = typeof license === 'string' ? license : license?.type;
  const integrity = integrities.get(`${name}@${version}`);
  return { name, version, ...(licence && { licence }), ...(integrity && { integrity }) };
}

/** Each name and version once, in their order. */
const distinct = (packages: ReadonlyArray<NpmPackage | undefined>): NpmPackage[] =>
  [...new Map(packages.filter((one) => one !== undefined).map((one) => [`${one.name}@${one.version}`, one]))]
    .sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);

/** By `name@version`; none where the project has no lockfile of npm. */
async function readIntegrities({ dir }: Project): Promise<Integrities> {
  const text = await readFile(join(dir, 'package-lock.json'), 'utf8').catch(() => '{}');
  const { packages = {} } = JSON.parse(text) as { packages?: Record<string, { name?: string; version?: string; integrity?: string }> };
  return new Map(Object.entries(packages).flatMap(([path, { name, version, integrity }]) =>
    (version && integrity ? [[`${name ?? path.replace(/^.*node_modules\//, '')}@${version}`, integrity]] : [])));
}

/** What a part of our own runtime carries in itself: to the esbuild of a project that part is one file. */
async function inlinedIn(project: Project, folder: string): Promise<NpmPackage[]> {
  const text = await readFile(join(project.dir, folder, INLINED_PACKAGES_FILE), 'utf8').catch(() => '[]');
  return JSON.parse(text) as InlinedPackage[];
}

async function bundledPackages(project: Project, image: ImagePlan, integrities: Integrities): Promise<NpmPackage[]> {
  const places = new Set<string>();
  const partsOfRuntime = new Set<string>();
  for (const program of image.programs) {
    for (const [path] of bundledFiles(await readMetafile(project, image, program), program.bundle)) {
      const place = packagePlace(path);
      if (place) places.add(place);
      if (packageOf(path) === OWN_PACKAGE) partsOfRuntime.add(posix.dirname(path));
    }
  }
  const manifests = [...places].map((place) => readFile(join(project.dir, place, 'package.json'), 'utf8').catch(() => undefined));
  const inlined = (await Promise.all([...partsOfRuntime].map((folder) => inlinedIn(project, folder)))).flat();
  return distinct([...(await Promise.all(manifests)).map((text) => npmPackage(text, integrities)), ...inlined]);
}

function basePackages(files: ReadonlyMap<string, CopiedFile>): BasePackage[] | undefined {
  const records = [...files].filter(([path]) => path === STATUS || (path.startsWith(`${STATUS_FOLDER}/`) && !path.endsWith('.md5sums')));
  if (records.length === 0) return undefined;
  return records.flatMap(([, { text }]) => parseDpkgStatus(text ?? '')).map((one) => ({
    ...one, licences: licencesOfCopyright(files.get(`${DOCUMENTS}/${one.name}/copyright`)?.text ?? ''),
  }));
}

/** Looks into the image; nothing in it is run. The image has to be there, and its bundles. */
export async function readContents(docker: Docker, project: Project, image: ImagePlan, signal: AbortSignal): Promise<ImageContents> {
  const tag = latestTag(image);
  const integrities = await readIntegrities(project);
  const bundled = await bundledPackages(project, image, integrities);
  const isRead = (path: string) => !path.startsWith(INSTALLED) || /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path);
  const paths = [STATUS, STATUS_FOLDER, DOCUMENTS, OS_RELEASE, ...(image.externals.length > 0 ? [INSTALLED] : [])];
  const files = await readCopies(docker, { image: tag, project: project.plan.algorithm.name, signal }, paths, isRead);
  const os = parseOsRelease(files.get(OS_RELEASE)?.text ?? '');
  const base = basePackages(files);
  const node = (await inspectImage(docker, tag, signal))?.environment.find((entry) => entry.startsWith('NODE_VERSION='))?.slice('NODE_VERSION='.length);
  const manifests = [...files].filter(([path]) => path.startsWith(`${INSTALLED}/`)).map(([, { text }]) => text);
  return {
    image: image.name,
    bundled,
    installed: distinct(manifests.map((text) => npmPackage(text, integrities))),
    ...(os && { os }),
    ...(base && { base }),
    ...(node && { node }),
  };
}
