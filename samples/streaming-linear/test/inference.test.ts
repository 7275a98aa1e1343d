import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BadRecordError, type LoadContext, type ModelFiles } from 'sm-algorithm/inference';
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

  test('says what is wrong with a record in its place', async () => {
    assert.deepEqual(await predict([[1], [3, 0], ['1', 'x'], ['1', ''], { floor: 1 }]), [
      new BadRecordError('has 1 values; the model takes 2'),
      16,
      new BadRecordError('value 2 is not a number'),
      new BadRecordError('value 2 is not a number'),
      new BadRecordError('is not a list of 2 numbers'),
    ]);
  });

  test('refuses a model of another format', async () => {
    await assert.rejects(load({ format: 99 }), /model\.json has format 99/);
  });
});
