import { cp, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FILES_DIR, type ImagePlan } from '../../contract/plan';
import { CliError } from '../cli-error';
import type { Project } from '../project';

/** Copies the files of the project that an image carries into its build context, laid out as in the image; `files/`. */
export async function writeFileContext(project: Project, image: ImagePlan): Promise<'written' | 'removed' | 'nothing to do'> {
  const folder = join(project.dir, image.folder, FILES_DIR);
  const stale = await exists(folder);
  const missing: string[] = [];
  for (const { source } of image.files) if (!await exists(join(project.dir, source))) missing.push(source);
  if (missing.length > 0) {
    throw new CliError('SMA_CLI_IMAGE_FILES', {
      what: `files that the ${image.name} image carries do not exist:`,
      why: 'imageFiles in .projenrc.ts names them',
      fix: 'make the files, or correct imageFiles and run "npx projen"',
      details: missing,
    });
  }
  await rm(folder, { recursive: true, force: true });
  for (const { source, target } of image.files) {
    const copy = join(folder, target);
    await mkdir(dirname(copy), { recursive: true });
    // What a link leads to: the link itself would lead elsewhere in the image.
    await cp(join(project.dir, source), copy, { recursive: true, dereference: true });
  }
  if (image.files.length > 0) return 'written';
  return stale ? 'removed' : 'nothing to do';
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);
