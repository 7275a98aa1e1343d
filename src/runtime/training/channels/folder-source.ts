import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadOptions } from './channel-options';
import type { ChannelFacts, ChannelSource, ChannelSurroundings, Part } from './channel-source';
import { inflated } from './inflated';

/** Large reads: in FastFile mode each is a request to S3. Unit: bytes */
const READ_BYTES = 512 * 1024;

async function holdsData(path: string): Promise<boolean> {
  const found = await stat(path);
  return found.isFile() && found.size > 0;
}

async function collectFiles(folder: string, files: string[]): Promise<string[]> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await collectFiles(path, files);
    else if (await holdsData(path)) files.push(path);
  }
  return files;
}

const isGzip = (file: string): boolean => file.endsWith('.gz') && !file.endsWith('.tar.gz');

/** A channel in File or FastFile mode. */
export class FolderSource implements ChannelSource {
  private listed: Promise<string[]> | undefined;

  constructor(private readonly facts: ChannelFacts, private readonly world: ChannelSurroundings) {}

  async files(): Promise<string[]> {
    // Input does not change during a job, and listing a FastFile channel costs a request to S3 for every folder.
    this.listed ??= collectFiles(this.facts.path, []).then((files) => files.sort());
    return [...await this.listed];
  }

  open(options: ReadOptions): Readable {
    return Readable.from(this.bytes(options), { objectMode: false, highWaterMark: READ_BYTES });
  }

  async *parts(options: ReadOptions): AsyncGenerator<Part> {
    for (const file of await this.files()) {
      const place = `channel ${this.facts.name}, file ${file.slice(this.facts.path.length + 1)}`;
      yield { place, chunks: this.bytesOf(file, place, options.gunzip ?? isGzip(file)) };
    }
  }

  private async *bytes(options: ReadOptions): AsyncGenerator<Buffer> {
    for await (const { chunks } of this.parts(options)) yield* chunks;
  }

  private bytesOf(file: string, place: string, gunzip: boolean): AsyncIterable<Buffer> {
    const stored = createReadStream(file, { highWaterMark: READ_BYTES, signal: this.world.signal });
    return gunzip ? inflated(stored, place) : stored;
  }
}
