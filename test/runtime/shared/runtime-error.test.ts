import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUNTIME_ERRORS, RuntimeError } from '../../../src/runtime/shared/runtime-error';

function textOf(folder: string): string {
  const path = join(__dirname, '../../..', folder);
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('runtime-error'))
    .map((name) => readFileSync(join(path, name), 'utf8')).join('\n');
}

describe('the table of errors', () => {
  const source = textOf('src/runtime');
  const tests = textOf('test/runtime');

  it.each(Object.keys(RUNTIME_ERRORS))('%s is thrown by the source and by a test', (code) => {
    expect(source).toContain(`'${code}'`);
    expect(tests).toContain(code);
  });

  it.each(Object.entries(RUNTIME_ERRORS))('%s says why and what to do in one line each', (_code, entry) => {
    for (const text of [entry.why, entry.fix]) {
      expect(text).not.toMatch(/[\n]|please|failed to/);
      expect(text).not.toMatch(/\.$/);
    }
  });
});

it('an error carries code, reason, fix and exit code', () => {
  const error = new RuntimeError('SMA_RUN_HYPERPARAMETER_VALUE', 'max_depth', 'is "abc"; it must be a whole number between 1 and 64');

  expect(error.message).toBe('hyperparameter max_depth is "abc"; it must be a whole number between 1 and 64');
  expect(error).toMatchObject({ name: 'RuntimeError', code: 'SMA_RUN_HYPERPARAMETER_VALUE', exitCode: 2 });
  expect(error.status).toBeUndefined();
});
