import { constants } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';

/** Read at once, between looks at the event loop. Unit: bytes */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** What keeps a file from being read in one piece, to be told after its name. */
export class FileTooLargeError extends Error {}

/** @throws FileTooLargeError when there is no memory for so many bytes in one piece */
export function roomFor(bytes: number): Buffer {
  try {
    return Buffer.allocUnsafeSlow(bytes);
  } catch {
    throw new FileTooLargeError(`has ${bytes} bytes, for which there is no memory in one piece`);
  }
}

/**
 * Fills the buffer from a place of the file, chunk by chunk: one read of the kernel takes 2 GiB at most.
 * @param from place in the file. Unit: bytes
 * @param seen gets each chunk as soon as it is there
 * @returns how many bytes there were: fewer than the buffer has room for where the file ends
 */
export async function fillFrom(file: FileHandle, buffer: Buffer, from: number, seen?: (chunk: Buffer) => void): Promise<number> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, Math.min(CHUNK_BYTES, buffer.length - done), from + done);
    if (bytesRead === 0) break;
    seen?.(buffer.subarray(done, done + bytesRead));
    done += bytesRead;
  }
  return done;
}

/**
 * The bytes of a file, which may be larger than the 2 GiB of `readFile`.
 * @param maxBytes what one Buffer holds
 * @throws FileTooLargeError, or what the file system throws
 */
export async function readWhole(file: FileHandle, maxBytes: number = constants.MAX_LENGTH): Promise<Buffer> {
  const stats = await file.stat();
  // What has no size of its own is read to its end, or says why it cannot be read.
  if (!stats.isFile()) return file.readFile();
  if (stats.size > maxBytes) {
    throw new FileTooLargeError(`has ${stats.size} bytes; Node ${process.version} reads at most ${maxBytes} in one piece`);
  }
  const bytes = roomFor(stats.size);
  return bytes.subarray(0, await fillFrom(file, bytes, 0));
}
