import type { InferenceDefinition } from './define-inference';
import { kindOf, loadDefault } from '../shared/load-default';
import { RuntimeError } from '../shared/runtime-error';

/** Imports `src/inference.ts`: a function, so that an error of the import is told by a server that already runs. */
export type LoadInference<M> = () => Promise<{ readonly default: InferenceDefinition<M> }>;

function problemOf(found: unknown): string | undefined {
  if (found === undefined) return 'has no default export';
  if (typeof found !== 'object' || found === null) return `exports ${kindOf(found)} by default, not a definition`;
  const { loadModel, predict, invoke, columns } = found as Record<string, unknown>;
  if (typeof loadModel !== 'function') return 'exports a definition by default that has no function loadModel';
  if (columns !== undefined && typeof columns !== 'function') return 'exports a definition by default whose columns are no function';
  if (typeof ('predict' in found ? predict : invoke) === 'function') return undefined;
  return 'exports a definition by default that has no function predict or invoke';
}

/** @throws RuntimeError SMA_RUN_INFERENCE_EXPORT, or whatever the import throws */
export async function loadInference<M>(load: LoadInference<M>): Promise<InferenceDefinition<M>> {
  const definition = await loadDefault(load);
  const problem = problemOf(definition);
  if (problem !== undefined) throw new RuntimeError('SMA_RUN_INFERENCE_EXPORT', problem);
  return definition!;
}
