import { expectTypeOf, expect, it } from 'vitest';
import { defineInference, defineRawInference, runInference } from '../../../src/runtime/inference';
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
