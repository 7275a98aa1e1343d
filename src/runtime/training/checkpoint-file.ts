import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { fillFrom } from '../shared/read-whole';

/**
 * A checkpoint on disk: magic, length of the data (64 bit, big-endian), the data, SHA-256 of the data. The length tells a file
 * that was cut when the machine was taken away, the sum one that was damaged.
 */

const MAGIC = Buffer.from('SMACKPT1');
const LENGTH_BYTES = 8;
const HEADER_BYTES = MAGIC.length + LENGTH_BYTES;
const SUM_BYTES = 32;

/** Written and summed at once, between looks at the event loop. Unit: bytes */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** The data, in chunks that may be summed at once, and how many bytes they are. */
export interface CheckpointData {
  readonly length: number;
  readonly chunks: Iterable<Uint8Array>;
}

/** The bytes of the file, in chunks. */
export function* checkpointBytes({ length, chunks }: CheckpointData): Generator<Uint8Array> {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeBigUInt64BE(BigInt(length), MAGIC.length);
  yield header;
  const sum = createHash('sha256');
  for (const part of chunks) {
    for (let at = 0; at < part.byteLength; at += CHUNK_BYTES) {
      const chunk = part.subarray(at, at + CHUNK_BYTES);
      sum.update(chunk);
      yield chunk;
    }
  }
  yield sum.digest();
}

export type ReadCheckpoint = { readonly data: Buffer } | { readonly problem: string };

async function readOpen(file: FileHandle): Promise<ReadCheckpoint> {
  const { size } = await file.stat();
  const header = Buffer.alloc(HEADER_BYTES);
  if (size < HEADER_BYTES || await fillFrom(file, header, 0) < HEADER_BYTES) return { problem: `is cut short after ${size} bytes` };
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) return { problem: 'is not in the format of a checkpoint' };
  const length = Number(header.readBigUInt64BE(MAGIC.length));
  const whole = HEADER_BYTES + length + SUM_BYTES;
  if (size !== whole) return { problem: size < whole ? `is cut short after ${size} of ${whole} bytes` : `has ${size} bytes instead of ${whole}` };
  const data = Buffer.allocUnsafeSlow(length);
  const expected = Buffer.alloc(SUM_BYTES);
  const sum = createHash('sha256');
  const found = await fillFrom(file, data, HEADER_BYTES, (chunk) => void sum.update(chunk));
  if (found < length || await fillFrom(file, expected, HEADER_BYTES + length) < SUM_BYTES) return { problem: 'became shorter while it was read' };
  return sum.digest().equals(expected) ? { data } : { problem: 'is damaged: its checksum differs' };
}

/** Reads a checkpoint's file; whatever is wrong with it is told and never thrown. */
export async function readCheckpoint(path: string): Promise<ReadCheckpoint> {
  try {
    const file = await open(path);
    try {
      return await readOpen(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})` };
  }
}
