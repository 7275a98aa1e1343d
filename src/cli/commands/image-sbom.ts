import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { chosenImages, imageOption } from './image-build';
import { jsonOption } from './run-options';
import { type ImagePlan, SBOM_DIR } from '../../contract/plan';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { imagePlatformArgs } from '../docker/docker-args';
import { latestTag } from '../images/image-names';
import type { Project } from '../project';
import { readContents } from '../sbom/contents';
import { licenceList } from '../sbom/licence-list';

export function addImageSbom(program: Command, context: CliContext): void {
  program
    .command('image:sbom')
    .description('writes what the built images hold (CycloneDX), and its licences')
    .addOption(imageOption())
    .addOption(jsonOption())
    .action((options: { image?: string }) => imageSbom(context, options.image));
}

async function imageSbom(context: CliContext, name: string | undefined): Promise<void> {
  const { report, docker } = context;
  const project = await context.project();
  const images = chosenImages(project, name);
  await docker.assertAnswers(context.signal);
  const written = [];
  for (const image of images) written.push(await writeSbom(context, project, image));
  report.result(written.flatMap(({ sbom, licences }) => [sbom, licences]).join('\n'));
  report.document({ ok: true, images: written });
}

async function writeSbom({ docker, signal, report }: CliContext, project: Project, image: ImagePlan) {
  const tag = latestTag(image);
  if ((await docker.try(imagePlatformArgs(tag), { signal })).exitCode !== 0) {
    throw new CliError('SMA_CLI_IMAGE_MISSING', { what: `${tag} is not on this machine.`, fix: 'run "npx projen image:build"' });
  }
  const contents = await readContents(docker, project, image, signal);
  // Its library is loaded by this command alone.
  const { cycloneDx } = await import('../sbom/cyclone-dx');
  const [sbom, licences] = [`${SBOM_DIR}/${image.name}.cdx.json`, `${SBOM_DIR}/${image.name}.licences.txt`];
  await mkdir(join(project.dir, SBOM_DIR), { recursive: true });
  await writeFile(join(project.dir, sbom), cycloneDx(contents, image.localName, project.plan.algorithm.version));
  await writeFile(join(project.dir, licences), licenceList(contents, tag));
  if (!contents.base) report.note(`${tag} keeps no record of the packages of its base image: they are unknown`);
  const { bundled, installed, base } = contents;
  return {
    image: image.name, sbom, licences, packages: { bundled: bundled.length, installed: installed.length, base: base?.length ?? null },
  };
}
