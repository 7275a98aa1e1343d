import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { REALTIME_PAYLOAD_MAX_BYTES } from '../../contract/container-http';
import { MEDIA_TYPE_BY_EXTENSION, mediaType } from '../../contract/media-types';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { bytes } from '../quantities';

/** One request to an endpoint. */
export interface Payload {
  /** The file's name, for people; with folders where several files share it. */
  readonly name: string;
  /** Path of the file, where it is one. */
  readonly file?: string;
  readonly body: Buffer;
  readonly contentType: string;
  /** Media type wished for the answer. */
  readonly accept: string;
  /** What else the caller says: attributes, ids. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PayloadTypes {
  readonly contentType?: string;
  readonly accept?: string;
}

/** The named files, or all sample requests of the project. */
export async function readPayloads(project: Project, files: readonly string[], types: PayloadTypes = {}): Promise<Payload[]> {
  const chosen = files.length > 0 ? files : await samplePayloads(project);
  const names = distinctNames(chosen);
  return Promise.all(chosen.map((file, at) => readPayload(project, file, names[at], types)));
}

/** As much of the end of each path as tells it from the others, mostly the file's name; pure. */
export function distinctNames(files: readonly string[]): string[] {
  const paths = files.map((file) => resolve(file).split(sep));
  return paths.map((path) => {
    const others = paths.filter((other) => other.join('/') !== path.join('/'));
    const end = (parts: readonly string[], length: number) => parts.slice(-length).join('/');
    let length = 1;
    while (length < path.length && others.some((other) => end(other, length) === end(path, length))) length += 1;
    return end(path, length);
  });
}

/** The files of the project's sample requests, sorted; none where there is no folder. */
export const samplePayloadFiles = (project: Project): Promise<string[]> => payloadFilesIn(join(project.dir, project.plan.local.payloadDir));

/** The files of a folder of sample requests, sorted; none where there is no folder. */
export async function payloadFilesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => join(dir, entry.name)).sort();
}

async function samplePayloads(project: Project): Promise<string[]> {
  const { payloadDir } = project.plan.local;
  const files = await samplePayloadFiles(project);
  if (files.length > 0) return files;
  throw new CliError('SMA_CLI_PAYLOAD', {
    what: `${payloadDir} holds no sample request.`,
    why: 'each file of the folder is sent to the server; its extension says the content type',
    fix: `put a file such as ${payloadDir}/sample.csv there, or name one on the command line`,
  });
}

async function readPayload(project: Project, file: string, name: string, types: PayloadTypes): Promise<Payload> {
  const contentType = types.contentType ?? contentTypeOf(file);
  const unreadable = (cause: NodeJS.ErrnoException) => { throw notReadable(`cannot be read (${cause.code})`, file, cause); };
  const found = await stat(file).catch(unreadable);
  if (found.isDirectory()) throw notReadable('is a folder', file);
  if (found.size > REALTIME_PAYLOAD_MAX_BYTES) throw tooLarge(file, found.size);
  const payload = makePayload(project.plan.algorithm, name, await readFile(file).catch(unreadable), contentType, types.accept);
  return { ...payload, file: resolve(file) };
}

const notReadable = (problem: string, file: string, cause?: unknown) => new CliError('SMA_CLI_PAYLOAD', {
  what: `${file} ${problem}.`,
  why: 'each payload is one file and becomes one request',
  fix: 'name an existing file',
  cause,
});

/** A request from a body that was read already; the answer is wished in the same type where the algorithm gives it. */
export function makePayload(algorithm: AlgorithmSpec, name: string, body: Buffer, contentType: string, accept?: string): Payload {
  if (body.byteLength > REALTIME_PAYLOAD_MAX_BYTES) throw tooLarge(name, body.byteLength);
  return { name, body, contentType, accept: accept ?? acceptFor(algorithm, contentType) };
}

/** The type of the request where the algorithm answers in it, else the first one that it answers in. */
export function acceptFor({ inference: { responseTypes } }: AlgorithmSpec, contentType: string): string {
  const type = mediaType(contentType);
  return responseTypes.includes(type) ? type : responseTypes[0] ?? '*/*';
}

const tooLarge = (name: string, size: number) => new CliError('SMA_CLI_PAYLOAD', {
  what: `${name} has ${bytes(size)}.`,
  why: `SageMaker takes requests of up to ${REALTIME_PAYLOAD_MAX_BYTES / 1024 ** 2} MiB in real time and answers ValidationError to larger ones`,
  fix: 'send fewer records',
});

/** The content type that a file's extension stands for, if any. */
export const typeByExtension = (file: string): string | undefined => MEDIA_TYPE_BY_EXTENSION[extname(file).toLowerCase()];

function contentTypeOf(file: string): string {
  const type = typeByExtension(file);
  if (type) return type;
  throw new CliError('SMA_CLI_PAYLOAD', {
    what: `${file} has an extension that names no content type.`,
    why: `known are ${Object.keys(MEDIA_TYPE_BY_EXTENSION).join(', ')}`,
    fix: 'rename the file, or use "local:invoke --content-type TYPE FILE"',
  });
}
