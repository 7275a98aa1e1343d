/** The line that reports a metric and the regex that finds it are written side by side, so that they cannot differ. */

const PREFIX = 'metric ';

/** The log line of one value: one line, nothing else on it. */
export const metricLine = (name: string, value: number): string => `${PREFIX}${name}=${value};`;

/** The regex that finds the value (group 1) of the named metric; only what every dialect knows, no look-around, no named group.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-train-metrics.html */
export const metricRegex = (name: string): string =>
  `${PREFIX}${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}=(-?[0-9][0-9.eE+-]*);`;
