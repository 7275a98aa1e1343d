import { FULLEST, SMALLEST } from './new-project';
import { type SmAlgorithmProjectOptions, Starter } from '../../src';
import type { CreateAlgorithmRequest } from '../../src/contract/create-algorithm';
import { resolvePlan } from '../../src/plan/resolve-plan';
import { starterDefinition } from '../../src/plan/starter-definition';
import { createAlgorithmRequest } from '../../src/request/create-algorithm-request';
import { taggedImages } from '../../src/request/image-references';

/** The request of a definition, as synth writes it. */
export function requestOf(definition: SmAlgorithmProjectOptions): CreateAlgorithmRequest {
  const { plan } = resolvePlan(definition, () => []);
  return createAlgorithmRequest(plan, taggedImages(plan));
}

const { deps: _, ...iris } = starterDefinition(Starter.IRIS_DECISION_TREE);

/** The three samples whose requests are judged by whoever can judge requests. */
export const SAMPLES: ReadonlyArray<readonly [name: string, definition: SmAlgorithmProjectOptions]> = [
  ['smallest', SMALLEST], ['fullest', FULLEST], ['iris-decision-tree', { name: 'iris-decision-tree', ...iris }],
];

/** A change of a request, given as JSON. */
export type Change = (request: any) => void;

const steps = (path: string): string[] => path.split(/[.[\]]+/).filter((step) => step !== '');

/** Changes that replace the value at a path, or make one. */
export const set = (path: string, value: unknown): Change => (request) => {
  const names = steps(path);
  const last = names.pop()!;
  names.reduce((part, name) => part[name], request)[last] = value;
};

/** Changes that remove what is at a path. */
export const drop = (path: string): Change => (request) => {
  const names = steps(path);
  const last = names.pop()!;
  delete names.reduce((part, name) => part[name], request)[last];
};

/** Several changes. */
export const all = (...changes: Change[]): Change => (request) => changes.forEach((change) => change(request));

/** A copy of a request, changed. */
export function changed(request: object, change: Change): unknown {
  const copy = structuredClone(request);
  change(copy);
  return copy;
}
