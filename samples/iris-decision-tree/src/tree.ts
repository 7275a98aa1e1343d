import type { DecisionTreeClassifier, TreeNode } from 'ml-cart';
import type { Tree } from './model';

/** The position of the largest number; the first one of several. */
const largest = (numbers: readonly number[]): number => numbers.indexOf(Math.max(...numbers));

function treeOf(node: TreeNode): Tree {
  if (!('left' in node)) return largest(node.distribution[0]);
  return { feature: node.splitColumn, threshold: node.splitValue, below: treeOf(node.left), above: treeOf(node.right) };
}

/** What the model needs of a classifier that has been trained: a fraction of what ml-cart keeps, and served without ml-cart. */
export function toTree(classifier: DecisionTreeClassifier): Tree {
  // As text and back: what ml-cart keeps is not all plain data.
  const { root } = JSON.parse(JSON.stringify(classifier)) as { readonly root: TreeNode };
  return treeOf(root);
}
