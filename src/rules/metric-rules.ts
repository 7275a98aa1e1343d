import { type Rule, duplicateNames, each, shown } from './rule';
import { METRICS_MAX, METRIC_NAME_MAX_CHARS, METRIC_REGEX_MAX_CHARS } from '../contract/algorithm-limits';

const PATH = 'training.metrics';

export const METRIC_RULES: readonly Rule[] = [
  {
    code: 'SMA_DEF_METRIC_COUNT',
    check: ({ algorithm: { training: { metrics } } }) => metrics.length <= METRICS_MAX ? [] : [{
      path: PATH,
      what: `has ${metrics.length} entries`,
      why: `an algorithm has at most ${METRICS_MAX} metrics (CreateAlgorithm, MetricDefinitions)`,
      fix: 'report the others in the log or in /opt/ml/output/data',
    }],
  },
  {
    code: 'SMA_DEF_METRIC_NAME',
    check: ({ algorithm: { training: { metrics } } }) => each(metrics, PATH, ({ name, regex }, path) =>
      name.length >= 1 && name.length <= METRIC_NAME_MAX_CHARS && regex.length <= METRIC_REGEX_MAX_CHARS && !/[\s\p{C}=]/u.test(name) ? undefined : {
        path: `${path}.name`,
        what: `is ${shown(name)}`,
        why: `a name has 1 to ${METRIC_NAME_MAX_CHARS} characters without white space and "=", since it stands in the log line that its regex, at most ${METRIC_REGEX_MAX_CHARS} characters, finds`,
        fix: `use ${shown(name.replace(/[\s\p{C}=]+/gu, '_').slice(0, METRIC_NAME_MAX_CHARS / 2) || 'validation:accuracy')}`,
      }),
  },
  {
    code: 'SMA_DEF_METRIC_DUPLICATE',
    check: ({ algorithm: { training: { metrics } } }) => duplicateNames(metrics, PATH, 'the name is what tuning jobs and dashboards know the metric by'),
  },
];
