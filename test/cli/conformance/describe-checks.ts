import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Check } from '../../../src/cli/conformance/check';

/** Training checks that cannot be seen of a process. */
export const IMAGE_ONLY: readonly number[] = [33, 34, 52];

/** samples/iris-decision-tree has no required hyperparameter, no text among them, no Pipe mode, no checkpoints, no encryption, one host. */
export const NOT_OF_IRIS: readonly number[] = [20, 22, 32, 36, 37, 38, 39, 47, 48, 49, 50, 54];

/** Inference checks that cannot be seen of a process. */
export const SERVING_IMAGE_ONLY: readonly number[] = [63];

/** The samples declare neither streaming nor metering. */
export const NOT_OF_SAMPLES: readonly number[] = [78, 90];

/** What checks look at, and what has to be closed when they have looked. */
interface Subject {
  readonly target: { close(): Promise<readonly string[]> };
}

/** Each check as a test of its own, all on one subject, which keeps the jobs and servers that several of them look at. */
export function describeChecks<S extends Subject>(
  title: string, checks: ReadonlyArray<Check<S>>, make: (dir: string) => Promise<S>, skipped: readonly number[],
): void {
  describe(title, () => {
    let dir: string;
    let subject: S;
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'sma-kit-'));
      subject = await make(dir);
    });
    afterAll(async () => {
      expect(await subject.target.close()).toEqual([]);
      rmSync(dir, { recursive: true });
    });

    const named = checks.map((check) => [check.number, check.name, check] as const);
    // A check may run many jobs, on a machine that has other things to do.
    test.each(named)('check %i: %s', { timeout: 180_000 }, async (number, _, check) => {
      const verdict = await check.run(subject);

      expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: skipped.includes(number) ? 'skip' : 'pass' });
    });
  });
}
