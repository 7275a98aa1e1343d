import { describe, expect, it } from 'vitest';
import type { HyperparameterSpec } from '../../../src/contract/algorithm-spec';
import { InputFindings } from '../../../src/runtime/training/input-findings';
import { readHyperparameters } from '../../../src/runtime/training/read-hyperparameters';
import { baseFolder } from '../support/base-folder';
import { SPEC } from '../support/spec';

const FILE = 'hyperparameters.json';

function read(content: string | object | undefined, specs: readonly HyperparameterSpec[] = SPEC.training.hyperparameters, unknown?: 'warn' | 'refuse') {
  const base = baseFolder(content === undefined ? {} : { [FILE]: content });
  const findings = new InputFindings();
  const values = readHyperparameters(`${base}/${FILE}`, specs, findings, unknown);
  const { problems, warnings } = findings;
  return { values, problems: problems.map(({ message }) => message), codes: problems.map(({ code }) => code), warnings };
}

const DEFAULTS = { max_depth: 8, rate: 0.1, criterion: 'gini' };
const one = (spec: Partial<HyperparameterSpec> & Pick<HyperparameterSpec, 'type'>) =>
  [{ name: 'x', required: true, tunable: false, min: -10, max: 1000, values: ['a', '5', 'a b'], ...spec } as unknown as HyperparameterSpec];

describe('readHyperparameters', () => {
  it.each<[string, string | object | undefined]>([['no file', undefined], ['an empty object', {}], ['a byte order mark', '\uFEFF{}']])(
    'applies the defaults with %s', (_case, content) => {
      expect(read(content)).toMatchObject({ values: DEFAULTS, problems: [], warnings: [] });
    });

  it('types texts by their declaration', () => {
    const { values } = read({ max_depth: '12', rate: '2e-3', criterion: 'entropy', note: 'true' });

    expect(values).toEqual({ max_depth: 12, rate: 0.002, criterion: 'entropy', note: 'true' });
  });

  it('takes off one layer of JSON quotes', () => {
    const { values } = read({ max_depth: '"12"', rate: '"0.5"', criterion: '"entropy"', note: '"say \\"hi\\""' });

    expect(values).toEqual({ max_depth: 12, rate: 0.5, criterion: 'entropy', note: 'say "hi"' });
  });

  it('takes values that are no texts as their text', () => {
    expect(read({ max_depth: 12, rate: 1, note: true })).toMatchObject({ values: { max_depth: 12, rate: 1, note: 'true' }, problems: [] });
    expect(read({ note: [1, 2] }).values.note).toBe('[1,2]');
    expect(read({ max_depth: null }).values.max_depth).toBe(8);
  });

  it('tells value and rule, and suggests a near miss', () => {
    const { problems, codes } = read({ criterion: 'Gini' });

    expect(problems).toEqual(['hyperparameter criterion is "Gini"; it must be one of "gini", "entropy" (did you mean gini?)']);
    expect(codes).toEqual(['SMA_RUN_HYPERPARAMETER_VALUE']);
  });

  it('reports everything that is wrong at once', () => {
    const required: HyperparameterSpec = { name: 'rounds', type: 'Integer', min: 1, max: 9, required: true, tunable: false };

    expect(read({ max_depth: '65', rate: 'x' }, [...SPEC.training.hyperparameters, required]).problems).toEqual([
      'hyperparameter max_depth is "65"; it must be a whole number between 1 and 64',
      'hyperparameter rate is "x"; it must be a number between 0 and 1',
      'hyperparameter rounds is missing; it must be a whole number between 1 and 9',
    ]);
  });

  it('names a required one that is missing', () => {
    expect(read({}, one({ type: 'FreeText' }))).toMatchObject({ codes: ['SMA_RUN_HYPERPARAMETER_MISSING'], problems: ['hyperparameter x is missing; it must be a text'] });
  });

  it('lets the names of SageMaker pass and warns of other unknown ones', () => {
    const { values, problems, warnings } = read({ sagemaker_program: 'x', _tuning_objective_metric: 'a', max_deph: '3', other: '4' });

    expect(values).toEqual(DEFAULTS);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      'hyperparameter max_deph is not declared by the algorithm and has no effect (did you mean max_depth?)',
      'hyperparameter other is not declared by the algorithm and has no effect',
    ]);
  });

  it('refuses unknown names when the algorithm says so, but those of SageMaker', () => {
    const { problems, codes, warnings } = read({ sagemaker_program: 'x', _tuning_objective_metric: 'a', max_deph: '3', ['x'.repeat(200)]: '4' }, undefined, 'refuse');

    expect(codes).toEqual(['SMA_RUN_HYPERPARAMETER_UNKNOWN', 'SMA_RUN_HYPERPARAMETER_UNKNOWN']);
    expect(problems).toEqual([
      'hyperparameter max_deph (did you mean max_depth?) is not declared; the algorithm has these hyperparameters: "max_depth", "rate", "criterion", "note"',
      `hyperparameter ${'x'.repeat(79)}… is not declared; the algorithm has these hyperparameters: "max_depth", "rate", "criterion", "note"`,
    ]);
    expect(warnings).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ['an array', '[]', /is not a JSON object$/], ['a text', '"x"', /is not a JSON object$/], ['null', 'null', /is not a JSON object$/],
    ['broken JSON', '{"a": ', /is not JSON \(/], ['no bytes', '', /is empty$/],
  ])('reports a file that holds %s as one problem', (_case, content, message) => {
    const { problems, codes } = read(content, one({ type: 'FreeText' }));

    expect(codes).toEqual(['SMA_RUN_CONFIG_FILE']);
    expect(problems[0]).toMatch(message);
  });

  it('reports a folder in place of the file', () => {
    const findings = new InputFindings();
    readHyperparameters(baseFolder({}), [], findings);

    expect(findings.problems[0].message).toMatch(/cannot be read \(EISDIR\)$/);
  });

  it('treats names of object properties as ordinary names', () => {
    const file = '{"__proto__": "1", "toString": "1", "constructor": "2"}';

    expect(read(file, []).warnings).toHaveLength(2);
    expect(read('{}', one({ type: 'FreeText', name: 'constructor' })).problems).toHaveLength(1);
    expect(read(file, one({ type: 'FreeText', name: 'constructor' })).values.constructor).toBe('2');
  });
});
