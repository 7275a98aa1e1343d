import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { mediaType } from '../../../contract/media-types';
import { CliError } from '../../cli-error';
import type { Project } from '../../project';
import { count } from '../../quantities';
import { byKey, objectsBelow, type StoredObject } from '../objects';
import { distinctNames, samplePayloadFiles, typeByExtension } from '../payloads';

/** What a job on this machine transforms. */
export interface TransformSource {
  readonly objects: readonly StoredObject[];
  readonly contentType: string;
  /** In words, for people. */
  readonly from: string;
}

/** The files below a folder, the files that were named, or the sample requests of one type. */
export async function chooseInput(project: Project, inputs: readonly string[], contentType: string | undefined): Promise<TransformSource> {
  if (inputs.length === 0) return sampleRequests(project, contentType);
  const folders = await Promise.all(inputs.map(isFolder));
  const folder = inputs.find((_, at) => folders[at]);
  if (folder !== undefined && inputs.length > 1) {
    throw new CliError('SMA_CLI_USAGE', {
      what: `${folder} is a folder, and it is not the only input.`,
      why: 'a job has one input prefix: one folder, or files that stand for the objects in it',
      fix: 'name one folder, or files only',
    });
  }
  const names = distinctNames(inputs);
  const named = () => inputs.map((file, at) => ({ key: names[at], file: resolve(file) })).sort(byKey);
  const objects = folder === undefined ? named() : await objectsBelow(folder);
  return { objects, contentType: contentType ?? commonType(objects), from: folder ?? count(objects.length, 'file') };
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then((found) => found.isDirectory(), (cause: NodeJS.ErrnoException) => { throw unusable(path, cause); });

async function sampleRequests(project: Project, given: string | undefined): Promise<TransformSource> {
  const { algorithm, local, product } = project.plan;
  const contentType = given ?? product.validation?.transform?.contentType ?? algorithm.inference.contentTypes[0];
  const dir = join(project.dir, local.payloadDir);
  const objects = (await samplePayloadFiles(project))
    .filter((file) => typeByExtension(file) === mediaType(contentType))
    .map((file) => ({ key: relative(dir, file), file }));
  if (objects.length > 0) return { objects, contentType, from: `${local.payloadDir} (${mediaType(contentType)})` };
  throw new CliError('SMA_CLI_PAYLOAD', {
    what: `${local.payloadDir} holds no sample request of type ${mediaType(contentType)}.`,
    why: 'a batch transform job has one content type, and its objects are the sample requests of that type',
    fix: `put one there, or name a folder or files: sm-algorithm local:transform --content-type ${contentType} FOLDER`,
  });
}

/** The one type that the names of the objects stand for; a `.gz` behind the extension does not count. */
function commonType(objects: readonly StoredObject[]): string {
  const types = new Set(objects.map(({ key }) => typeByExtension(key.replace(/\.gz$/i, ''))));
  const [type] = types;
  if (types.size === 1 && type !== undefined) return type;
  throw new CliError('SMA_CLI_USAGE', {
    what: types.size === 1 ? 'the extension of the input names no content type.' : `the input has ${types.size === 0 ? 'no files' : 'files of several types'}.`,
    why: 'a batch transform job has one content type, which goes with every request',
    fix: 'give --content-type',
  });
}

const unusable = (path: string, cause: NodeJS.ErrnoException): CliError => new CliError('SMA_CLI_PAYLOAD', {
  what: `${path} cannot be read (${cause.code}).`,
  why: 'what a job transforms is one folder, or files',
  fix: 'name what exists',
  cause,
});
