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

/** How many processes serve. */
export interface InlineOptions {
  /**
   * Number of processes that serve side by side, each of which loads a model of its own: 1 to 256. More than one use as many CPUs for
   * predictions that are quick; connections are handed to them in turn. One that crashes is replaced, and the others serve on.
   * To Node each process is alone in the container: with a large model set `imageHeapPercent`, of which each has its share.
   * `SAGEMAKER_MODEL_SERVER_WORKERS` in the container overrules the number.
   *
   * @default 1
   */
  readonly processes?: number;
}

/**
 * Where predictions run. Health checks are answered by the main thread: one that computes longer than 2 seconds without a pause
 * fails them, and the service replaces the instance.
 */
export class Concurrency {
  /**
   * In the main thread: for predictors that are done within a few milliseconds, or that wait for something else (`await`) most
   * of the time. Fastest for small requests, and one model in memory; a prediction that computes for long holds up all the others of
   * its process.
   *
   * @param options number of processes
   */
  public static inline(options: InlineOptions = {}): Concurrency {
    return new Concurrency('inline', options);
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
