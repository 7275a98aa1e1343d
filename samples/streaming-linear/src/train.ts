import { defineTraining, type TrainingJob } from 'sm-algorithm/training';
import type { Algorithm } from './algorithm';
import { MODEL_FILE } from './model';
import { type Rows, readRows, seeded, shuffled } from './rows';
import { measureScaling, scaleFeatures, unscaledModel } from './scaling';
import { restoreState, type State, saveState } from './state';
import { measureLoss, trainEpoch } from './steps';

/** Rows read at once where their order does not matter. */
const BLOCK_ROWS = 1024;

/**
 * Fits a linear model in passes over a stream of rows, each host over its own. After every epoch it leaves a model and a
 * checkpoint: a job that is stopped has the last model, and one that is started again goes on from the last epoch.
 */
export default defineTraining<Algorithm>(async (job) => {
  const { epochs } = job.hyperparameters;
  const start = (await restoreState(job)) ?? (await firstState(job));
  if (job.cluster.isLeader) {
    job.log.info(
      `${start.scaling.rows} rows of ${start.parameters.length - 1} features, from epoch ${start.epochs + 1} of ${epochs}`,
    );
  }
  await report(start, undefined, job);
  for (let epoch = start.epochs; epoch < epochs; epoch++) {
    const { loss, rows } = await trainEpoch(
      rowsOfEpoch(epoch, start, job),
      start.parameters,
      stepSettings(epoch, job),
      job.cluster,
    );
    // A stream may be empty for once: nothing to learn from, and no loss to tell.
    if (rows > 0 && !Number.isFinite(loss)) {
      throw new Error(`the loss of epoch ${epoch + 1} is ${loss}: a smaller learning_rate may help`);
    }
    const state = { ...start, epochs: epoch + 1 };
    await report(state, rows > 0 ? loss : Number.NaN, job);
    await saveState(state, job);
  }
});

/** Before the first epoch the model says the mean of the target, whatever the features. */
async function firstState(job: TrainingJob<Algorithm>): Promise<State> {
  const scaling = await measureScaling(readRows(job.channels.training, BLOCK_ROWS), job.cluster);
  const parameters = new Float64Array(scaling.means.length);
  parameters[parameters.length - 1] = scaling.means[0];
  return { epochs: 0, parameters, scaling };
}

async function* rowsOfEpoch(epoch: number, { scaling }: State, job: TrainingJob<Algorithm>): AsyncGenerator<Rows> {
  const { shuffle_rows: blockRows, seed } = job.hyperparameters;
  const blocks = readRows(job.channels.training, blockRows, scaling.means.length);
  for await (const block of shuffled(blocks, seeded(seed, epoch, job.cluster.rank))) {
    scaleFeatures(block, scaling);
    yield block;
  }
}

/** Steps become smaller from epoch to epoch, so that the noise of mini-batches dies away. */
function stepSettings(epoch: number, { hyperparameters }: TrainingJob<Algorithm>) {
  const { epochs, batch_rows: batchRows, learning_rate: first, l2 } = hyperparameters;
  return { batchRows, l2, learningRate: first * (1 - epoch / epochs) };
}

/** Writes the model and tells how good it is. */
async function report(
  { parameters, scaling, epochs }: State,
  trainLoss: number | undefined,
  job: TrainingJob<Algorithm>,
): Promise<void> {
  const { cluster, channels, metrics } = job;
  const model = unscaledModel(parameters, scaling);
  if (epochs > 0) await job.model.write(MODEL_FILE, JSON.stringify(model));
  const validation = channels.validation && readRows(channels.validation, BLOCK_ROWS, scaling.means.length);
  const heldOut = validation && (await measureLoss(validation, model, cluster));
  if (!cluster.isLeader) return;
  if (trainLoss === undefined) metrics.emit('train:rows', scaling.rows);
  else if (!Number.isNaN(trainLoss)) metrics.emit('train:loss', trainLoss);
  if (heldOut && heldOut.rows > 0) metrics.emit('validation:loss', heldOut.loss);
}
