import { type Part, type Visit, everyPart, soundParts } from './walk';
import type { CreateAlgorithmRequest, TrainingJobDefinition, TransformJobDefinition } from '../../contract/create-algorithm';
import { CREATE_ALGORITHM_SHAPE } from '../../contract/create-algorithm-shape';
import type { Finding, Rule } from '../rule';

/** A type whose every part may be missing, and whose texts may be any: what is sure of a request that others wrote. */
export type Lax<T> =
  T extends string ? string
    : T extends ReadonlyArray<infer Item> ? ReadonlyArray<Lax<Item> | undefined>
      : T extends object ? { readonly [K in keyof T]?: Lax<T[K]> }
        : T;

/** The parts of a request that have the right type. */
export type RequestParts = Lax<CreateAlgorithmRequest>;

/** What request rules look at. */
export interface RequestSubject {
  /** Any JSON, part by part. */
  readonly every: readonly Part[];
  /** Rules across fields look at these only: a part of the wrong type has been told and is not told twice. */
  readonly parts: RequestParts;
}

/** What a request must obey. */
export interface RequestRule extends Rule<RequestSubject> {
  /** Number of the conformance check that it belongs to, 93 to 101. */
  readonly conformance: number;
}

export function requestSubject(given: unknown): RequestSubject {
  return { every: everyPart(given, CREATE_ALGORITHM_SHAPE), parts: (soundParts(given, CREATE_ALGORITHM_SHAPE) ?? {}) as RequestParts };
}

/** A rule that looks at every part alone. */
export const visiting = (code: string, visit: Visit) => ({
  code,
  check: ({ every }: RequestSubject): Finding[] => every.flatMap(([value, shape, path]) => visit(value, shape, path) ?? []),
});

/** Rules of one conformance check. */
export const rulesOf = (conformance: number, rules: ReadonlyArray<Omit<RequestRule, 'conformance'>>): RequestRule[] =>
  rules.map((rule) => ({ ...rule, conformance }));

/** A part of a request and its path. */
export interface Placed<T> {
  readonly value: Lax<T>;
  readonly path: string;
}

/** The items of a list that have the right type, with their paths. */
export function placed<T>(
  items: ReadonlyArray<T | undefined> | undefined, path: string,
): Array<{ readonly value: T; readonly path: string; readonly index: number }> {
  return (items ?? []).flatMap((value, index) => (value === undefined ? [] : { value, path: `${path}[${index}]`, index }));
}

const PROFILES = 'ValidationSpecification.ValidationProfiles';

/** The training jobs of the validation: one, unless the request is wrong. */
export const trainingJobs = ({ parts }: RequestSubject): Array<Placed<TrainingJobDefinition>> =>
  placed(parts.ValidationSpecification?.ValidationProfiles, PROFILES).flatMap(({ value, path }) =>
    (value.TrainingJobDefinition ? { value: value.TrainingJobDefinition, path: `${path}.TrainingJobDefinition` } : []));

/** The transform jobs of the validation. */
export const transformJobs = ({ parts }: RequestSubject): Array<Placed<TransformJobDefinition>> =>
  placed(parts.ValidationSpecification?.ValidationProfiles, PROFILES).flatMap(({ value, path }) =>
    (value.TransformJobDefinition ? { value: value.TransformJobDefinition, path: `${path}.TransformJobDefinition` } : []));

/** The finding in a list, or none. */
export const when = (broken: boolean, finding: () => Finding): Finding[] => (broken ? [finding()] : []);
