import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ObjectFailure } from './object-failure';
import type { Bytes } from './splitters/record';
import type { CompressionType } from '../../../contract/algorithm-spec';

/** An object that a job transforms, and the file that stands for it. */
export interface InputObject {
  /** Relative to the input prefix; the output is named after it. */
  readonly key: string;
  readonly file: string;
}

/** Every file below a folder, at any depth, in the order of their keys; names with a dot in front are no data. */
export async function objectsBelow(folder: string): Promise<InputObject[]> {
  const collect = async (prefix: string): Promise<InputObject[]> => {
    const names = (await readdir(join(folder, prefix))).filter((name) => !name.startsWith('.'));
    const found = await Promise.all(names.map(async (name) => {
      const key = `${prefix}${name}`;
      const file = join(folder, key);
      return (await stat(file)).isDirectory() ? collect(`${key}/`) : [{ key, file }];
    }));
    return found.flat();
  };
  return (await collect('')).sort(byKey);
}

/** As S3 lists keys: by their bytes. */
export const byKey = (a: InputObject, b: InputObject): number => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

/** The bytes of an object, inflated where the job says that it is compressed. */
export async function* readObject({ file }: InputObject, compression: CompressionType, signal: AbortSignal): Bytes {
  const stored = createReadStream(file, { signal });
  // An error of one stream ends the other, and comes out where the bytes are read.
  const bytes = compression === 'Gzip' ? pipeline(stored, createGunzip(), () => undefined) : stored;
  try {
    yield* bytes as AsyncIterable<Buffer>;
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ObjectFailure('client', code?.startsWith('Z_') ? `the object is not gzip: ${message}` : `the object cannot be read (${code ?? message})`);
  }
}
