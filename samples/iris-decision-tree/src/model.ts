/** What training writes and inference reads: the two programs agree on it here. */

/** Name of the model's file in `/opt/ml/model`. */
export const MODEL_FILE = 'model.json';

/** Version of the file's format: raise it when older programs would misread the file. */
export const MODEL_FORMAT = 1;

/** The file's content. */
export interface DecisionTreeModel {
  readonly format: typeof MODEL_FORMAT;
  /** Names of the classes; the tree's leaves hold their positions. */
  readonly classes: string[];
  /** Number of features of a row. */
  readonly features: number;
  /** The tree, as ml-cart writes it. */
  readonly tree: object;
}
