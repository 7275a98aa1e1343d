import type { Cluster } from 'sm-algorithm/training';
import { type LinearModel, predictAt } from './model';
import { type Rows, RowTaker } from './rows';

/** How an epoch is trained. */
export interface StepSettings {
  /** Rows of a step, those of all hosts together; 0: all rows. */
  readonly batchRows: number;
  readonly learningRate: number;
  /** Weight of the penalty on large weights. */
  readonly l2: number;
}

/** What an epoch has seen. */
export interface Loss {
  /** Mean of the squared errors. */
  readonly loss: number;
  /** Rows of all hosts together. */
  readonly rows: number;
}

/**
 * Sums over rows: the gradient (one number a weight, then that of the bias), the squared errors, the number of rows. Sums of
 * hosts add up to the sum over all rows, so one array is all that the hosts have to exchange.
 */
function addGradient(sums: Float64Array, { rows, columns, values }: Rows, parameters: Float64Array): void {
  const features = columns - 1;
  for (let row = 0; row < rows; row++) {
    const start = row * columns + 1;
    let error = parameters[features] - values[start - 1];
    for (let feature = 0; feature < features; feature++) error += parameters[feature] * values[start + feature];
    for (let feature = 0; feature < features; feature++) sums[feature] += error * values[start + feature];
    sums[features] += error;
    sums[features + 1] += error * error;
    sums[features + 2] += 1;
  }
}

function step(parameters: Float64Array, sums: Float64Array, { learningRate, l2 }: StepSettings): void {
  const bias = parameters.length - 1;
  const rows = sums[bias + 2];
  for (let index = 0; index < bias; index++) {
    parameters[index] -= learningRate * (sums[index] / rows + l2 * parameters[index]);
  }
  parameters[bias] -= (learningRate * sums[bias]) / rows;
}

/** How many rows of a step are this host's: all shares together are the step, and none is empty. */
function shareOf(batchRows: number, { rank, hosts }: Cluster): number {
  if (batchRows === 0) return Number.MAX_SAFE_INTEGER;
  const until = (place: number) => Math.floor((batchRows * place) / hosts.length);
  return Math.max(1, until(rank + 1) - until(rank));
}

/** Adds up the gradient of the next rows without keeping them. */
async function nextSums(taker: RowTaker, count: number, parameters: Float64Array): Promise<Float64Array> {
  const sums = new Float64Array(parameters.length + 2);
  for (let missing = count; missing > 0; ) {
    const parts = await taker.take(Math.min(missing, 1024));
    if (parts.length === 0) break;
    for (const part of parts) {
      addGradient(sums, part, parameters);
      missing -= part.rows;
    }
  }
  return sums;
}

/**
 * One pass over the rows, with steps that all hosts take together. Hosts have unequal numbers of rows, or none: whoever has no
 * more contributes zeros, and the epoch ends for all in the step that has no row at all.
 * @param parameters one a feature, then the bias; changed in place, alike on all hosts
 */
export async function trainEpoch(
  blocks: AsyncIterable<Rows>,
  parameters: Float64Array,
  settings: StepSettings,
  cluster: Cluster,
): Promise<Loss> {
  const taker = new RowTaker(blocks);
  const share = shareOf(settings.batchRows, cluster);
  let squaredErrors = 0;
  let rows = 0;
  for (;;) {
    const sums = await cluster.allReduce(await nextSums(taker, share, parameters), 'sum');
    const [stepErrors, stepRows] = sums.subarray(parameters.length);
    if (stepRows === 0) return { loss: squaredErrors / rows, rows };
    step(parameters, sums, settings);
    squaredErrors += stepErrors;
    rows += stepRows;
  }
}

/** The loss of a model on rows that it is not trained on; rows that several hosts have count several times, which changes nothing. */
export async function measureLoss(blocks: AsyncIterable<Rows>, model: LinearModel, cluster: Cluster): Promise<Loss> {
  const sums = new Float64Array(2);
  for await (const { rows, columns, values } of blocks) {
    for (let row = 0; row < rows; row++) {
      sums[0] += (predictAt(values, row * columns + 1, model) - values[row * columns]) ** 2;
    }
    sums[1] += rows;
  }
  const [squaredErrors, rows] = await cluster.allReduce(sums, 'sum');
  return { loss: squaredErrors / rows, rows };
}
