import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { DecisionTreeClassifier } from 'ml-cart';
import { BadRecordError, type LoadContext, type ModelFiles } from 'sm-algorithm/inference';
import inference from '../src/inference';
import { MODEL_FORMAT } from '../src/model';
import { holdOut, readLabelledRows } from '../src/rows';

const DATA = join(__dirname, 'data', 'training');
const CONTEXT = {} as LoadContext;

/** A model folder that holds this one file. */
const folderWith = (content: object) =>
  ({ readJson: async () => JSON.parse(JSON.stringify(content)) }) as unknown as ModelFiles;

type Predictor = Awaited<ReturnType<typeof inference.loadModel>>;
const predict = (model: Predictor, records: unknown[]) => inference.predict(model, records, {} as never);

describe('the classifier', () => {
  let model: Predictor;
  let accuracy: number;

  before(async () => {
    const rows = await readLabelledRows((await readdir(DATA)).map((name) => join(DATA, name)));
    const classes = ['setosa', 'versicolor', 'virginica'];
    const { train, holdout } = holdOut(rows, 0.2, 1);
    const classifier = new DecisionTreeClassifier({ maxDepth: 8 });
    classifier.train(
      train.map((row) => row.features),
      train.map((row) => classes.indexOf(row.label)),
    );
    model = await inference.loadModel(
      folderWith({ format: MODEL_FORMAT, classes, features: 4, tree: classifier }),
      CONTEXT,
    );
    const predicted = await predict(
      model,
      holdout.map((row) => row.features),
    );
    accuracy = holdout.filter((row, index) => row.label === predicted[index]).length / holdout.length;
  });

  test('is right about most flowers that it has not seen', () => {
    assert.ok(accuracy >= 0.9, `accuracy ${accuracy}`);
  });

  test('answers a row of CSV and a JSON array alike, in order', async () => {
    const texts = [
      ['5.1', '3.5', '1.4', '0.2'],
      ['6.7', ' 3.0', '5.2', '2.3'],
    ];
    assert.deepEqual(await predict(model, texts), ['setosa', 'virginica']);
    assert.deepEqual(await predict(model, [[5.1, 3.5, 1.4, 0.2]]), ['setosa']);
  });

  test('says what is wrong with a record in its place', async () => {
    const flower = [5.1, 3.5, 1.4, 0.2];
    assert.deepEqual(await predict(model, [flower, [5.1, 3.5, 1.4], ['5.1', 'x', '1.4', '0.2'], { sepal: 1 }, flower]), [
      'setosa',
      new BadRecordError('has 3 values; the model takes 4'),
      new BadRecordError('value 2 is not a number'),
      new BadRecordError('is not a list of 4 numbers'),
      'setosa',
    ]);
  });

  test('refuses a model of another format', async () => {
    await assert.rejects(
      async () => inference.loadModel(folderWith({ format: 99 }), CONTEXT),
      /model\.json has format 99/,
    );
  });
});
