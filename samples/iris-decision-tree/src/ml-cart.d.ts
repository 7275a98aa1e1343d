/** The part of ml-cart that is used here; the package has no types of its own. */
declare module 'ml-cart' {
  export interface DecisionTreeOptions {
    readonly gainFunction?: 'gini';
    /** Largest depth. */
    readonly maxDepth?: number;
    /** A node with no more rows than this becomes a leaf. */
    readonly minNumSamples?: number;
  }

  /** As JSON: a node with two children. */
  export interface InnerNode {
    readonly left: TreeNode;
    readonly right: TreeNode;
    readonly splitColumn: number;
    /** Rows with less than it go left. */
    readonly splitValue: number;
  }

  /** As JSON: a node without children. */
  export interface LeafNode {
    /** [1 × classes]: share of each class among the rows of the leaf */
    readonly distribution: number[][];
  }

  export type TreeNode = InnerNode | LeafNode;

  export class DecisionTreeClassifier {
    constructor(options?: DecisionTreeOptions);
    /** @param rows [rows × features] @param labels positions of the classes, from 0 */
    train(rows: number[][], labels: number[]): void;
    /** @param rows [rows × features] */
    predict(rows: number[][]): number[];
    toJSON(): object;
  }
}
