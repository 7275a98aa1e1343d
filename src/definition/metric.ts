/** How a metric is found in the log. */
export interface MetricOptions {
  /**
   * Regular expression that finds the value, its only capturing group, in a line of the log: 1 to 500 characters.
   *
   * For lines that another program prints: `job.metrics.emit` writes the line that belongs to the derived regex and does not
   * take the metric then. Its dialect is not documented, so look-around, named groups and back references are refused.
   *
   * @default - derived from the name, so that what `job.metrics.emit` prints and what the regex finds cannot differ
   */
  readonly regex?: string;
}

/**
 * A number that the training program reports.
 *
 * `job.metrics.emit` prints it and the regex that finds it in the log is derived from the same name, so they cannot differ.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-train-metrics.html
 */
export class Metric {
  /**
   * A metric that tuning jobs may maximize.
   *
   * @param name 1 to 255 characters, for example `validation:accuracy`
   * @param options a regex of its own
   */
  public static maximize(name: string, options: MetricOptions = {}): Metric {
    return new Metric('maximize', name, options);
  }

  /**
   * A metric that tuning jobs may minimize.
   *
   * @param name 1 to 255 characters, for example `validation:loss`
   * @param options a regex of its own
   */
  public static minimize(name: string, options: MetricOptions = {}): Metric {
    return new Metric('minimize', name, options);
  }

  /**
   * A metric that is reported only.
   *
   * @param name 1 to 255 characters, for example `train:rows`
   * @param options a regex of its own
   */
  public static report(name: string, options: MetricOptions = {}): Metric {
    return new Metric('report', name, options);
  }

  /** @internal what was given, unchecked */
  public readonly _kind: 'maximize' | 'minimize' | 'report';

  /** @internal */
  public readonly _options: object;

  private constructor(
    kind: 'maximize' | 'minimize' | 'report',
    /** The name under which the metric is shown. */
    public readonly name: string,
    options: object,
  ) {
    this._kind = kind;
    this._options = options;
  }
}
