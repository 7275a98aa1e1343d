import { type Rule, each, shown } from './rule';
import { METRIC_NAME_MAX_CHARS, METRIC_REGEX_MAX_CHARS } from '../contract/algorithm-limits';
import { metricRegex } from '../contract/metric-line';

/** Their number, that names differ and regexes of one's own are the request's to say. */
export const METRIC_RULES: readonly Rule[] = [
  {
    code: 'SMA_DEF_METRIC_NAME',
    check: ({ algorithm: { training: { metrics } } }) => each(metrics, 'training.metrics', ({ name, regex }, path) =>
      // With a regex of its own the name does not stand in the log line.
      regex !== metricRegex(name)
      || (name.length >= 1 && name.length <= METRIC_NAME_MAX_CHARS && regex.length <= METRIC_REGEX_MAX_CHARS && !/[\s\p{C}=]/u.test(name)) ? undefined : {
          path: `${path}.name`,
          what: `is ${shown(name)}`,
          why: `a name has 1 to ${METRIC_NAME_MAX_CHARS} characters without white space and "=", since it stands in the log line that its regex, at most ${METRIC_REGEX_MAX_CHARS} characters, finds`,
          fix: `use ${shown(name.replace(/[\s\p{C}=]+/gu, '_').slice(0, METRIC_NAME_MAX_CHARS / 2) || 'validation:accuracy')}`,
        }),
  },
];
