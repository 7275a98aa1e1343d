import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { chosenImages, imageOption } from './image-build';
import { jsonOption } from './run-options';
import { SIZE_PAGE } from '../../contract/plan';
import type { CliContext } from '../cli-context';
import { renderSizePage } from '../html-report/size-page';
import { measureImage } from '../size/measure-image';
import { renderSize } from '../size/render-size';
import type { ImageSize } from '../size/size-report';

export function addImageSize(program: Command, context: CliContext): void {
  program
    .command('image:size')
    .description('shows what each layer and each package of the built images costs, as a table and as a page with a treemap')
    .addOption(imageOption())
    .addOption(jsonOption())
    .action((options: { image?: string }) => imageSize(context, options.image));
}

async function imageSize(context: CliContext, name: string | undefined): Promise<void> {
  const { report, docker, signal } = context;
  const project = await context.project();
  const images = chosenImages(project, name);
  await docker.assertAnswers(signal);
  const sizes: ImageSize[] = [];
  for (const image of images) sizes.push(await measureImage(docker, project, image, signal));
  const page = join(project.dir, SIZE_PAGE);
  await mkdir(dirname(page), { recursive: true });
  await writeFile(`${page}.part`, renderSizePage(sizes, new Date()));
  await rename(`${page}.part`, page);
  report.result([...sizes.map(renderSize), `as a page: ${relative(process.cwd(), page) || page}`].join('\n\n'));
  report.document({ ok: true, images: sizes, page });
}
