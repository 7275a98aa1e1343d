/** Typed arrays as arrays: JSON would make objects of them. */
export function plainPrediction(prediction: unknown): unknown {
  if (!ArrayBuffer.isView(prediction) || prediction instanceof DataView) return prediction;
  return Array.from(prediction as unknown as ArrayLike<unknown>);
}
