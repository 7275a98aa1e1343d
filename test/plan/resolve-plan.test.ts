import { describe, expect, test } from 'vitest';
import { BatchStrategy, Concurrency, Hyperparameter, ImageLayout, InputMode, UnknownHyperparameters } from '../../src';
import { parsePlan } from '../../src/contract/plan';
import { DefinitionError } from '../../src/plan/definition-error';
import { resolvePlan } from '../../src/plan/resolve-plan';
import { FULLEST, PROJEN_OPTIONS, SMALLEST } from '../support/new-project';

const plan = (definition: object) => resolvePlan(definition, () => PROJEN_OPTIONS).plan;

function problemsOf(definition: object) {
  try {
    plan(definition);
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems.map(({ code, path, fix }) => ({ code, path, fix }));
    throw error;
  }
  return [];
}

describe('a plan', () => {
  test('knows every value of the smallest definition', () => {
    expect(plan(SMALLEST)).toMatchSnapshot();
  });

  test('is frozen to its leaves', () => {
    const { algorithm } = plan(FULLEST);

    expect(() => (algorithm.training.channels as unknown[]).push({})).toThrow(TypeError);
  });

  test('leaves the lists of the definition as they are', () => {
    const contentTypes = ['text/csv'];
    plan({ ...SMALLEST, inference: { contentTypes } });

    contentTypes.push('application/json');
    expect(contentTypes).toHaveLength(2);
  });

  test('reads the same from its file', () => {
    const resolved = plan(FULLEST);

    expect(parsePlan(JSON.stringify(resolved))).toEqual({ plan: resolved });
  });

  test('has one image when combined and two when separate', () => {
    const names = (imageLayout: ImageLayout) =>
      plan({ ...SMALLEST, imageLayout }).images.map(({ name, programs }) => [name, programs.map(({ command }) => command)]);

    expect(names(ImageLayout.COMBINED)).toEqual([['algorithm', ['train', 'serve']]]);
    expect(names(ImageLayout.SEPARATE)).toEqual([['training', ['train']], ['inference', ['serve']]]);
  });

  test('warns of unknown hyperparameters, or refuses them when told so', () => {
    const unknown = (option: object) =>
      plan({ ...SMALLEST, training: { ...SMALLEST.training, ...option } }).algorithm.training.unknownHyperparameters;

    expect([unknown({}), unknown({ unknownHyperparameters: UnknownHyperparameters.REFUSE })]).toEqual(['warn', 'refuse']);
  });

  test('says how the server answers, and leaves out what the container knows better', () => {
    const serving = (option: object) => {
      const { algorithm } = plan({ ...SMALLEST, inference: { ...SMALLEST.inference, ...option } });
      const { contentTypes: _, responseTypes: __, ...rest } = algorithm.inference;
      return rest;
    };
    const defaults = { concurrency: { kind: 'workers' }, streaming: false, badRecords: 'placeholder', metrics: false };

    expect(serving({})).toEqual(defaults);
    expect(serving({ concurrency: Concurrency.inline(), batching: { maxRequests: 8 }, metering: {}, executionParameters: {} })).toEqual({
      ...defaults,
      concurrency: { kind: 'inline' },
      batching: { maxRequests: 8, maxWaitMs: 5 },
      metering: { dimension: 'inference.count' },
      executionParameters: { maxConcurrentTransforms: 1, batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 },
    });
    expect(serving({
      concurrency: Concurrency.workers({ count: 2 }),
      queueMax: 9,
      timeoutSeconds: 30,
      executionParameters: { batchStrategy: BatchStrategy.SINGLE_RECORD },
    })).toMatchObject({
      concurrency: { kind: 'workers', count: 2 }, queueMax: 9, timeoutSeconds: 30, executionParameters: { batchStrategy: 'SINGLE_RECORD' },
    });
  });

  test.each([['my_algo', 'my-algo'], ['@acme/Churn.Model', 'acme-Churn-Model'], ['x'.repeat(80), 'x'.repeat(63)]])(
    'names the algorithm of project %s %s', (name, expected) => {
      expect(plan({ ...SMALLEST, name }).algorithm.name).toBe(expected);
    });
});

