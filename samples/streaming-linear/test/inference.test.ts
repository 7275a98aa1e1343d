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
const predict = async (records: unknown[]) => inference.predict(await load(MODEL), records, {} as never);

describe('predicting', () => {
  test('answers a row of CSV and a JSON array alike, in order', async () => {
    assert.deepEqual(
      await predict([
        ['1', ' 4'],
        [3, 0],
        ['-1e1', '0.5'],
      ]),
      [10, 16, -10.25],
    );
  });

  test('says what is wrong with a record', async () => {
    await assert.rejects(predict([[1]]), /has 1 values; the model takes 2/);
    await assert.rejects(predict([['1', 'x']]), /value 2 is not a number/);
    await assert.rejects(predict([['1', '']]), /value 2 is not a number/);
    await assert.rejects(predict([{ floor: 1 }]), /is not a list of 2 numbers/);
  });

  test('refuses a model of another format', async () => {
    await assert.rejects(load({ format: 99 }), /model\.json has format 99/);
  });
});
