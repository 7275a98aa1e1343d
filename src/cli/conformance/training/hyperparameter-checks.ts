import { IN_CONTAINER } from './job-input';
import { evidenceOf, expectSameModel, expectSuccess, failureOf, succeeded, worked } from './outcomes';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import type { HyperparameterSpec } from '../../../contract/algorithm-spec';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { fail, pass, skip, type Check, type Verdict } from '../check';

/** The text of a value that the hyperparameter takes, as far as its declaration tells. */
function goodText(spec: HyperparameterSpec): string | undefined {
  if (spec.default !== undefined) return String(spec.default);
  switch (spec.type) {
    case 'Integer': return String(Math.ceil(spec.min));
    case 'Continuous': return String((spec.min + spec.max) / 2);
    case 'Categorical': return spec.values[0];
    case 'FreeText': return undefined;
  }
}

/** Values that it has to refuse, and what is wrong with them. */
function badTexts(spec: HyperparameterSpec): ReadonlyArray<readonly [text: string, wrong: string]> {
  switch (spec.type) {
    case 'Integer':
    case 'Continuous': return [[String(spec.max + Math.max(1, Math.abs(spec.max))), 'out of range'], ['no number', 'of the wrong type']];
    case 'Categorical': return [[`not-${spec.values.join('-')}`.slice(0, 200), 'none of its values']];
    case 'FreeText': return [];
  }
}

/** Every declared hyperparameter with a text for a value; the ordinary job's own values win. */
function allGiven({ hyperparameters, given }: TrainingSubject['facts']): Record<string, string> {
  const texts = hyperparameters.flatMap((spec) => {
    const text = goodText(spec);
    return text === undefined ? [] : [[spec.name, text] as const];
  });
  return { ...Object.fromEntries(texts), ...given };
}

/** A job that must be refused: another exit code than 0, and a failure file that holds the name. */
async function expectRefusal(outcome: HostOutcome, what: string, name: string, fix: string): Promise<Verdict> {
  const evidence = await evidenceOf(outcome, what);
  if (outcome.timedOut || succeeded(outcome)) return fail(fix, ...evidence);
  const failure = await failureOf(outcome);
  if (!failure || failure.problem) return fail(`write the reason to ${IN_CONTAINER.failure} before the end`, ...evidence, failure?.problem ?? 'no failure file');
  return failure.text.includes(name) ? pass(...evidence) : fail(`name ${name} in the failure file`, ...evidence);
}

const withoutHyperparameters = (subject: TrainingSubject): Promise<HostOutcome> => subject.once('no hyperparameters', { hyperparameters: {} });

const UNKNOWN = 'no hyperparameter of the algorithm is known';

