/** The inference side of the algorithm. */
export interface InferenceOptions {
  /**
   * Media types of requests, without parameters; the first is assumed when a request names none. At least one.
   *
   * `text/csv`, `application/json` and `application/jsonlines` are decoded by the runtime; any other needs `defineRawInference`.
   */
  readonly contentTypes: string[];

  /**
   * Media types of responses; the first answers a request that accepts anything. At least one.
   *
   * @default - the same as `contentTypes`
   */
  readonly responseTypes?: string[];

  /**
   * Instance types that endpoints may run on, for example `ml.m5.large`.
   *
   * @default - `ml.m5.large`
   */
  readonly realtimeInstanceTypes?: string[];

  /**
   * Instance types that batch transform jobs may run on, for example `ml.m5.xlarge`.
   *
   * @default - `ml.m5.xlarge`
   */
  readonly transformInstanceTypes?: string[];
}
