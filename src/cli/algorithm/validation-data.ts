import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { dataLocations, type DataLocation } from './data-locations';
import { BATCH_MB } from '../../contract/batch-transform';
import { mediaType } from '../../contract/media-types';
import { VALIDATION_DIR } from '../../contract/plan';
import type { ValidationTransformPlan } from '../../contract/validation-plan';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { bytes } from '../quantities';
import { objectsBelow } from '../simulator/objects';
import { samplePayloadFiles, typeByExtension } from '../simulator/payloads';
import { lookThrough } from '../simulator/sample-data';

/** A location and the files that belong there. */
export interface FilledLocation extends DataLocation {
  /** Paths in the folder, sorted. */
  readonly files: readonly string[];
  /** Unit: bytes, all files together. */
  readonly size: number;
}

interface Source {
  /** Absolute path. */
  readonly from: string;
  /** Path in the location. */
  readonly to: string;
  readonly size: number;
}

const LINE_FEED = 10;

/**
 * Lays the sample data out below {@link VALIDATION_DIR} as the profile's S3 locations name it; throws every problem at once,
 * before anything is written.
 *
 * @param root folder that the locations' folders are in
 * @param except channels that somebody else sees to
 */
export async function layOutValidationData(
  project: Project, signal: AbortSignal, root: string = project.dir, except: readonly string[] = [],
): Promise<FilledLocation[]> {
  const { locations, problems } = dataLocations(project.plan, except);
  const found = await Promise.all(locations.map((location) => sources(project, location)));
  const all = [...problems, ...found.flatMap((one) => one.problems)];
  if (all.length > 0) throw cannotBeLaidOut(all);
  await rm(join(root, VALIDATION_DIR), { recursive: true, force: true });
  const filled: FilledLocation[] = [];
  for (const [at, location] of locations.entries()) {
    const files = found[at].files.sort((a, b) => (a.to < b.to ? -1 : 1));
    for (const file of files) {
      signal.throwIfAborted();
      await copy(file.from, join(root, location.folder, file.to));
    }
    filled.push({ ...location, files: files.map(({ to }) => to), size: files.reduce((sum, { size }) => sum + size, 0) });
  }
  return filled;
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}

function sources(project: Project, location: DataLocation): Promise<{ files: Source[]; problems: string[] }> {
  return location.channel === undefined
    ? requestSources(project, project.plan.product.validation!.transform!)
    : channelSources(project, location.channel);
}

async function channelSources({ dir, plan: { local } }: Project, channel: string): Promise<{ files: Source[]; problems: string[] }> {
  const shown = `${local.dataDir}/${channel}`;
  const folder = join(dir, local.dataDir, channel);
  const { files, problems } = await lookThrough(folder, shown);
  if (problems.length > 0) return { files: [], problems: [...problems] };
  if (files === 0) return { files: [], problems: [`channel "${channel}" is in the profile and ${shown} holds no file`] };
  const objects = await objectsBelow(folder);
  const found = await Promise.all(objects.map(async ({ key, file }) => ({ from: file, to: key, size: (await stat(file)).size })));
  return { files: found, problems: [] };
}

async function requestSources(project: Project, job: ValidationTransformPlan): Promise<{ files: Source[]; problems: string[] }> {
  const { payloadDir } = project.plan.local;
  const wanted = mediaType(job.contentType);
  const chosen = (await samplePayloadFiles(project)).filter((file) => typeByExtension(file) === wanted);
  if (chosen.length === 0) return { files: [], problems: [`the transform job takes ${wanted} and ${payloadDir} holds no file of that type`] };
  const files: Source[] = [];
  const problems: string[] = [];
  for (const from of chosen) {
    const to = relative(join(project.dir, payloadDir), from);
    const text = await readFile(from).catch((error: NodeJS.ErrnoException) => error);
    if (text instanceof Error) {
      problems.push(`${payloadDir}/${to} cannot be read (${text.code})`);
      continue;
    }
    files.push({ from, to, size: text.byteLength });
    problems.push(...tooLarge(`${payloadDir}/${to}`, text, job));
  }
  return { files, problems };
}

/** The service sends whole files, or with SplitType Line as many lines as fit, and fails the job at a line that does not. */
function tooLarge(name: string, text: Buffer, { maxPayloadMb, splitType }: ValidationTransformPlan): string[] {
  const limit = maxPayloadMb * BATCH_MB;
  if (limit === 0 || text.byteLength <= limit) return [];
  const rule = `maxPayloadMb of the transform job is ${maxPayloadMb}`;
  if (splitType === 'None') return [`${name} has ${bytes(text.byteLength)}; it is sent whole, and ${rule}`];
  if (splitType !== 'Line') return [];
  let start = 0;
  for (let line = 1; start < text.byteLength; line += 1) {
    const feed = text.indexOf(LINE_FEED, start);
    const end = feed < 0 ? text.byteLength : feed;
    if (end - start > limit) return [`${name} has ${bytes(end - start)} in line ${line}, which is one record, and ${rule}`];
    start = end + 1;
  }
  return [];
}

const cannotBeLaidOut = (details: readonly string[]): CliError => new CliError('SMA_CLI_VALIDATION_DATA', {
  what: 'the data set of the validation cannot be made from the sample data; nothing was written:',
  why: 'AWS runs the training job and the transform job of the profile on it, and each must find what it reads',
  fix: 'correct what is listed, then run "npx projen algorithm:data" again',
  details,
});
