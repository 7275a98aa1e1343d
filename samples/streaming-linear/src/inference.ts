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
    return records.map((record) => {
      const features = toFeatures(record, model.weights.length);
      return features instanceof BadRecordError ? features : predictAt(features, 0, model);
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
