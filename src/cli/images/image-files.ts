/** What is in an image, without running anything: its file system is exported from a container that never starts. */
import { randomBytes } from 'node:crypto';
import { join, normalize } from 'node:path/posix';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { list, type ReadEntry } from 'tar';
import type { Docker } from '../docker/docker';
import { createFillerArgs, exportArgs } from '../docker/docker-args';
import { DockerResources } from '../engine/docker-resources';

export interface ImageFile {
  /** `link`: a symbolic one. A hard link counts as the file. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly mode: number;
  /** Unit: bytes. */
  readonly size: number;
  /** Where a link leads, as it is written. */
  readonly target?: string;
}

/** Unit: links that are followed; as Linux does. */
const LINKS_MAX = 40;

/** Files that may hold a secret are read up to this size. Unit: bytes. */
const READ_MAX_BYTES = 64_000;

/** The file system of an image. Paths are absolute and plain. */
export class ImageFiles {
  private readonly entries = new Map<string, ImageFile>();
  private readonly texts = new Map<string, string>();

  add(path: string, file: ImageFile, text?: string): void {
    this.entries.set(path, file);
    if (text !== undefined) this.texts.set(path, text);
  }

  get all(): Iterable<readonly [path: string, file: ImageFile]> {
    return this.entries;
  }

  /** What was read while the files were listed. */
  get read(): Iterable<readonly [path: string, text: string]> {
    return this.texts;
  }

  /** What a path leads to when all links in it are followed; undefined where it leads nowhere. */
  resolve(path: string): { readonly path: string; readonly file: ImageFile } | undefined {
    let waiting = normalize(path).split('/').filter(Boolean);
    let at = '/';
    for (let links = 0; links <= LINKS_MAX;) {
      const [name, ...rest] = waiting;
      if (name === undefined) {
        const file = this.entries.get(at) ?? (at === '/' ? { kind: 'folder', mode: 0o755, size: 0 } as const : undefined);
        return file && { path: at, file };
      }
      const here = join(at, name);
      const file = this.entries.get(here);
      if (file === undefined) return undefined;
      waiting = rest;
      if (file.kind !== 'link') {
        at = here;
        continue;
      }
      links += 1;
      waiting = [...join(file.target!.startsWith('/') ? '/' : at, file.target!).split('/').filter(Boolean), ...rest];
      at = '/';
    }
    return undefined;
  }
}

const KINDS: Readonly<Record<string, ImageFile['kind']>> = { File: 'file', OldFile: 'file', ContiguousFile: 'file', Link: 'file', Directory: 'folder', SymbolicLink: 'link' };

/** Reads the tar stream of a file system; `isRead` chooses the small files whose text is kept. */
export async function readFileSystem(bytes: Readable, isRead: (path: string) => boolean): Promise<ImageFiles> {
  const files = new ImageFiles();
  const onReadEntry = (entry: ReadEntry) => {
    const path = normalize(`/${entry.path}`).replace(/(.)\/$/, '$1');
    const { type, mode = 0, size = 0, linkpath } = entry;
    const kind = KINDS[type] ?? 'other';
    files.add(path, { kind, mode, size, ...(kind === 'link' && { target: linkpath ?? '' }) });
    if (kind !== 'file' || size > READ_MAX_BYTES || !isRead(path)) return;
    const parts: Buffer[] = [];
    entry.on('data', (part: Buffer) => parts.push(part));
    entry.on('end', () => files.add(path, { kind, mode, size }, Buffer.concat(parts).toString('utf8')));
  };
  await pipeline(bytes, list({ onReadEntry }));
  return files;
}

export interface ImageFilesOptions {
  readonly docker: Docker;
  readonly image: string;
  readonly platform?: string;
  /** Name of what is looked at, for the labels. */
  readonly project: string;
  readonly signal: AbortSignal;
  readonly isRead: (path: string) => boolean;
}

export async function imageFiles({ docker, image, platform, project, signal, isRead }: ImageFilesOptions): Promise<ImageFiles> {
  const resources = new DockerResources(docker, `check-${randomBytes(5).toString('hex')}`, project);
  const name = resources.name('files');
  try {
    await docker.must(createFillerArgs({ name, image, platform, labels: resources.labels, mounts: [] }, 'train'));
    let files: ImageFiles | undefined;
    await docker.must(exportArgs(name), {
      signal,
      onStdout: async (bytes) => {
        files = await readFileSystem(bytes, isRead);
      },
    });
    return files!;
  } finally {
    await resources.removeAll();
  }
}
