import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Cluster } from 'sm-algorithm/training';
import type { Hyperparameters } from '../src/algorithm';
import type { Rows } from '../src/rows';
import { measureScaling, scaleFeatures, unscaledModel } from '../src/scaling';
import { parseState, stateText } from '../src/state';
import { measureLoss, trainEpoch } from '../src/steps';
import { makeData } from './make-data';

const DATA = join(__dirname, 'data');

/** A job of one host. */
const ALONE = {
  rank: 0,
  hosts: ['algo-1'],
  allReduce: async (values: Float64Array) => values,
} as unknown as Cluster;

async function rowsOf(channel: string): Promise<Rows> {
  const names = await readdir(join(DATA, channel));
  const texts = await Promise.all(names.sort().map((name) => readFile(join(DATA, channel, name), 'utf8')));
  const rows = texts
    .join('')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  return { rows: rows.length, columns: rows[0].length, values: Float64Array.from(rows.flat()) };
}

async function* stream(rows: Rows): AsyncGenerator<Rows> {
  yield { ...rows, values: rows.values.slice() };
}

describe('the sample data', () => {
  test('is what its generator makes', async () => {
    for (const [path, text] of Object.entries(makeData())) assert.equal(await readFile(join(DATA, path), 'utf8'), text);
  });
});

describe('scaling', () => {
  test('gives every feature the mean 0 and the deviation 1', async () => {
    const rows = await rowsOf('training');
    const scaling = await measureScaling(stream(rows), ALONE);
    scaleFeatures(rows, scaling);
    const again = await measureScaling(stream(rows), ALONE);
    assert.equal(scaling.rows, 2400);
    for (let column = 1; column < rows.columns; column++) {
      assert.ok(Math.abs(again.means[column]) < 1e-9);
      assert.ok(Math.abs(again.deviations[column] - 1) < 1e-9);
    }
    assert.equal(again.means[0], scaling.means[0]);
  });

  test('leaves a column of equal values alone', async () => {
    const { deviations } = await measureScaling(
      stream({ rows: 2, columns: 2, values: Float64Array.of(1, 5, 3, 5) }),
      ALONE,
    );
    assert.deepEqual([...deviations], [1, 1]);
  });

  test('says what is missing when no host has rows', async () => {
    await assert.rejects(
      measureScaling(stream({ rows: 0, columns: 0, values: new Float64Array() }), ALONE),
      /holds no rows/,
    );
  });
});

describe('training', () => {
  test('finds the weights that the data was made with', async () => {
    const rows = await rowsOf('training');
    const scaling = await measureScaling(stream(rows), ALONE);
    scaleFeatures(rows, scaling);
    const parameters = new Float64Array(rows.columns);
    for (let epoch = 0; epoch < 20; epoch++) {
      const settings = { batchRows: 64, learningRate: 0.2 * (1 - epoch / 20), l2: 0 };
      await trainEpoch(stream(rows), parameters, settings, ALONE);
    }
    const model = unscaledModel(parameters, scaling);
    const expected = [-2.1, 1.4, 0.32, -0.45, -1.8, 60];
    for (const [feature, weight] of expected.entries()) {
      assert.ok(Math.abs(model.weights[feature] / weight - 1) < 0.1, `weight ${feature} is ${model.weights[feature]}`);
    }
    // The noise has a deviation of 8, and no model can foresee it.
    const { loss } = await measureLoss(stream(await rowsOf('validation')), model, ALONE);
    assert.ok(loss < 1.15 * 64, `loss ${loss}`);
  });

  test('keeps weights small when large ones are punished', async () => {
    const rows = { rows: 2, columns: 2, values: Float64Array.of(-1, -1, 1, 1) };
    const weight = async (l2: number) => {
      const parameters = new Float64Array(2);
      for (let epoch = 0; epoch < 200; epoch++) {
        await trainEpoch(stream(rows), parameters, { batchRows: 0, learningRate: 0.3, l2 }, ALONE);
      }
      return parameters[0];
    };
    assert.ok(Math.abs((await weight(0)) - 1) < 1e-9);
    assert.ok(Math.abs((await weight(1)) - 0.5) < 1e-9);
  });
});

describe('a saved state', () => {
  const settings = { epochs: 3, batch_rows: 1, learning_rate: 0.1, l2: 0, shuffle_rows: 1, seed: 1 } as Hyperparameters;
  const state = {
    epochs: 2,
    parameters: Float64Array.of(0.1 + 0.2, -1e-300),
    scaling: { rows: 7, means: Float64Array.of(1 / 3, 2), deviations: Float64Array.of(1, Math.PI) },
  };

  test('is read as it was, to the bit', () => {
    assert.deepEqual(parseState(stateText(state, settings), settings), state);
  });

  test('is none for a job with other settings', () => {
    assert.equal(parseState(stateText(state, settings), { ...settings, seed: 2 }), undefined);
  });
});
