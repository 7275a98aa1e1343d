import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import * as api from '../../src';
import { readCreation, switchProblems } from '../../src/plan/creation';
import { PROJEN_NEW } from '../../src/plan/parse-definition';
import { resolvePlan } from '../../src/plan/resolve-plan';
import { PROJEN_OPTIONS } from '../support/new-project';

const NEW_OPTIONS = [
  { name: 'name', switch: 'name' },
  { name: 'imageLayout', switch: 'image-layout', kind: 'enum', fqn: 'sm-algorithm.ImageLayout' },
  { name: 'packageManager', switch: 'package-manager', kind: 'enum', fqn: 'projen.javascript.NodePackageManager' },
];

/** What projen hands to the constructor for `projen new --from … sm-algorithm` with these switches. */
const projenNew = (args: Record<string, unknown>, evaluated: Record<string, unknown> = args) =>
  ({ ...evaluated, [PROJEN_NEW]: { fqn: 'sm-algorithm.SmAlgorithmProject', args, comments: 'featured' } });

/** Runs the text of a .projenrc.ts and gives back the options that it hands to the project. */
function evaluate(text: string): object {
  let given: object = {};
  class SmAlgorithmProject {
    constructor(options: object) {
      given = options;
    }

    public synth() {}
  }
  const projen = { javascript: { NodePackageManager: { PNPM: 'pnpm' } } };
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' });
  new Function('require', code)((name: string) => (name === 'projen' ? projen : { ...api, SmAlgorithmProject }));
  return given;
}

describe('a project that projen new makes', () => {
  test('starts with the whole definition of the starter', () => {
    const { options, problems } = readCreation(projenNew({ name: 'iris' }), () => PROJEN_OPTIONS)!;

    expect(problems).toEqual([]);
    expect(resolvePlan(options, () => PROJEN_OPTIONS).plan.algorithm.training.hyperparameters.map(({ name }) => name))
      .toEqual(['max_depth', 'min_samples', 'holdout_fraction', 'seed']);
  });

  test('has a .projenrc.ts that resolves to the plan of its first synth', () => {
    const args = { name: "it's", imageLayout: 'combined', devDeps: ['sm-algorithm@file:/a/b.tgz'], ecrRegion: 'us-east-1', outdir: '/somewhere' };
    const creation = readCreation(projenNew(args, { ...args, imageLayout: 'combined' }), () => PROJEN_OPTIONS)!;
    const known = () => PROJEN_OPTIONS;

    const { plan: fromText } = resolvePlan(evaluate(creation.text(NEW_OPTIONS)), known);

    expect(fromText).toEqual(resolvePlan(creation.options, known).plan);
    expect(fromText.imageLayout).toBe('combined');
  });

  test('has a .projenrc.ts that reads as one would write it', () => {
    const creation = readCreation(projenNew({ name: 'iris-decision-tree', devDeps: ['sm-algorithm@^1.0.0'], packageManager: 'pnpm', outdir: '/x' }), () => PROJEN_OPTIONS)!;

    expect(creation.text(NEW_OPTIONS)).toMatchSnapshot();
  });

  test('refuses a layout that does not exist by the switch that was typed', () => {
    // projen turns the text into `ImageLayout.FOO`, which is undefined.
    const { problems } = readCreation(projenNew({ name: 'iris', imageLayout: 'foo' }, { name: 'iris', imageLayout: undefined }), () => PROJEN_OPTIONS)!;

    expect(problems).toMatchObject([{ code: 'SMA_DEF_OPTION_VALUE', path: 'imageLayout', what: 'is "foo"', fix: 'use --image-layout separate' }]);
  });

  test("refuses a value of one of projen's enums that does not exist", () => {
    const args = { name: 'iris', packageManager: 'foo' };
    const { problems } = readCreation(projenNew(args, { name: 'iris', packageManager: undefined }), () => PROJEN_OPTIONS)!;

    expect(problems).toMatchObject([{ path: 'packageManager', what: 'is "foo"', fix: 'use --package-manager npm' }]);
  });

  test('keeps the dependencies that were asked for beside the starter\'s', () => {
    expect(readCreation(projenNew({ name: 'iris', deps: ['left-pad'] }), () => PROJEN_OPTIONS)!.options.deps).toEqual(['left-pad', 'csv-parse@^7.0.0', 'ml-cart@^2.1.1']);
  });

  test('is none when a .projenrc.ts runs', () => {
    expect(readCreation({ name: 'iris' }, () => PROJEN_OPTIONS)).toBeUndefined();
  });
});

describe('the switches of projen new', () => {
  const problems = (...argv: string[]) => switchProblems(argv, NEW_OPTIONS).map(({ path, fix }) => [path, fix]);

  test('may be those of options and of projen itself', () => {
    expect(problems('new', '--from', 'x', 'sm-algorithm', '--image-layout', 'combined', '--no-git', '--name=iris', '--no-comments')).toEqual([]);
  });

  test('may be written in camel case, as yargs takes them', () => {
    expect(problems('new', '--imageLayout', 'combined')).toEqual([]);
  });

  test('are refused when misspelt, with the one that was meant', () => {
    expect(problems('new', 'sm-algorithm', '--image-layuot=combined')).toEqual([['--image-layuot', 'did you mean "--image-layout"?']]);
  });

  test('are looked at for projen new only', () => {
    expect(problems('build', '--whatever')).toEqual([]);
  });
});
