import type { Command } from 'commander';
import { FILES_DIR, NPM_DIR } from '../../contract/plan';
import type { CliContext } from '../cli-context';
import { chosenImages, imageOption } from './image-build';
import { writeFileContext } from '../images/file-context';
import { writeNpmContext } from '../images/npm-context';

export function addImageContext(program: Command, context: CliContext): void {
  program
    .command('image:context')
    .description('writes what an image installs instead of bundling, and the files of the project that it carries, into its folder')
    .addOption(imageOption())
    .action((options: { image?: string }) => imageContext(context, options.image));
}

async function imageContext({ report, signal, run, project }: CliContext, name: string | undefined): Promise<void> {
  const found = await project();
  for (const image of chosenImages(found, name)) {
    const outcomes = [[NPM_DIR, await writeNpmContext(found, image, run, signal)], [FILES_DIR, await writeFileContext(found, image)]];
    for (const [folder, outcome] of outcomes) if (outcome !== 'nothing to do') report.note(`${image.folder}/${folder} ${outcome}`);
  }
}
