import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LISTING_DIR, SAMPLES_FILE, SAMPLES_FOLDER } from '../../contract/listing';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import type { Samples, SamplesDocument } from './collect-samples';

/** Where the samples are, relative to the project. */
export const SAMPLES_DIR = `${LISTING_DIR}/${SAMPLES_FOLDER}`;

/**
 * Puts the samples in the place of the former ones, in one piece: a reader sees the old folder or the new one. A file that no
 * former `samples.json` names is somebody's own, and then nothing is replaced.
 */
export async function writeSamples(project: Project, { document, files }: Samples): Promise<void> {
  const listing = join(project.dir, LISTING_DIR);
  const target = join(listing, SAMPLES_FOLDER);
  await assertOurs(target);
  await mkdir(listing, { recursive: true });
  // Beside its place, so that a rename moves it.
  const work = await mkdtemp(join(listing, '.samples-'));
  try {
    const fresh = join(work, 'new');
    for (const { path, body } of [...files, { path: SAMPLES_FILE, body: `${JSON.stringify(document, null, 2)}\n` }]) {
      await mkdir(dirname(join(fresh, path)), { recursive: true });
      await writeFile(join(fresh, path), body);
    }
    await rename(target, join(work, 'old')).catch(unlessMissing);
    await rename(fresh, target).catch(async (error: unknown) => {
      await rename(join(work, 'old'), target).catch(unlessMissing);
      throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

async function assertOurs(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw notOurs([`${SAMPLES_DIR} is no folder that can be read (${error.code})`], error);
  });
  const found = entries.filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/'));
  if (found.length === 0) return;
  const named = await readFile(join(folder, SAMPLES_FILE), 'utf8').then((text) => namedFiles(JSON.parse(text) as SamplesDocument)).catch((): string[] => []);
  const strange = found.filter((file) => file !== SAMPLES_FILE && !named.includes(file));
  if (strange.length > 0) throw notOurs(strange.map((file) => `${SAMPLES_DIR}/${file}`));
}

const namedFiles = ({ payloads, channels }: SamplesDocument): string[] => [
  ...payloads.flatMap(({ input, output }) => [input, output]),
  ...channels.flatMap(({ files }) => files.map(({ path }) => path)),
];

const notOurs = (details: readonly string[], cause?: unknown) => new CliError('SMA_CLI_LISTING', {
  what: `${SAMPLES_DIR} holds what this command did not write; nothing was replaced:`,
  why: 'the folder is replaced as a whole, and files of yours would be lost',
  fix: 'move them elsewhere and run the command again',
  details,
  cause,
});
