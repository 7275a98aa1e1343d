import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CreateAlgorithmRequest, REQUEST_FILE } from '../../contract/create-algorithm';
import { createAlgorithmRequest, requestText } from '../../request/create-algorithm-request';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { readGitState } from '../registry/git-state';
import { readImagesLock } from '../registry/images-lock-file';
import { knownNames, type NameOptions, type RequestImages, requestImages } from '../registry/request-images';

/** The request of a project as it is to be sent, and the names in it. */
export interface ProjectRequest {
  readonly request: CreateAlgorithmRequest;
  readonly images: RequestImages;
}

/** The request that follows from the plan, the options, git and what was pushed. */
export async function projectRequest({ run, signal }: CliContext, project: Project, options: NameOptions): Promise<ProjectRequest> {
  const { taggedVersion } = await readGitState(run, project.dir, signal);
  const images = requestImages(project.plan, knownNames(project.plan, options, taggedVersion), await readImagesLock(project));
  return { request: createAlgorithmRequest(project.plan, images.references), images };
}

/** As projen leaves its own files: nobody shall edit it by mistake. */
const MODE = 0o444;

/** Writes the request in one piece, and only where it changed; tells whether it did. */
export async function writeRequest({ dir }: Project, request: CreateAlgorithmRequest): Promise<boolean> {
  const file = join(dir, REQUEST_FILE);
  const text = requestText(request);
  if (await readFile(file, 'utf8').catch(() => undefined) === text) return false;
  const fresh = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(fresh, text);
    await chmod(fresh, MODE);
    await rename(fresh, file);
  } catch (cause) {
    await rm(fresh, { force: true });
    throw new CliError('SMA_CLI_WRITE', {
      what: `${file} cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      why: 'the request is written beside its place and then moved there',
      fix: 'make room on the disk, or give the folder to the user who runs this',
      cause,
    });
  }
  return true;
}

/** Reads any file with a CreateAlgorithm request; its form is judged by the checks. */
export async function readRequest(file: string): Promise<CreateAlgorithmRequest> {
  const unreadable = (problem: string, cause: unknown) => new CliError('SMA_CLI_REQUEST', {
    what: `${file} ${problem}.`,
    why: 'a request is one JSON object, as "aws sagemaker create-algorithm --cli-input-json" takes it',
    fix: `name a file such as ${REQUEST_FILE}; "npx projen algorithm:spec" writes it`,
    cause,
  });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => { throw unreadable(`cannot be read (${error.code})`, error); });
  let value: unknown;
  try {
    // Files from other systems may begin with a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unreadable(`is not JSON (${(error as Error).message})`, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable('holds no JSON object', undefined);
  return value as CreateAlgorithmRequest;
}
