import type { Cluster } from 'sm-algorithm/training';
import type { LinearModel } from './model';
import { MODEL_FORMAT } from './model';
import type { Rows } from './rows';

/**
 * Mean and standard deviation of every column, over the rows of all hosts. Steps of one size suit all features only when the
 * features are of one size.
 */
export interface Scaling {
  /** Rows of all hosts together. */
  readonly rows: number;
  /** Target first, as in the data. */
  readonly means: Float64Array;
  /** 1 for a column whose values are all the same. */
  readonly deviations: Float64Array;
}

/** Rows, and mean and sum of squared deviations of each column: Welford's way, which loses no digits on large means. */
interface Moments {
  rows: number;
  means: Float64Array;
  squares: Float64Array;
}

function add(moments: Moments, { rows, columns, values }: Rows): void {
  for (let row = 0; row < rows; row++) {
    moments.rows++;
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column];
      const delta = value - moments.means[column];
      moments.means[column] += delta / moments.rows;
      moments.squares[column] += delta * (value - moments.means[column]);
    }
  }
}

async function momentsOf(blocks: AsyncIterable<Rows>): Promise<Moments> {
  let moments: Moments | undefined;
  for await (const block of blocks) {
    moments ??= { rows: 0, means: new Float64Array(block.columns), squares: new Float64Array(block.columns) };
    add(moments, block);
  }
  return moments ?? { rows: 0, means: new Float64Array(0), squares: new Float64Array(0) };
}

/** A host whose shard is empty learns the number of columns from the others. */
async function agreeOnColumns(columns: number, cluster: Cluster): Promise<number> {
  const [most] = await cluster.allReduce(Float64Array.of(columns), 'max');
  const [least] = await cluster.allReduce(Float64Array.of(columns || Infinity), 'min');
  if (most === 0) {
    throw new Error('channel training holds no rows: it needs CSV files, the target first, then the features');
  }
  if (most !== least) {
    throw new Error(`channel training has rows of ${least} columns on one host and of ${most} on another`);
  }
  return most;
}

/** Reads the data once, each host its own. */
export async function measureScaling(blocks: AsyncIterable<Rows>, cluster: Cluster): Promise<Scaling> {
  const own = await momentsOf(blocks);
  const columns = await agreeOnColumns(own.means.length, cluster);
  if (own.rows === 0) Object.assign(own, { means: new Float64Array(columns), squares: new Float64Array(columns) });

  // The mean of all rows, then what each host's rows deviate from it: their own deviations and that of their mean.
  const sums = Float64Array.of(own.rows, ...own.means.map((mean) => mean * own.rows));
  const [rows, ...totals] = await cluster.allReduce(sums, 'sum');
  const means = Float64Array.from(totals, (total) => total / rows);
  const squares = own.squares.map((square, column) => square + own.rows * (own.means[column] - means[column]) ** 2);
  await cluster.allReduce(squares, 'sum');
  return { rows, means, deviations: squares.map((square) => Math.sqrt(square / rows) || 1) };
}

/** The features, each with mean 0 and deviation 1; the target as it is. In place. */
export function scaleFeatures({ rows, columns, values }: Rows, { means, deviations }: Scaling): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 1; column < columns; column++) {
      const index = row * columns + column;
      values[index] = (values[index] - means[column]) / deviations[column];
    }
  }
}

/** The model for features as they come, from parameters for scaled ones: one weight a feature, then the bias. */
export function unscaledModel(parameters: Float64Array, { means, deviations }: Scaling): LinearModel {
  const features = parameters.length - 1;
  const weights = Array.from({ length: features }, (_, feature) => parameters[feature] / deviations[feature + 1]);
  const bias = weights.reduce((sum, weight, feature) => sum - weight * means[feature + 1], parameters[features]);
  return { format: MODEL_FORMAT, weights, bias };
}
