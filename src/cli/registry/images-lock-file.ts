import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { IMAGES_LOCK_FILE, IMAGES_LOCK_VERSION, type ImagesLock, imagesLockText, parseImagesLock } from '../../contract/images-lock';
import { CliError } from '../cli-error';
import type { Project } from '../project';

/** The lock of a project; undefined where nothing was pushed yet. */
export async function readImagesLock({ dir }: Project): Promise<ImagesLock | undefined> {
  const text = await readFile(join(dir, IMAGES_LOCK_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unreadable(`cannot be read (${error.code})`, error);
  });
  if (text === undefined) return undefined;
  const parsed = parseImagesLock(text);
  if ('lock' in parsed) return parsed.lock;
  throw unreadable(parsed.problem);
}

const unreadable = (problem: string, cause?: unknown): CliError => new CliError('SMA_CLI_IMAGES_LOCK', {
  what: `${IMAGES_LOCK_FILE} ${problem}.`,
  why: 'it says which images were pushed, and the request names those by digest',
  fix: 'restore the file from git, or remove it: the request names the images by tag then',
  cause,
});

/**
 * Records what was pushed, all images of one push in one step: a lock that names one new and one old image would make a request
 * that nobody has tested. What it knows of other images stays; an unchanged file is not touched.
 */
export async function recordImages(project: Project, pushed: ImagesLock['images']): Promise<void> {
  const file = join(project.dir, IMAGES_LOCK_FILE);
  const before = await readImagesLock(project);
  const lock: ImagesLock = { lockVersion: IMAGES_LOCK_VERSION, images: { ...before?.images, ...pushed } };
  if (before && imagesLockText(before) === imagesLockText(lock)) return;
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(unfinished, imagesLockText(lock), { flush: true });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new CliError('SMA_CLI_WRITE', {
      what: `${IMAGES_LOCK_FILE} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}); the images are pushed all the same.`,
      why: 'it says which images were pushed, and the request names those by digest',
      fix: 'make room on the disk, or give the file and its folder to the user who runs this; then run the command again: it pushes nothing twice',
      cause: error,
    });
  }
}
