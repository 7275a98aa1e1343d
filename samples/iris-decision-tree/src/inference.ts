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
    return records.map((record) => {
      const row = toFeatures(record, features);
      return row instanceof BadRecordError ? row : classes[classifier.predict([row])[0]];
    });
  },
});

/** Numbers, or what is wrong with the record. */
function toFeatures(record: unknown, count: number): number[] | BadRecordError {
  if (!Array.isArray(record)) return new BadRecordError(`is not a list of ${count} numbers`);
  if (record.length !== count) return new BadRecordError(`has ${record.length} values; the model takes ${count}`);
  const features = record.map((value: unknown) => typeof value === 'string' && value.trim() !== '' ? Number(value) : value);
  const wrong = features.findIndex((value) => !Number.isFinite(value));
  return wrong < 0 ? features as number[] : new BadRecordError(`value ${wrong + 1} is not a number`);
}
