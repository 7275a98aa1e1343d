import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { DecisionTreeClassifier } from 'ml-cart';
import type { LoadContext, ModelFiles } from 'sm-algorithm/inference';
import inference from '../src/inference';
import { type DecisionTreeModel, MODEL_FORMAT } from '../src/model';
import { holdOut, type LabelledRow, readLabelledRows } from '../src/rows';
import { toTree } from '../src/tree';

const DATA = join(__dirname, 'data', 'training');
const CONTEXT = {} as LoadContext;

/** A model folder that holds this one file. */
const folderWith = (content: object) =>
  ({ readJson: async () => JSON.parse(JSON.stringify(content)) }) as unknown as ModelFiles;

const predict = (model: DecisionTreeModel, rows: number[][]) =>
  inference.predict(model, { rows: rows.length, columns: 4, values: Float64Array.from(rows.flat()) }, {} as never);

describe('the classifier', () => {
  let model: DecisionTreeModel;
  let classifier: DecisionTreeClassifier;
  let holdout: LabelledRow[];
  let accuracy: number;

  before(async () => {
    const rows = await readLabelledRows((await readdir(DATA)).map((name) => join(DATA, name)));
    const classes = ['setosa', 'versicolor', 'virginica'];
    const parts = holdOut(rows, 0.2, 1);
    holdout = parts.holdout;
    classifier = new DecisionTreeClassifier({ maxDepth: 8 });
    classifier.train(
      parts.train.map((row) => row.features),
      parts.train.map((row) => classes.indexOf(row.label)),
    );
    model = await inference.loadModel(
      folderWith({ format: MODEL_FORMAT, classes, features: 4, tree: toTree(classifier) }),
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

  test('answers in the order of the rows', async () => {
    const flowers = [
      [5.1, 3.5, 1.4, 0.2],
      [6.7, 3.0, 5.2, 2.3],
    ];
    assert.deepEqual(await predict(model, flowers), ['setosa', 'virginica']);
    assert.deepEqual(await predict(model, [flowers[1]]), ['virginica']);
  });

  test('takes as many features as it was trained on', () => {
    assert.equal(inference.columns(model), 4);
  });

  test('predicts what the classifier predicts that was trained', async () => {
    const rows = holdout.map((row) => row.features);
    assert.deepEqual(
      await predict(model, rows),
      classifier.predict(rows).map((position) => model.classes[position]),
    );
  });

  test('refuses a model of another format', async () => {
    await assert.rejects(
      async () => inference.loadModel(folderWith({ format: 99 }), CONTEXT),
      /model\.json has format 99/,
    );
  });
});
