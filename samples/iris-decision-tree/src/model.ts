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
  readonly below: Node;
  readonly above: Node;
}

/** A split, or a leaf: the position of its class. */
export type Node = Split | number;

/** The file's content. */
export interface DecisionTreeModel {
  readonly format: typeof MODEL_FORMAT;
  /** Names of the classes; the tree's leaves hold their positions. */
  readonly classes: string[];
  /** Number of features of a row. */
  readonly features: number;
  readonly tree: Node;
}

/**
 * The position of a row's class.
 * @param start where the row's features begin among the numbers
 */
export function classOf(tree: Node, numbers: ArrayLike<number>, start = 0): number {
  let node = tree;
  while (typeof node !== 'number') node = numbers[start + node.feature] < node.threshold ? node.below : node.above;
  return node;
}
