import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoadContext, ModelFiles } from 'sm-algorithm/inference';
import inference from '../src/inference';
import { type LinearModel, MODEL_FORMAT } from '../src/model';

const MODEL: LinearModel = { format: MODEL_FORMAT, weights: [2, -0.5], bias: 10 };

/** A model folder that holds this one file. */
const folderWith = (content: object) =>
  ({ readJson: async () => JSON.parse(JSON.stringify(content)) }) as unknown as ModelFiles;
const load = async (content: object) => inference.loadModel(folderWith(content), {} as LoadContext);

describe('predicting', () => {
  test('answers in the order of the rows', async () => {
    const values = Float64Array.of(1, 4, 3, 0, -10, 0.5);
    assert.deepEqual(await inference.predict(await load(MODEL), { rows: 3, columns: 2, values }, {} as never), [10, 16, -10.25]);
  });

  test('takes as many features as there are weights', async () => {
    assert.equal(inference.columns(await load(MODEL)), 2);
  });

  test('refuses a model of another format', async () => {
    await assert.rejects(load({ format: 99 }), /model\.json has format 99/);
  });
});
