/**
 * What an algorithm takes and gives, as types. `src/algorithm.ts` of a project exports an interface of this shape,
 * generated from the definition; with it the two halves of the runtime know the names and values of that algorithm.
 */
export interface AlgorithmTypes {
  /** Name of each hyperparameter with the type of its value: `number` for Integer and Continuous, else text. */
  readonly hyperparameters: object;
  /** Name of each channel with `Channel`, or `Channel | undefined` when a job may leave it out. */
  readonly channels: object;
  /** Names of the metrics, a union of literals. */
  readonly metrics: string;
  /** Media types of requests, a union of literals. */
  readonly contentTypes: string;
  /** Media types of responses, a union of literals. */
  readonly responseTypes: string;
}
