import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { algorithm } from '../../samples/streaming-linear/src/algorithm';
import inference from '../../samples/streaming-linear/src/inference';
import type { LinearModel } from '../../samples/streaming-linear/src/model';
import train from '../../samples/streaming-linear/src/train';
import type { LoadContext, ModelFiles } from '../../src/runtime/inference';
import type { TrainingHandler } from '../../src/runtime/training';
import { Loopback } from '../runtime/support/cluster';
import { live, type LiveJob } from '../runtime/support/live';
import type { Iris } from '../runtime/support/spec';
import { HELD_OUT, inputOf, lossesIn, PARTS, type Settings } from '../support/streaming-linear';

const FULL_BATCH: Settings = { batch_rows: '0', epochs: '40' };
const MINI_BATCH: Settings = { batch_rows: '60', epochs: '12' };

const handler = train as unknown as TrainingHandler<Iris>;

async function trainOn(count: number, settings: Settings, parts = PARTS): Promise<LiveJob[]> {
  const network = new Loopback();
  const hosts = Array.from({ length: count }, (_, index) => `algo-${index + 1}`);
  return Promise.all(hosts.map((host, rank) => live({
    ...inputOf(rank, count, settings, 'File', parts),
    'input/config/resourceconfig.json': { current_host: host, hosts, network_interface_name: 'eth0' },
  }, handler, { spec: algorithm, network: () => network.of(host) })));
}

const modelText = ({ base }: LiveJob): string => readFileSync(`${base}/model/model.json`, 'utf8');
const modelOf = (job: LiveJob): LinearModel => JSON.parse(modelText(job));
const lossesOf = ({ log }: LiveJob): number[] => lossesIn(log);

/** Largest difference of two models, relative to the larger number. */
function difference(one: LinearModel, other: LinearModel): number {
  const numbers = (model: LinearModel) => [...model.weights, model.bias];
  const [a, b] = [numbers(one), numbers(other)];
  return Math.max(...a.map((value, index) => Math.abs(value - b[index]) / Math.max(1, Math.abs(value), Math.abs(b[index]))));
}

describe('full-batch steps', () => {
  test.each([2, 3, 6])('on %i hosts give the model of one host within 1e-6', async (count) => {
    const [alone] = await trainOn(1, FULL_BATCH);
    const jobs = await trainOn(count, FULL_BATCH);

    expect(jobs.map(({ exitCode, failure }) => ({ exitCode, failure }))).toEqual(jobs.map(() => ({ exitCode: 0, failure: undefined })));
    expect(difference(modelOf(jobs[0]), modelOf(alone))).toBeLessThan(1e-6);
  });

  test('survive hosts without data', async () => {
    const two = PARTS.slice(0, 2);
    const jobs = await trainOn(3, FULL_BATCH, two);

    expect(jobs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(difference(modelOf(jobs[0]), modelOf((await trainOn(1, FULL_BATCH, two))[0]))).toBeLessThan(1e-6);
  });
});

describe('mini-batches', () => {
  test('learn: the loss falls far below that of the mean', async () => {
    const losses = lossesOf((await trainOn(1, MINI_BATCH))[0]);

    expect(losses).toHaveLength(13);
    expect(losses.at(-1)!).toBeLessThan(0.1 * losses[0]);
  });

  test.each([2, 3])('on %i hosts, each with its own shard, reach the loss of one host within 1 %%', async (count) => {
    const [alone] = await trainOn(1, MINI_BATCH);
    const jobs = await trainOn(count, MINI_BATCH);
    const [here, there] = [lossesOf(jobs[0]).at(-1)!, lossesOf(alone).at(-1)!];

    expect(Math.abs(here / there - 1)).toBeLessThan(0.01);
    for (const { base } of jobs) expect(readdirSync(`${base}/input/data/training`)).toHaveLength(6 / count);
    expect(jobs.map(({ base }) => existsSync(`${base}/model/model.json`))).toEqual(jobs.map((_, rank) => rank === 0));
    for (const { log } of jobs.slice(1)) expect(log).not.toMatch(/^metric/m);
  });

  test('give the same model with the same seed, on two hosts too, and another one with another', async () => {
    const [one, same, other] = [await trainOn(1, MINI_BATCH), await trainOn(1, MINI_BATCH), await trainOn(1, { ...MINI_BATCH, seed: '2' })];
    expect(modelText(same[0])).toBe(modelText(one[0]));
    expect(modelText(other[0])).not.toBe(modelText(one[0]));
    const [once, again] = [await trainOn(2, MINI_BATCH), await trainOn(2, MINI_BATCH)];
    expect(modelText(once[0])).toBe(modelText(again[0]));
  });

  test('give a model that serves', async () => {
    const [alone] = await trainOn(1, MINI_BATCH);
    const files = { readJson: async () => modelOf(alone) } as unknown as ModelFiles;
    const model = await inference.loadModel(files, {} as LoadContext);
    const rows = HELD_OUT[0][1].trim().split('\n').map((line) => line.split(','));
    const columns = inference.columns(model);
    const values = Float64Array.from(rows.flatMap(([, ...features]) => features.map(Number)));
    const predicted = await inference.predict(model, { rows: rows.length, columns, values }, {} as never) as number[];
    const loss = predicted.reduce((sum, value, index) => sum + (value - Number(rows[index][0])) ** 2, 0) / rows.length;

    expect(loss).toBeCloseTo(lossesOf(alone).at(-1)!, 6);
  });
});
