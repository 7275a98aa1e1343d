import { join } from 'node:path';
// ESLint 9 reads .eslintrc.json, which is what projen writes, through this class only.
import { LegacyESLint } from 'eslint/use-at-your-own-risk';
import { expect, test } from 'vitest';

const REPOSITORY = join(__dirname, '..', '..');
// Without type information, which files that do not exist cannot have; only rules about imports are looked at.
const lint = new LegacyESLint({
  cwd: REPOSITORY,
  overrideConfig: {
    parserOptions: { projectService: false, project: null },
    rules: Object.fromEntries(['no-floating-promises', 'prefer-readonly', 'return-await', 'no-shadow', 'naming-convention']
      .map((name) => [`@typescript-eslint/${name}`, 'off'])),
  },
});

/** Messages about imports for a line of code in a file that does not exist. */
async function messages(filePath: string, code: string): Promise<string[]> {
  const [result] = await lint.lintText(`${code}\n`, { filePath: join(REPOSITORY, filePath) });
  expect(result.messages.filter(({ fatal }) => fatal)).toEqual([]);
  return result.messages.filter(({ ruleId }) => /restricted/.test(ruleId ?? '')).map(({ message }) => message);
}

test.each([
  ['src/contract/x.ts', "import { readFileSync } from 'node:fs';", /pure/],
  ['src/contract/x.ts', "import { DEFAULTS } from '../plan/defaults';", /imports nothing/],
  ['src/definition/x.ts', "import { CHANNELS_MAX } from '../contract/algorithm-limits';", /only what the user writes/],
  ['src/rules/x.ts', "import { DEFAULTS } from '../plan/defaults';", /pure functions over the plan/],
  ['src/plan/x.ts', "import { projenOptions } from '../projen-options';", /neither projen nor files/],
  ['src/plan/x.ts', "import { readFileSync } from 'node:fs';", /pure/],
  ['src/synth/x.ts', "import type { TrainingOptions } from '../definition/training-options';", /sees the plan only/],
  ['src/synth/x.ts', "import { Component } from 'projen';", /doubles the time of a synth/],
  ['src/runtime/training/x.ts', "import { runInference } from '../inference/run-inference';", /bundled apart/],
  ['src/runtime/shared/x.ts', "import { checkPlan } from '../../rules/check-plan';", /in the container/],
  ['src/cli/x.ts', "import { resolvePlan } from '../plan/resolve-plan';", /never evaluates a definition/],
  ['src/cli/x.ts', "import { execa } from 'execa';", /exec\.ts only/],
  ['src/synth/x.ts', "import { spawn } from 'node:child_process';", /imported in/],
])('refuses in %s: %s', async (file, code, reason) => {
  expect((await messages(file, code)).join('\n')).toMatch(reason);
}, 60_000);

test.each([
  ['src/definition/x.ts', "import type { javascript } from 'projen';"],
  ['src/rules/x.ts', "import { CHANNELS_MAX } from '../contract/algorithm-limits';"],
  ['src/synth/x.ts', "import { Component } from 'projen/lib/component';"],
  ['src/cli/x.ts', "import { checkPlan } from '../rules/check-plan';"],
])('allows in %s: %s', async (file, code) => {
  expect(await messages(file, code)).toEqual([]);
}, 60_000);
