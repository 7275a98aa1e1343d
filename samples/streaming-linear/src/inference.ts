import { BadRecordError, defineInference } from 'sm-algorithm/inference';
import type { Algorithm } from './algorithm';
import { type LinearModel, MODEL_FILE, MODEL_FORMAT, predictAt } from './model';

/** Answers every record, a row of CSV or a JSON array of features, with a number. */
export default defineInference<Algorithm, LinearModel>({
  async loadModel(files) {
    const model = await files.readJson<LinearModel>(MODEL_FILE);
    if (model.format !== MODEL_FORMAT) {
      throw new Error(`${MODEL_FILE} has format ${model.format}; this image reads format ${MODEL_FORMAT}`);
    }
    return model;
  },

  predict(model, records) {
    return records.map((record, index) => predictAt(toFeatures(record, model.weights.length, index), 0, model));
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
