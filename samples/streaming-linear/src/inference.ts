import { defineNumberInference } from 'sm-algorithm/inference';
import type { Algorithm } from './algorithm';
import { type LinearModel, MODEL_FILE, MODEL_FORMAT, predictAt } from './model';

/** Answers every record, a row of CSV or a JSON array of features, with a number. */
export default defineNumberInference<Algorithm, LinearModel>({
  async loadModel(files) {
    const model = await files.readJson<LinearModel>(MODEL_FILE);
    if (model.format !== MODEL_FORMAT) {
      throw new Error(`${MODEL_FILE} has format ${model.format}; this image reads format ${MODEL_FORMAT}`);
    }
    return model;
  },

  columns: (model) => model.weights.length,

  predict(model, { rows, columns, values }) {
    return Array.from({ length: rows }, (_, row) => predictAt(values, row * columns, model));
  },
});
