import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrainingSubject } from '../../../src/cli/conformance/training/subject';
import { TRAINING_CHECKS } from '../../../src/cli/conformance/training/training-checks';

/** Cannot be seen of a process. */
export const IMAGE_ONLY: readonly number[] = [33, 34, 52];

/** samples/iris-decision-tree has no required hyperparameter, no text among them, no Pipe mode, no checkpoints, no encryption, one host. */
export const NOT_OF_IRIS: readonly number[] = [20, 22, 32, 36, 37, 38, 39, 47, 48, 49, 50, 54];

/** Each check as a test of its own, all on one subject, which keeps the jobs that several of them look at. */
export function describeChecks(
  title: string, make: (dir: string) => Promise<TrainingSubject>, skipped: readonly number[], only?: readonly number[],
): void {
  describe(title, () => {
    let dir: string;
    let subject: TrainingSubject;
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'sma-kit-'));
      subject = await make(dir);
    });
    afterAll(async () => {
      expect(await subject.target.close()).toEqual([]);
      rmSync(dir, { recursive: true });
    });

    const wanted = TRAINING_CHECKS.filter(({ number }) => only?.includes(number) ?? true);
    const named = wanted.map((check) => [check.number, check.name, check] as const);
    // A check may run many jobs, on a machine that has other things to do.
    test.each(named)('check %i: %s', { timeout: 180_000 }, async (number, _, check) => {
      const verdict = await check.run(subject);

      expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: skipped.includes(number) ? 'skip' : 'pass' });
    });
  });
}
