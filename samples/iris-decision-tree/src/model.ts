/** What training writes and inference reads: the two programs agree on it here. */

/** Name of the model's file in `/opt/ml/model`. */
export const MODEL_FILE = 'model.json';

/** Version of the file's format: raise it when older programs would misread the file. */
export const MODEL_FORMAT = 1;

/** A decision: rows whose feature is below the threshold go on at `below`, the others at `above`. */
export interface Split {
  /** Position of the feature. */
  readonly feature: number;
  readonly threshold: number;
  readonly below: Tree;
  readonly above: Tree;
}

/** A split, or a leaf: the position of its class. */
export type Tree = Split | number;

/** The file's content. */
export interface DecisionTreeModel {
  readonly format: typeof MODEL_FORMAT;
  /** Names of the classes; the tree's leaves hold their positions. */
  readonly classes: string[];
  /** Number of features of a row. */
  readonly features: number;
  readonly tree: Tree;
}

/** The position of the class of a row that lies in an array from `start` on. */
export function predictAt(values: ArrayLike<number>, start: number, { tree }: Pick<DecisionTreeModel, 'tree'>): number {
  let node = tree;
  while (typeof node !== 'number') node = values[start + node.feature] < node.threshold ? node.below : node.above;
  return node;
}
