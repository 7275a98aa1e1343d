import { regexProblem } from './metric-regex';
import { type RequestRule, type RequestSubject, placed, rulesOf, when } from './request-rule';
import { METRICS_MAX } from '../../contract/algorithm-limits';
import { nearMiss } from '../../contract/near-miss';
import { duplicates, shown } from '../rule';

const METRICS = 'TrainingSpecification.MetricDefinitions';
const OBJECTIVES = 'TrainingSpecification.SupportedTuningJobObjectiveMetrics';

const metrics = ({ parts }: RequestSubject) => parts.TrainingSpecification?.MetricDefinitions;
const objectives = ({ parts }: RequestSubject) => parts.TrainingSpecification?.SupportedTuningJobObjectiveMetrics;

const metricNames = (subject: RequestSubject): string[] => (metrics(subject) ?? []).flatMap((metric) => metric?.Name ?? []);

/** What the algorithm reports, and what tuning jobs may optimise. */
export const METRIC_RULES: readonly RequestRule[] = rulesOf(96, [
  {
    code: 'SMA_REQ_METRIC_COUNT',
    check: (subject) => when((metrics(subject)?.length ?? 0) > METRICS_MAX, () => ({
      path: METRICS,
      what: `has ${metrics(subject)!.length} entries`,
      why: `an algorithm has at most ${METRICS_MAX} metrics (CreateAlgorithm, MetricDefinitionList)`,
      fix: 'report the others in the log or in /opt/ml/output/data',
    })),
  },
  {
    code: 'SMA_REQ_METRIC_DUPLICATE',
    check: (subject) => duplicates((metrics(subject) ?? []).map((metric) => metric?.Name), (name, index, first) => ({
      path: `${METRICS}[${index}].Name`,
      what: `is ${shown(name)}, which is the name of metric ${first + 1} of the list already`,
      why: 'the name is what tuning jobs and dashboards know the metric by',
      fix: 'rename one of the two, or remove it',
    })),
  },
  {
    code: 'SMA_REQ_METRIC_REGEX',
    check: (subject) => placed(metrics(subject), METRICS).flatMap(({ value: { Regex }, path }) => {
      // An empty regex has been told.
      const problem = Regex ? regexProblem(Regex) : undefined;
      return problem === undefined ? [] : {
        path: `${path}.Regex`,
        what: `is ${shown(Regex)}, which ${problem.what}`,
        why: "the service takes the value from the regex's only capturing group, and does not say which dialect it reads (CreateAlgorithm, MetricRegex)",
        fix: problem.fix,
      };
    }),
  },
  {
    code: 'SMA_REQ_OBJECTIVE_UNDEFINED',
    check: (subject) => {
      const names = metricNames(subject);
      const unknown = placed(objectives(subject), OBJECTIVES).filter(({ value: { MetricName: name } }) => name && !names.includes(name));
      return unknown.map(({ value: { MetricName: name }, path }) => {
        const near = nearMiss(name!, names);
        return {
          path: `${path}.MetricName`,
          what: `is ${shown(name)}, which is none of the metrics`,
          why: 'a tuning job finds the objective in the log by the regex of its metric (CreateAlgorithm, MetricDefinitions)',
          fix: near === undefined ? `add the metric ${shown(name)} to MetricDefinitions` : `use ${shown(near)}`,
        };
      });
    },
  },
  {
    code: 'SMA_REQ_OBJECTIVE_DUPLICATE',
    check: (subject) => duplicates((objectives(subject) ?? []).map((objective) => objective?.MetricName), (name, index, first) => ({
      path: `${OBJECTIVES}[${index}].MetricName`,
      what: `is ${shown(name)}, which is objective ${first + 1} of the list already`,
      why: 'a metric is either maximized or minimized',
      fix: 'remove one of the two',
    })),
  },
]);
