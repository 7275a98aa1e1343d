import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RuntimeError } from '../../shared/runtime-error';

const CHUNK_BYTES = 64 * 1024;

const isZlibs = (code: unknown): code is string => typeof code === 'string' && /^Z_[A-Z]+_ERROR$/.test(code);

/**
 * What gzip data holds, members one after the other included. Nothing at all is an empty epoch, not broken gzip.
 * @param place for messages
 * @throws RuntimeError SMA_RUN_RECORD; what reading throws
 */
export async function* inflated(stored: Readable, place: string): AsyncGenerator<Buffer> {
  let isEmpty = true;
  const noticing = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      isEmpty = false;
      yield chunk;
    }
  };
  try {
    yield* pipeline(stored, noticing, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!isZlibs(code)) throw error;
    if (!isEmpty) throw new RuntimeError('SMA_RUN_RECORD', place, `cannot be inflated: it is not whole gzip data (${code})`);
  }
}
