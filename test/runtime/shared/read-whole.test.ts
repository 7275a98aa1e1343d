import { truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FileTooLargeError, readWhole, roomFor } from '../../../src/runtime/shared/read-whole';
import { baseFolder } from '../support/base-folder';

const MIB = 1024 * 1024;

async function opened(content: string | Uint8Array) {
  const folder = baseFolder({ m: content });
  const file = await open(`${folder}/m`);
  onTestFinished(() => file.close());
  return { file, path: `${folder}/m` };
}

describe('readWhole', () => {
  it.each([0, 1, 4 * MIB, 4 * MIB + 1, 9 * MIB])('reads a file of %i bytes', async (length) => {
    const data = Buffer.alloc(length, 'abc');

    expect((await readWhole((await opened(data)).file)).equals(data)).toBe(true);
  });

  it('says so when the file is larger than what one Buffer holds', async () => {
    const { file } = await opened('12345');

    await expect(readWhole(file, 4)).rejects.toThrow(`has 5 bytes; Node ${process.version} reads at most 4 in one piece`);
    expect((await readWhole(file, 5)).toString()).toBe('12345');
  });

  it('says so when there is no memory for it', () => {
    // More than the address space of a process.
    expect(() => roomFor(2 ** 52)).toThrow(FileTooLargeError);
    expect(() => roomFor(2 ** 52)).toThrow('has 4503599627370496 bytes, for which there is no memory in one piece');
  });

  it('never asks the kernel for 2 GiB at once, which it does not give', async () => {
    const { file } = await opened(Buffer.alloc(9 * MIB));
    const asked: number[] = [];
    const read = file.read.bind(file) as (...args: unknown[]) => unknown;
    file.read = ((buffer: Buffer, at: number, length: number, from: number) => {
      asked.push(length);
      return read(buffer, at, length, from);
    }) as typeof file.read;

    await readWhole(file);

    expect(asked).toEqual([4 * MIB, 4 * MIB, MIB]);
  });

  it('gives what is left when the file becomes shorter meanwhile', async () => {
    const { file, path } = await opened(Buffer.alloc(9 * MIB));
    const reading = readWhole(file);
    truncateSync(path, MIB);

    expect((await reading).length).toBeLessThan(9 * MIB);
  });
});
