import { defineNumberInference } from 'sm-algorithm/inference';
import type { Algorithm } from './algorithm';
import { type DecisionTreeModel, MODEL_FILE, MODEL_FORMAT, predictAt } from './model';

/** Answers every record, a row of CSV or a JSON array of features, with the name of its class. */
export default defineNumberInference<Algorithm, DecisionTreeModel>({
  async loadModel(files) {
    const model = await files.readJson<DecisionTreeModel>(MODEL_FILE);
    if (model.format !== MODEL_FORMAT) {
      throw new Error(`${MODEL_FILE} has format ${model.format}; this image reads format ${MODEL_FORMAT}`);
    }
    return model;
  },

  columns: (model) => model.features,

  predict(model, { rows, columns, values }) {
    const predictions: string[] = [];
    for (let row = 0; row < rows; row++) predictions.push(model.classes[predictAt(values, row * columns, model)]);
    return predictions;
  },
});
