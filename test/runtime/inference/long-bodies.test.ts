import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../src/runtime/inference/long-bodies';

const MIB = 1024 * 1024;

async function cut(body: string, isQuoted: boolean, chunkBytes = 64 * 1024): Promise<string[]> {
  const bytes = Buffer.from(body);
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  };
  const parts: string[] = [];
  for await (const part of partsOf(chunks(), isQuoted)) parts.push(part.toString());
  return parts;
}

describe('a long body', () => {
  it.each<[string, string, boolean]>([
    ['lines', '12,34\n', false],
    ['CSV', '12,34\n', true],
    ['CSV with line breaks in quotes', '1,"two\nlines, ""and"" more\n"\n', true],
    ['CSV with quotes that are text', '5" pipe,1\n', true],
  ])('of %s is cut between records', async (_case, record, isQuoted) => {
    const body = record.repeat(Math.ceil(5 * MIB / record.length)) + record.trimEnd();

    const parts = await cut(body, isQuoted, 65_537);

    expect(parts.join('') === body).toBe(true);
    expect(parts.length).toBeGreaterThan(4);
    for (const part of parts.slice(0, -1)) {
      expect(part.length).toBeGreaterThanOrEqual(MIB);
      expect(part.length % record.length).toBe(0);
    }
  });

  it('is cut into parts that may be handed over to another thread, also where a part ends with what has arrived', async () => {
    const chunks = async function* () {
      for (let count = 0; count < 64; count++) yield Buffer.from('1234567\n'.repeat(16 * 1024));
    };
    let bytes = 0;
    for await (const part of partsOf(chunks(), true)) {
      bytes += part.length;
      structuredClone(part.buffer, { transfer: [part.buffer as ArrayBuffer] });
    }

    expect(bytes).toBe(64 * 128 * 1024);
  });

  it('loses its byte order mark', async () => {
    expect(await cut('\uFEFF1\n2', false, 1)).toEqual(['1\n2']);
  });

  it('with a quote that is never closed is cut at line ends in the end', async () => {
    const body = `"1\n${'2,3\n'.repeat(8 * MIB)}`;

    const parts = await cut(body, true, MIB);

    expect(parts.join('') === body).toBe(true);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(18 * MIB);
    expect(parts.every((part) => part.endsWith('\n'))).toBe(true);
  });

  it('of one endless line is refused', async () => {
    await expect(cut('x'.repeat(17 * MIB), false, MIB)).rejects.toMatchObject({ code: 'SMA_RUN_BODY', status: 400 });
  });

  it('of nothing has no part', async () => {
    expect(await cut('', true)).toEqual([]);
  });
});
