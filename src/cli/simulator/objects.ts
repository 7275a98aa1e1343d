import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { CompressionType } from '../../contract/algorithm-spec';

/** An object of S3, and the file that stands for it. */
export interface StoredObject {
  /** Relative to the prefix that the job names. */
  readonly key: string;
  readonly file: string;
}

/** Every file below a folder, at any depth, in the order of their keys; names with a dot in front are no data. */
export async function objectsBelow(folder: string): Promise<StoredObject[]> {
  const collect = async (prefix: string): Promise<StoredObject[]> => {
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
export const byKey = (a: StoredObject, b: StoredObject): number => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

/**
 * The bytes of an object as they come, inflated where the job says that it is compressed. An object without content holds none.
 * @throws the errors of `node:fs` and `node:zlib`
 */
export async function* objectBytes({ file }: StoredObject, compression: CompressionType, signal?: AbortSignal): AsyncGenerator<Buffer> {
  if (compression === 'None') return yield* createReadStream(file, { signal }) as AsyncIterable<Buffer>;
  if ((await stat(file)).size === 0) return;
  // An error of one stream ends the other, and comes out where the bytes are read.
  yield* pipeline(createReadStream(file, { signal }), createGunzip(), () => undefined) as AsyncIterable<Buffer>;
}
