import { describe, expect, expectTypeOf, it } from 'vitest';
import { BadRecordError, defineNumberInference, type NeedsRawInference, type NumberBatch } from '../../../../src/runtime/inference';
import { batchedDefinition } from '../../../../src/runtime/inference/batching/batched-definition';
import { createLog } from '../../../../src/runtime/shared/log';
import { CSV, JSON_TYPE } from '../../support/definitions';
import { serve } from '../../support/serve';
import type { Iris } from '../../support/spec';

const rowsOf = ({ rows, columns, values }: NumberBatch): number[][] =>
  Array.from({ length: rows }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);

const sum = (row: readonly number[]): number => row.reduce((total, value) => total + value, 0);

/** Adds up the two numbers of each record, and the model. */
const adding = defineNumberInference<Iris, number>({
  loadModel: () => 0,
  columns: () => 2,
  predict: (model, batch) => rowsOf(batch).map((row) => model + sum(row)),
});

/** Says of a row that begins with 13 that it is bad. */
const superstitious = (calls: number[]) => defineNumberInference<Iris, number>({
  loadModel: () => 0,
  columns: () => 2,
  predict: (_model, batch) => rowsOf(batch).map((row, index, { length }) => {
    if (index === 0) calls.push(length);
    if (row[0] === 13) throw new BadRecordError('is unlucky', index);
    return sum(row);
  }),
});

describe('inference on numbers', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['CSV', CSV, '1,2\n3,4\n', '3\n7\n'],
    ['JSON', JSON_TYPE, '{"instances":[[1,2],[3,4]]}', '{"predictions":[3,7]}'],
  ])('is given the rows of %s and answers in its format', async (_type, headers, body, answer) => {
    const { invoke } = await serve(adding, { model: 0 });

    expect(await invoke(body, headers)).toMatchObject({ status: 200, body: answer });
  });

  it('is not given bad records, which keep their places', async () => {
    const { invoke } = await serve(adding, { model: 0 });

    expect((await invoke('1,2\n3\nx,4\n5,6\n', { ...CSV, Accept: 'text/csv' })).body).toBe('3\nERROR\nERROR\n11\n');
    expect(await invoke('1,x\n', CSV)).toMatchObject({ status: 400, body: expect.stringContaining('value 2 is not a number') });
    expect(await invoke('', CSV)).toMatchObject({ status: 400, body: expect.stringContaining('holds no record') });
  });

  it('is asked again for the others, each alone, once it has thrown for one', async () => {
    const calls: number[] = [];
    const { invoke } = await serve(superstitious(calls), { model: 0 });

    expect((await invoke('1,2\n13,1\n5,6\n', { ...CSV, Accept: 'text/csv' })).body).toBe('3\nERROR\n11\n');
    expect(calls).toEqual([3, 1, 1]);
  });

  it('is given the rows of several requests with batching, and each gets its own predictions', async () => {
    const calls: number[] = [];
    const batched = batchedDefinition(superstitious(calls), { maxRequests: 3, maxWaitMs: 60_000 }, createLog(() => {}));
    const { invoke } = await serve(batched, { model: 0 });
    const answers = await Promise.all(['1,2\n3,4', '5,6', '7,x\n9,10'].map((body) => invoke(body, { ...CSV, Accept: 'text/csv' })));

    expect(answers.map(({ body }) => body)).toEqual(['3\n7\n', '11\n', 'ERROR\n19\n']);
    expect(calls).toEqual([4]);
  });

  it('may be given missing values, and predict one after the other, with batching or without', async () => {
    const definition = defineNumberInference<Iris, number, AsyncIterable<number>>({
      loadModel: () => 0,
      columns: () => 2,
      missingValues: true,
      async *predict(_model, batch) {
        for (const row of rowsOf(batch)) yield row.filter(Number.isNaN).length;
      },
    });
    const batched = batchedDefinition(definition, { maxRequests: 2, maxWaitMs: 0 }, createLog(() => {}));
    for (const served of [definition, batched]) {
      const { invoke } = await serve(served, { model: 0 });

      expect((await invoke('1,2\n,2\n3\n,nan\n', { ...CSV, Accept: 'text/csv' })).body).toBe('0\n1\nERROR\n2\n');
    }
  });

  it.each([0, 1.5, NaN, '4'])('cannot be served when it says that the model takes %s numbers: SMA_RUN_COLUMNS', async (columns) => {
    await expect(serve({ ...adding, columns: () => columns as number }, { model: 0 })).rejects.toMatchObject({ code: 'SMA_RUN_COLUMNS' });
  });

  it('does not compile where a media type has no codec', () => {
    interface Images extends Omit<Iris, 'contentTypes'> {
      readonly contentTypes: 'image/png' | 'text/csv';
    }
    expectTypeOf(defineNumberInference<Images, number>).parameter(0).toMatchTypeOf<NeedsRawInference<'image/png'>>();
  });

  it('can write bytes, and cannot be served where it should read them', async () => {
    interface Bytes extends Omit<Iris, 'contentTypes'> {
      readonly contentTypes: 'application/octet-stream' | 'text/csv';
    }
    expectTypeOf(defineNumberInference<Bytes, number>).parameter(0).toMatchTypeOf<NeedsRawInference<'application/octet-stream'>>();
    const type = 'application/octet-stream';

    await expect(serve(adding, { model: 0, spec: { contentTypes: [type] } })).rejects.toMatchObject({ code: 'SMA_RUN_NO_CODEC' });
    await expect(serve(adding, { model: 0, spec: { responseTypes: [type] } })).resolves.toBeDefined();
  });
});
