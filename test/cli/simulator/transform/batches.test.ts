import { describe, expect, it } from 'vitest';
import { all } from './bytes';
import { batches, streamedBatch } from '../../../../src/cli/simulator/transform/batches';
import type { InputRecord } from '../../../../src/cli/simulator/transform/data-processing';

async function* records(...texts: string[]): AsyncGenerator<InputRecord> {
  for (const text of texts) yield { framed: Buffer.from(`<${text}>`), payload: Buffer.from(text), input: text };
}
async function* lines(...texts: string[]): AsyncGenerator<InputRecord> {
  for (const text of texts) yield { framed: Buffer.from(text), payload: Buffer.from(text) };
}
const bodies = async (...args: Parameters<typeof batches>) => (await all(batches(...args))).map(({ body }) => String(body));

describe('batches', () => {
  it('of SingleRecord hold one record without framing', async () => {
    expect(await bodies(records('a', 'bb', ''), 'SingleRecord', 100)).toEqual(['a', 'bb', '']);
  });

  it('of MultiRecord hold as many records as fit, framing included', async () => {
    expect(await bodies(records('a', 'b', 'ccc', 'd', 'e'), 'MultiRecord', 6)).toEqual(['<a><b>', '<ccc>', '<d><e>']);
  });

  it('of MultiRecord without limit hold all', async () => {
    expect(await bodies(records('a', 'b'), 'MultiRecord', Infinity)).toEqual(['<a><b>']);
  });

  it('count their records, without empty lines, and carry what results are joined to', async () => {
    expect(await all(batches(lines('1\n', '\n', '2\r\n', '\r\n', '3'), 'MultiRecord', 100))).toMatchObject([{ records: 3, inputs: [] }]);
    expect(await all(batches(records('a', 'b'), 'MultiRecord', 100))).toMatchObject([{ records: 2, inputs: ['a', 'b'] }]);
  });

  it('of an object without records are none', async () => {
    expect(await bodies(records(), 'MultiRecord', 100)).toEqual([]);
  });
});

describe('a streamed batch', () => {
  it('may be sent again and counts what was sent last', async () => {
    const batch = streamedBatch(() => records('a', 'b'));
    const body = batch.body as () => AsyncIterable<Uint8Array>;

    await all(body());
    const again = await all(body());

    expect(Buffer.concat(again).toString()).toBe('<a><b>');
    expect(batch).toMatchObject({ records: 2, inputs: ['a', 'b'] });
  });
});
