import { describe, expectTypeOf, expect, it } from 'vitest';
import { defineInference, defineRawInference, runInference, type RawRequest } from '../../../src/runtime/inference';
import { SPEC, type Iris } from '../support/spec';

interface Model { readonly offset: number }

it('gives a definition whose functions can be called in a test', async () => {
  const inference = defineInference<Iris, Model>({
    loadModel: (files) => files.readJson<Model>('model.json'),
    predict: (model, records) => records.map((record) => model.offset + Number(record)),
  });

  expect(await inference.predict({ offset: 1 }, [1, 2], undefined!)).toEqual([2, 3]);
});

it('types request and model', () => {
  const inferred = defineInference({
    loadModel: async () => ({ offset: 1 }),
    predict(model, records, request) {
      expectTypeOf(model).toEqualTypeOf<{ offset: number }>();
      expectTypeOf(request.contentType).toEqualTypeOf<string>();
      return records;
    },
  });
  const raw = defineRawInference<Iris, Buffer>({
    loadModel: (files) => files.read('model.bin'),
    invoke(model, request) {
      expectTypeOf(request.accept).toEqualTypeOf<'text/csv' | 'application/json' | 'application/jsonlines'>();
      expectTypeOf(request.body).toEqualTypeOf<Buffer>();
      return { body: model };
    },
  });

  expectTypeOf(() => runInference(async () => ({ default: inferred }), SPEC)).returns.resolves.toBeVoid();
  expectTypeOf(() => runInference(async () => ({ default: raw }), SPEC)).returns.resolves.toBeVoid();
});

/** An algorithm with a media type that the runtime has no codec for. */
interface Images extends Omit<Iris, 'contentTypes'> {
  readonly contentTypes: 'image/png' | 'text/csv';
}

describe('a content type that nothing handles', () => {
  const loadModel = () => 'model';

  it('is an error of the compiler on the level of records', () => {
    // @ts-expect-error image/png has no codec: the definition needs defineRawInference
    expect(defineInference<Images, string>({ loadModel, predict: (_model, records) => records })).toBeDefined();
  });

  it('is an error of the compiler where each type has a function of its own', () => {
    const csv = () => ({ body: 'csv' });

    // @ts-expect-error image/png is declared and has no function
    expect(defineRawInference<Images, string>({ loadModel, invoke: { 'text/csv': csv } })).toBeDefined();
    // @ts-expect-error image/jpeg is not declared
    expect(defineRawInference<Images, string>({ loadModel, invoke: { 'text/csv': csv, 'image/png': csv, 'image/jpeg': csv } })).toBeDefined();
  });
});

it('records may be of every media type that has a codec', () => {
  interface Numbers extends Omit<Iris, 'contentTypes' | 'responseTypes'> {
    readonly contentTypes: 'application/x-npy' | 'application/octet-stream' | 'application/jsonl' | 'application/x-jsonlines';
    readonly responseTypes: 'application/x-npy' | 'text/csv';
  }
  interface Events extends Omit<Iris, 'responseTypes'> {
    readonly responseTypes: 'text/event-stream';
  }
  const definition = { loadModel: () => 'model', predict: (_model: string, records: readonly unknown[]) => records };

  expect(defineInference<Numbers, string>(definition)).toBe(definition);
  // @ts-expect-error text/event-stream has no codec: the definition needs defineRawInference
  expect(defineInference<Events, string>(definition)).toBe(definition);
});

it('hands a request to the function of its media type', async () => {
  const { invoke } = defineRawInference<Images, string>({
    loadModel: () => 'model',
    invoke: {
      'image/png': (model, request) => {
        expectTypeOf(request.contentType).toEqualTypeOf<'image/png'>();
        return { body: `${model} sees ${request.body.byteLength} bytes` };
      },
      'text/csv': (_model, { body }) => ({ body }),
    },
  });
  const request = (contentType: Images['contentTypes'], body: string) => ({ contentType, body: Buffer.from(body) }) as RawRequest<Images>;

  expect(await invoke('model', request('image/png', 'abc'))).toEqual({ body: 'model sees 3 bytes' });
  expect(await invoke('model', request('text/csv', '1,2'))).toEqual({ body: Buffer.from('1,2') });
});
