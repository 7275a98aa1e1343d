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
   */
  public static maximize(name: string): Metric {
    return new Metric('maximize', name);
  }

  /**
   * A metric that tuning jobs may minimize.
   *
   * @param name 1 to 255 characters, for example `validation:loss`
   */
  public static minimize(name: string): Metric {
    return new Metric('minimize', name);
  }

  /**
   * A metric that is reported only.
   *
   * @param name 1 to 255 characters, for example `train:rows`
   */
  public static report(name: string): Metric {
    return new Metric('report', name);
  }

  /** @internal what was given, unchecked */
  public readonly _kind: 'maximize' | 'minimize' | 'report';

  private constructor(
    kind: 'maximize' | 'minimize' | 'report',
    /** The name under which the metric is shown. */
    public readonly name: string,
  ) {
    this._kind = kind;
  }
}
