import { describe, expect, it } from 'vitest';
import { isSealed, sealBytes, sealedLength, unsealBytes, UnsealError, type ArtifactKey } from '../../../src/runtime/shared/sealed-bytes';

const keyOf = (id: string, fill: number): ArtifactKey => ({ id, bytes: Buffer.alloc(32, fill) });
const K1 = keyOf('k1', 1);
const K2 = keyOf('k2', 2);
const known = (...keys: ArtifactKey[]) => (id: string) => keys.find((key) => key.id === id);
const sealed = (data: Uint8Array, key = K1, name = 'm') => Buffer.concat([...sealBytes(data, key, name)]);
const MIB = 1024 * 1024;

describe('sealed bytes', () => {
  it.each([0, 1, 1000, MIB - 1, MIB, MIB + 1, 3 * MIB])('of %i bytes are opened with the key of the id, and have the length that was foretold', async (length) => {
    const data = Buffer.alloc(length, 'abc');
    const bytes = sealed(data);

    expect(bytes.length).toBe(sealedLength(length, 'k1'));
    expect(isSealed(bytes)).toBe(true);
    expect((await unsealBytes(bytes, known(K2, K1), 'm')).equals(data)).toBe(true);
  });

  it('hold nothing of the data, and are never the same twice', () => {
    const data = Buffer.from('PLANTED MARKER '.repeat(100));

    expect(sealed(data).includes('MARKER')).toBe(false);
    expect(sealed(data).equals(sealed(data))).toBe(false);
  });

  const refused = async (bytes: Buffer, keys: ArtifactKey[] = [K1], name = 'm') => {
    try {
      await unsealBytes(bytes, known(...keys), name);
    } catch (error) {
      expect(error).toBeInstanceOf(UnsealError);
      return (error as Error).message;
    }
    return 'opened';
  };
  const CHANGED = 'has been changed, cut or renamed since it was encrypted, or another key has the same name';
  const CHUNK = MIB + 16;

  it('are refused when any one byte was changed', async () => {
    const bytes = sealed(Buffer.from('data'));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      expect(await refused(changed)).not.toBe('opened');
    }
  });

  it('are refused when they were cut anywhere, also between chunks', async () => {
    const small = sealed(Buffer.from('data'));
    for (let end = 0; end < small.length; end++) expect(await refused(small.subarray(0, end))).not.toBe('opened');
    const large = sealed(Buffer.alloc(2 * MIB));
    expect(await refused(large.subarray(0, large.length - CHUNK))).toBe(CHANGED);
  });

  it('are refused when something was appended, or chunks changed places', async () => {
    const bytes = sealed(Buffer.alloc(2 * MIB, 'x'));
    const header = bytes.length - 2 * CHUNK;
    const [first, second] = [bytes.subarray(header, header + CHUNK), bytes.subarray(header + CHUNK)];

    expect(await refused(Buffer.concat([bytes, Buffer.alloc(1)]))).not.toBe('opened');
    expect(await refused(Buffer.concat([bytes, second]))).toBe(CHANGED);
    expect(await refused(Buffer.concat([bytes.subarray(0, header), second, first]))).toBe(CHANGED);
  });

  it('are refused under another name, with another key of the same id, and without the key', async () => {
    const bytes = sealed(Buffer.from('data'));

    expect(await refused(bytes, [K1], 'n')).toBe(CHANGED);
    expect(await refused(bytes, [keyOf('k1', 9)])).toBe(CHANGED);
    expect(await refused(bytes, [K2])).toBe('is encrypted with the key "k1", which this image does not have');
  });

  it('are opened with looks at the event loop, so that others can work meanwhile', async () => {
    const bytes = sealed(Buffer.alloc(9 * MIB));
    let [turns, isOpen] = [0, false];
    const count = async () => {
      for (; !isOpen; turns++) await new Promise(setImmediate);
    };

    await Promise.all([unsealBytes(bytes, known(K1), 'm').then(() => void (isOpen = true)), count()]);

    expect(turns).toBeGreaterThanOrEqual(2);
  });

  it('are not what was never sealed', async () => {
    expect(await refused(Buffer.from('{}'))).toBe('is not encrypted');
    expect(await refused(Buffer.from('SMASEAL1'))).toBe('is cut short');
  });
});
