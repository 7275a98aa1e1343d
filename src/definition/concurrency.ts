/** How many worker threads predict. */
export interface WorkersOptions {
  /**
   * Number of worker threads, each of which loads a model of its own: 1 to 256. `SAGEMAKER_MODEL_SERVER_WORKERS` in the container
   * overrules it.
   *
   * @default - one for each CPU that the container may use
   */
  readonly count?: number;
}

/**
 * Where predictions run. Health checks are answered by the main thread: one that computes longer than 2 seconds without a pause
 * fails them, and the service replaces the instance.
 */
export class Concurrency {
  /**
   * In the main thread: for predictors that are done within a few milliseconds, or that wait for something else (`await`) most
   * of the time. Fastest for small requests, and one model in memory; a prediction that computes for long holds up all the others.
   */
  public static inline(): Concurrency {
    return new Concurrency('inline', {});
  }

  /**
   * In worker threads, one prediction at a time in each: for predictors that compute. Uses all CPUs, and a prediction that hangs,
   * crashes or runs out of memory costs its own request only. Each worker loads a model of its own.
   *
   * @param options number of workers
   */
  public static workers(options: WorkersOptions = {}): Concurrency {
    return new Concurrency('workers', options);
  }

  /** @internal what was given, unchecked */
  public readonly _kind: 'inline' | 'workers';

  /** @internal */
  public readonly _options: object;

  private constructor(kind: 'inline' | 'workers', options: object) {
    this._kind = kind;
    this._options = options;
  }
}