describe('a definition', () => {
  test('with five mistakes is refused with all five', () => {
    const definition = {
      ...SMALLEST,
      imageLayuot: 'combined',
      ecrAccountId: 111122223333,
      training: {
        channels: [{ name: 'train data', contentTypes: ['text/csv'], contentType: 'text/csv' }],
        hyperparameters: [Hyperparameter.integer('max_depth', { min: 1, max: 8, default: 9 })],
      },
    };

    expect(problemsOf(definition)).toEqual([
      { code: 'SMA_DEF_UNKNOWN_OPTION', path: 'imageLayuot', fix: 'did you mean "imageLayout"?' },
      { code: 'SMA_DEF_OPTION_TYPE', path: 'ecrAccountId', fix: 'write a text' },
      { code: 'SMA_DEF_UNKNOWN_OPTION', path: 'training.channels[0].contentType', fix: 'did you mean "contentTypes"?' },
      { code: 'SMA_DEF_CHANNEL_NAME', path: 'training.channels[0].name', fix: 'use "train-data"' },
      { code: 'SMA_REQ_DEFAULT', path: 'training.hyperparameters[0].default', fix: 'move it into the range, or widen the range' },
    ]);
  });

  test('may use every option of projen', () => {
    expect(problemsOf({ ...SMALLEST, deps: ['left-pad'], github: false })).toEqual([]);
  });

  test.each([
    ['a misspelt option of a hyperparameter', { hyperparameters: [Hyperparameter.integer('a', { min: 1, max: 2, defualt: 1 } as never)] },
      'SMA_DEF_UNKNOWN_OPTION', 'training.hyperparameters[0].defualt'],
    ['a tunable free text', { hyperparameters: [Hyperparameter.freeText('a', { tunable: true } as never)] },
      'SMA_DEF_UNKNOWN_OPTION', 'training.hyperparameters[0].tunable'],
    ['a hyperparameter that no factory made', { hyperparameters: [{ name: 'a', min: 1, max: 2 }] }, 'SMA_DEF_OPTION_TYPE', 'training.hyperparameters[0]'],
    ['a bound that is a text', { hyperparameters: [Hyperparameter.integer('a', { min: '1', max: 2 } as never)] },
      'SMA_DEF_OPTION_TYPE', 'training.hyperparameters[0].min'],
    ['an endless bound', { hyperparameters: [Hyperparameter.continuous('a', { min: 0, max: Infinity })] },
      'SMA_DEF_OPTION_TYPE', 'training.hyperparameters[0].max'],
    ['a missing bound', { hyperparameters: [Hyperparameter.integer('a', { min: 1 } as never)] }, 'SMA_DEF_OPTION_MISSING', 'training.hyperparameters[0].max'],
    ['a channel that is a text', { channels: ['training'] }, 'SMA_DEF_OPTION_TYPE', 'training.channels[0]'],
    ['an enum member that does not exist', { channels: [{ name: 'a', contentTypes: ['text/csv'], inputModes: [(InputMode as Record<string, unknown>).PIPPE] }] },
      'SMA_DEF_OPTION_VALUE', 'training.channels[0].inputModes[0]'],
  ])('with %s is refused, and with nothing else', (_, part, code, path) => {
    const problems = problemsOf({ ...SMALLEST, training: { ...SMALLEST.training!, ...part } });

    expect(problems.map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
  });

  test.each([
    ['concurrency that no factory made', { concurrency: 'inline' }, 'SMA_DEF_OPTION_TYPE', 'inference.concurrency'],
    ['a misspelt option of the processes', { concurrency: Concurrency.inline({ process: 2 } as never) }, 'SMA_DEF_UNKNOWN_OPTION', 'inference.concurrency.process'],
    ['a misspelt option of the workers', { concurrency: Concurrency.workers({ counts: 2 } as never) }, 'SMA_DEF_UNKNOWN_OPTION', 'inference.concurrency.counts'],
    ['batching without a size', { batching: {} }, 'SMA_DEF_OPTION_MISSING', 'inference.batching.maxRequests'],
    ['a number of workers that is a text', { concurrency: Concurrency.workers({ count: '2' } as never) }, 'SMA_DEF_OPTION_TYPE', 'inference.concurrency.count'],
  ])('with %s is refused, and with nothing else', (_, part, code, path) => {
    const problems = problemsOf({ ...SMALLEST, inference: { ...SMALLEST.inference!, ...part } });

    expect(problems.map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
  });

  test('with a member that an enum of projen does not have is refused', () => {
    expect(problemsOf({ ...SMALLEST, packageManager: undefined }).map(({ code, path }) => [code, path])).toEqual([['SMA_DEF_OPTION_VALUE', 'packageManager']]);
  });

  test('that switches on what this project type replaces is refused', () => {
    expect(problemsOf({ ...SMALLEST, jest: true, projenrcJs: true }).map(({ code, path }) => [code, path]))
      .toEqual([['SMA_DEF_OPTION_CONFLICT', 'jest'], ['SMA_DEF_OPTION_CONFLICT', 'projenrcJs']]);
  });

  test('with a hole in a list is refused', () => {
    // eslint-disable-next-line no-sparse-arrays -- the mistake itself: two commas in a row
    expect(problemsOf({ ...SMALLEST, inference: { contentTypes: [, 'text/csv'] } }).map(({ path }) => path)).toEqual(['inference.contentTypes[0]']);
  });

  test('with a member that its enum does not have is refused', () => {
    const imageLayout = (ImageLayout as Record<string, unknown>).COMBIND;

    expect(problemsOf({ ...SMALLEST, imageLayout })).toEqual([
      { code: 'SMA_DEF_OPTION_VALUE', path: 'imageLayout', fix: 'use ImageLayout.SEPARATE' },
    ]);
  });

  test.each([['toString'], ['constructor'], ['hasOwnProperty']])('with the option %s, which every object has, is refused', (name) => {
    expect(problemsOf({ ...SMALLEST, [name]: 1 }).map(({ path }) => path)).toEqual([name]);
  });

  test('whose name is no text is told of the name only', () => {
    expect(problemsOf({ ...SMALLEST, name: 5 }).map(({ path }) => path)).toEqual(['name']);
  });

  test('with values that JSON cannot show is refused all the same', () => {
    expect(problemsOf({ ...SMALLEST, ecrRegion: () => 1, baseImage: 5n, algorithmVersion: Symbol('x') }).map(({ path }) => path))
      .toEqual(['algorithmVersion', 'baseImage', 'ecrRegion']);
  });

  test('without training is refused once, not once for each part', () => {
    const { training: _, ...rest } = SMALLEST;

    expect(problemsOf(rest).map(({ code, path }) => [code, path])).toEqual([['SMA_DEF_OPTION_MISSING', 'training']]);
  });

  test('tells every problem with what, why and fix, and no stack', () => {
    const error = new DefinitionError([{ code: 'SMA_DEF_X', path: 'a.b', what: 'is 1', why: 'it may not be', fix: 'use 2' }]);

    expect(error.stack).toBe('DefinitionError: The definition has a problem; nothing was written.\n\nSMA_DEF_X  a.b is 1\n  why: it may not be\n  fix: use 2\n');
  });
});
