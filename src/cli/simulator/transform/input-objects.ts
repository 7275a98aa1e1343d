import { ObjectFailure } from './object-failure';
import type { Bytes } from './splitters/record';
import type { CompressionType } from '../../../contract/algorithm-spec';
import { objectBytes, type StoredObject } from '../objects';

/** The bytes of an object, inflated where the job says that it is compressed; what goes wrong is the fault of whoever made the object. */
export async function* readObject(object: StoredObject, compression: CompressionType, signal: AbortSignal): Bytes {
  try {
    yield* objectBytes(object, compression, signal);
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ObjectFailure('client', code?.startsWith('Z_') ? `the object is not gzip: ${message}` : `the object cannot be read (${code ?? message})`);
  }
}
