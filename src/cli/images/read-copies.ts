/** Some files of an image, without running anything: they are copied from a container that never starts. */
import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { list, type ReadEntry } from 'tar';
import type { Docker } from '../docker/docker';
import { copyPathArgs, createFillerArgs } from '../docker/docker-args';
import { DockerResources } from '../engine/docker-resources';

export interface CopySource {
  readonly image: string;
  /** Name for the labels of the container. */
  readonly project: string;
  readonly signal: AbortSignal;
}

export interface CopiedFile {
  /** Unit: bytes. */
  readonly bytes: number;
  /** Present where it was asked for. */
  readonly text?: string;
}

/** The regular files at or below the paths, by absolute path; paths that the image lacks are left out.
 * @param isRead chooses the files whose text is kept */
export async function readCopies(
  docker: Docker, { image, project, signal }: CopySource, paths: readonly string[], isRead: (path: string) => boolean = () => false,
): Promise<Map<string, CopiedFile>> {
  signal.throwIfAborted();
  const resources = new DockerResources(docker, randomBytes(4).toString('hex'), project);
  const container = { name: resources.name('files'), image, labels: resources.labels, mounts: [] };
  const files = new Map<string, CopiedFile>();
  try {
    // The word is never run: some images have no default command, and an engine wants one.
    await docker.must(createFillerArgs(container, 'train'));
    for (const path of paths) {
      const add = (entry: ReadEntry) => take(entry, posix.dirname(path), files, isRead);
      // A path that is not there is an answer, too.
      await docker.try(copyPathArgs(container.name, path), { signal, onStdout: (bytes) => pipeline(bytes, list({ onReadEntry: add })) });
    }
  } finally {
    await resources.removeAll();
  }
  return files;
}

function take(entry: ReadEntry, folder: string, files: Map<string, CopiedFile>, isRead: (path: string) => boolean): void {
  if (entry.type !== 'File' && entry.type !== 'OldFile') {
    entry.resume();
    return;
  }
  const path = posix.join(folder, entry.path);
  const withText = isRead(path);
  const chunks: Buffer[] = [];
  entry.on('data', (chunk: Buffer) => withText && chunks.push(Buffer.from(chunk)));
  entry.on('end', () => files.set(path, { bytes: entry.size, ...(withText && { text: Buffer.concat(chunks).toString('utf8') }) }));
}
