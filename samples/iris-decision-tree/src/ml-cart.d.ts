/** The part of ml-cart that is used here; the package has no types of its own. */
declare module 'ml-cart' {
  export interface DecisionTreeOptions {
    readonly gainFunction?: 'gini';
    /** Largest depth. */
    readonly maxDepth?: number;
    /** A node with no more rows than this becomes a leaf. */
    readonly minNumSamples?: number;
  }

  export class DecisionTreeClassifier {
    static load(model: object): DecisionTreeClassifier;
    constructor(options?: DecisionTreeOptions);
    /** @param rows [rows × features] @param labels positions of the classes, from 0 */
    train(rows: number[][], labels: number[]): void;
    /** @param rows [rows × features] */
    predict(rows: number[][]): number[];
    toJSON(): object;
  }
}
