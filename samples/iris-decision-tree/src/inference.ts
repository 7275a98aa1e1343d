import { DecisionTreeClassifier } from 'ml-cart';
import { BadRecordError, defineInference } from 'sm-algorithm/inference';
import type { Algorithm } from './algorithm';
import { type DecisionTreeModel, MODEL_FILE, MODEL_FORMAT } from './model';

interface Predictor {
  readonly classifier: DecisionTreeClassifier;
  readonly classes: string[];
  readonly features: number;
}

/** Answers every record, a row of CSV or a JSON array of features, with the name of its class. */
export default defineInference<Algorithm, Predictor>({
  async loadModel(model) {
    const { format, classes, features, tree } = await model.readJson<DecisionTreeModel>(MODEL_FILE);
    if (format !== MODEL_FORMAT) {throw new Error(`${MODEL_FILE} has format ${format}; this image reads format ${MODEL_FORMAT}`);}
    return { classifier: DecisionTreeClassifier.load(tree), classes, features };
  },

  predict({ classifier, classes, features }, records) {
    const rows = records.map((record, index) => toFeatures(record, features, index));
    return classifier.predict(rows).map((position) => classes[position]);
  },
});

function toFeatures(record: unknown, count: number, index: number): number[] {
  if (!Array.isArray(record)) throw new BadRecordError(`is not a list of ${count} numbers`, index);
  if (record.length !== count) throw new BadRecordError(`has ${record.length} values; the model takes ${count}`, index);
  return record.map((value: unknown, position) => {
    const feature = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof feature !== 'number' || !Number.isFinite(feature)) {
      throw new BadRecordError(`value ${position + 1} is not a number`, index);
    }
    return feature;
  });
}
