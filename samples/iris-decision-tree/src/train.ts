import { DecisionTreeClassifier } from 'ml-cart';
import { defineTraining } from 'sm-algorithm/training';
import type { Algorithm } from './algorithm';
import { type DecisionTreeModel, MODEL_FILE, MODEL_FORMAT, predictAt } from './model';
import { holdOut, readLabelledRows } from './rows';
import { toTree } from './tree';

/** Fits a decision tree and reports its accuracy on rows that it has not seen. */
export default defineTraining<Algorithm>(async (job) => {
  const { max_depth: maxDepth, min_samples: minNumSamples, holdout_fraction: fraction, seed } = job.hyperparameters;

  const rows = await readLabelledRows(await job.channels.training.files());
  const classes = [...new Set(rows.map((row) => row.label))].sort();
  const { train, holdout } = holdOut(rows, fraction, seed);
  job.log.info(`${rows.length} rows, ${classes.length} classes, ${holdout.length} rows held out`);
  job.metrics.emit('train:rows', train.length);

  const classifier = new DecisionTreeClassifier({ gainFunction: 'gini', maxDepth, minNumSamples });
  classifier.train(
    train.map((row) => row.features),
    train.map((row) => classes.indexOf(row.label)),
  );

  const tree = toTree(classifier);
  if (holdout.length > 0) {
    // By the tree as it will be served.
    const right = holdout.filter((row) => classes[predictAt(row.features, 0, { tree })] === row.label).length;
    job.metrics.emit('validation:accuracy', right / holdout.length);
  }

  const model: DecisionTreeModel = {
    format: MODEL_FORMAT,
    classes,
    features: rows[0].features.length,
    tree,
  };
  await job.model.write(MODEL_FILE, JSON.stringify(model));
});
