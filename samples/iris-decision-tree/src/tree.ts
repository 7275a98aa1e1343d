import type { DecisionTreeClassifier, TreeNode } from 'ml-cart';
import type { Node } from './model';

/** The position of the largest number; the first one of several. */
const largest = (numbers: readonly number[]): number => numbers.indexOf(Math.max(...numbers));

function toNode({ left, right, splitColumn, splitValue, distribution }: TreeNode): Node {
  if (!left || !right) return largest(distribution[0]);
  return { feature: splitColumn, threshold: splitValue, below: toNode(left), above: toNode(right) };
}

/** What the model needs of a classifier that has been trained: a fraction of what ml-cart keeps, and served without ml-cart. */
export function toTree(classifier: DecisionTreeClassifier): Node {
  // As text and back: what ml-cart keeps is not all plain data.
  const { root } = JSON.parse(JSON.stringify(classifier)) as { readonly root: TreeNode };
  return toNode(root);
}
