import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledFiles, byPackage, type Metafile } from './packages';
import { COMPILED_LAYER, type ImageSize, type LayerSize, type ProgramSize } from './size-report';
import { treemapOf } from './treemap';
import { type ImagePlan, metafileOf, type ProgramPlan } from '../../contract/plan';
import { PROGRAM_DIR } from '../../contract/program';
import { CliError } from '../cli-error';
import type { Docker } from '../docker/docker';
import { layerSizesArgs } from '../docker/docker-args';
import { latestTag } from '../images/image-names';
import { inspectImage } from '../images/inspect-image';
import { readCopies } from '../images/read-copies';
import type { Project } from '../project';

/** Size and instruction of each layer, the lowest first; undefined where there is no such image. */
async function layersOf(docker: Docker, image: string, signal: AbortSignal): Promise<LayerSize[] | undefined> {
  const { exitCode, stdout } = await docker.try(layerSizesArgs(image), { signal });
  return exitCode === 0 ? parseLayers(stdout) : undefined;
}

/** Reads lines of `<bytes>\t<instruction>`, the newest first; pure. */
export const parseLayers = (text: string): LayerSize[] => text.split('\n').filter((line) => line.includes('\t')).reverse().map((line) => {
  const [size, ...instruction] = line.split('\t');
  return { bytes: Number(size), createdBy: instruction.join('\t').replace(/^\/bin\/sh -c #\(nop\) +/, '').replace(/^\/bin\/sh -c /, 'RUN ').trim() };
});

/** What the layers of a generated Dockerfile hold, the lowest first. */
const ownLayers = ({ debianPackages, externals, files, programs }: ImagePlan): string[] => [
  ...(debianPackages.length > 0 ? ['packages of Debian'] : []),
  ...(externals.length > 0 ? ['packages of npm'] : []),
  ...(files.length > 0 ? ['files'] : []),
  'programs and scripts',
  ...(programs.some(({ command }) => command === 'serve') ? [COMPILED_LAYER] : []),
];

/** Names the layers above the base, where they are those of a generated Dockerfile; pure. */
export function namedLayers(image: ImagePlan, layers: readonly LayerSize[]): LayerSize[] {
  const names = ownLayers(image);
  return layers.length === names.length ? layers.map((layer, index) => ({ ...layer, holds: names[index] })) : [...layers];
}

/** What esbuild has told of a bundle. */
export async function readMetafile(project: Project, image: ImagePlan, program: ProgramPlan): Promise<Metafile> {
  const file = metafileOf(image, program);
  const text = await readFile(join(project.dir, file), 'utf8').catch((cause: unknown) => {
    throw new CliError('SMA_CLI_BUNDLE_MISSING', {
      what: `${file} cannot be read.`, why: 'esbuild tells there what a bundle is made of', fix: 'run "npx projen bundle"', cause,
    });
  });
  return JSON.parse(text) as Metafile;
}

async function measureProgram(project: Project, image: ImagePlan, program: ProgramPlan): Promise<ProgramSize> {
  const { bundle, command } = program;
  const size = (file: string) => stat(join(project.dir, file)).then((found) => found.size, () => 0);
  return {
    command,
    bytes: await size(bundle),
    mapBytes: await size(`${bundle}.map`),
    packages: byPackage(bundledFiles(await readMetafile(project, image, program), bundle)),
  };
}

/** What an image costs, by layer and by package. @throws CliError SMA_CLI_IMAGE_MISSING, SMA_CLI_BUNDLE_MISSING */
export async function measureImage(docker: Docker, project: Project, image: ImagePlan, signal: AbortSignal): Promise<ImageSize> {
  const tag = latestTag(image);
  const [found, all] = [await inspectImage(docker, tag, signal), await layersOf(docker, tag, signal)];
  if (!found || !all) {
    throw new CliError('SMA_CLI_IMAGE_MISSING', { what: `${tag} is not on this machine.`, fix: 'run "npx projen image:build"' });
  }
  const base = await inspectImage(docker, image.baseImage, signal);
  const below = base && await layersOf(docker, image.baseImage, signal);
  const programs = await Promise.all(image.programs.map((program) => measureProgram(project, image, program)));
  const folder = `${PROGRAM_DIR}/node_modules`;
  const source = { image: tag, project: project.plan.algorithm.name, signal };
  const copies = image.externals.length > 0 ? await readCopies(docker, source, [folder]) : undefined;
  const measured = {
    image: image.name,
    tag,
    bytes: found.size,
    base: base ? { image: image.baseImage, bytes: base.size } : { image: image.baseImage, unknown: 'it is not on this machine' },
    layers: namedLayers(image, all.slice(below?.length ?? 0).filter(({ bytes }) => bytes > 0)),
    programs,
    installed: copies ? byPackage([...copies].map(([path, { bytes }]) => [path, bytes])) : [],
  };
  return { ...measured, treemap: treemapOf(measured) };
}