export const hyperparameterChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 19, kind: 'T', source: SOURCE.input,
    name: 'hyperparameters are taken as texts, whatever their type',
    async run(subject) {
      const hyperparameters = allGiven(subject.facts);
      if (Object.keys(hyperparameters).length === 0) return skip(UNKNOWN);
      const outcome = await subject.once('all hyperparameters', { hyperparameters });
      if (!await worked(outcome) && !await worked(await subject.baseline()) && !await worked(await withoutHyperparameters(subject))) {
        return skip('a job fails with and without hyperparameters (check 15)');
      }
      return expectSuccess([[`${Object.keys(hyperparameters).length} hyperparameters as texts`, outcome]], 'read every value of hyperparameters.json as a text and convert it');
    },
  },
  {
    number: 20, kind: 'T', source: SOURCE.input,
    name: 'values in JSON quotes, as the Python SDK writes them, mean the same as plain ones',
    async run(subject) {
      const plain = allGiven(subject.facts);
      if (Object.keys(plain).length === 0) return skip(UNKNOWN);
      const kinds = new Map(subject.facts.hyperparameters.map(({ name, type }) => [name, type]));
      const isText = (name: string) => !['Integer', 'Continuous'].includes(kinds.get(name) ?? '') && !Number.isFinite(Number(plain[name]));
      const quoted = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, isText(name) ? JSON.stringify(value) : value]));
      const changed = Object.keys(plain).filter((name) => quoted[name] !== plain[name]);
      if (changed.length === 0) return skip('the algorithm has no hyperparameter whose value is a text');
      const [one, other] = [await subject.once('all hyperparameters', { hyperparameters: plain }), await subject.job({ hyperparameters: quoted })];
      const fix = 'where a text value is a JSON string, take its quotes off once';
      const ended = await expectSuccess([['plain', one], [`${changed.join(', ')} in quotes`, other]], fix);
      if (ended.verdict !== 'pass') return ended;
      const compared = await subject.compared(one, other, () => subject.job({ hyperparameters: plain }));
      if (compared === 'different') return fail(fix, ...ended.evidence, 'the models differ');
      return pass(...ended.evidence, compared === 'same' ? 'the models are the same' : 'equal jobs differ in their models too, so these were not compared');
    },
  },
  {
    number: 21, kind: 'T', source: SOURCE.input,
    name: 'a job without hyperparameters works when none is required',
    async run(subject) {
      const required = subject.facts.hyperparameters.filter((spec) => spec.required).map(({ name }) => name);
      if (required.length > 0) return skip(`the algorithm requires ${required.join(', ')}`);
      return expectSuccess([['hyperparameters.json is {}', await withoutHyperparameters(subject)]], 'apply the defaults in the container: SageMaker does not fill them in');
    },
  },
  {
    number: 22, kind: 'T', source: SOURCE.outcome,
    name: 'a missing required hyperparameter fails the job and is named',
    async run(subject) {
      const required = subject.facts.hyperparameters.filter((spec) => spec.required);
      if (required.length === 0) return skip('no hyperparameter is known to be required');
      const evidence: string[] = [];
      for (const { name } of required) {
        const hyperparameters = Object.fromEntries(Object.entries(allGiven(subject.facts)).filter(([key]) => key !== name));
        const verdict = await expectRefusal(await subject.job({ hyperparameters }), `without ${name}`, name, `refuse a job without ${name}`);
        if (verdict.verdict !== 'pass') return verdict;
        evidence.push(...verdict.evidence);
      }
      return pass(...evidence);
    },
  },
  {
    number: 23, kind: 'T', source: SOURCE.outcome,
    name: 'a value out of range or of the wrong type fails the job, which says of which hyperparameter',
    async run(subject) {
      const { hyperparameters: specs } = subject.facts;
      const evidence: string[] = [];
      for (const spec of specs.filter((one, at) => specs.findIndex(({ type }) => type === one.type) === at)) {
        for (const [text, wrong] of badTexts(spec)) {
          const hyperparameters = { ...subject.facts.given, [spec.name]: text };
          const what = `${spec.name} = "${text}" (${wrong})`;
          const verdict = await expectRefusal(await subject.once(what, { hyperparameters }), what, spec.name, `refuse a value of ${spec.name} that is ${wrong}`);
          if (verdict.verdict !== 'pass') return verdict;
          evidence.push(...verdict.evidence);
        }
      }
      return evidence.length > 0 ? pass(...evidence) : skip('no hyperparameter with a range or a list of values is known');
    },
  },
  {
    number: 24, kind: 'T', source: SOURCE.tuning,
    name: 'hyperparameters that SageMaker and its SDK add do not fail the job',
    async run(subject) {
      const hyperparameters = {
        ...subject.facts.given,
        sagemaker_program: '"train.py"',
        sagemaker_container_log_level: '20',
        sagemaker_region: '"us-east-1"',
        _tuning_objective_metric: subject.facts.metrics[0]?.name ?? 'validation:loss',
      };
      return expectSameModel(subject, [['sagemaker_* and _tuning_objective_metric given', await subject.job({ hyperparameters })]],
        'ignore hyperparameters that begin with sagemaker_ or with an underscore');
    },
  },
];

/** A job that the declaration says must be refused, for checks of how an algorithm fails; undefined where none is known. */
export function badHyperparameters({ hyperparameters, given }: TrainingSubject['facts']): Record<string, string> | undefined {
  const spec = hyperparameters.find((one) => badTexts(one).length > 0);
  return spec && { ...given, [spec.name]: badTexts(spec)[0][0] };
}
