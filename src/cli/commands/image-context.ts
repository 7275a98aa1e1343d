import type { Command } from 'commander';
import { NPM_DIR } from '../../contract/plan';
import type { CliContext } from '../cli-context';
import { chosenImages, imageOption } from './image-build';
import { writeNpmContext } from '../images/npm-context';

export function addImageContext(program: Command, context: CliContext): void {
  program
    .command('image:context')
    .description('writes the npm files of packages that an image installs instead of bundling')
    .addOption(imageOption())
    .action((options: { image?: string }) => imageContext(context, options.image));
}

async function imageContext({ report, signal, run, project }: CliContext, name: string | undefined): Promise<void> {
  const found = await project();
  for (const image of chosenImages(found, name)) {
    const outcome = await writeNpmContext(found, image, run, signal);
    if (outcome !== 'nothing to do') report.note(`${image.folder}/${NPM_DIR} ${outcome}`);
  }
}
