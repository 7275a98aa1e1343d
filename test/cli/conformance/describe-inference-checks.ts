import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INFERENCE_CHECKS } from '../../../src/cli/conformance/inference/inference-checks';
import type { InferenceSubject } from '../../../src/cli/conformance/inference/subject';

/** Cannot be seen of a process. */
export const SERVING_IMAGE_ONLY: readonly number[] = [63];

/** The samples declare neither streaming nor metering. */
export const NOT_OF_SAMPLES: readonly number[] = [78, 90];

/** Each check as a test of its own, all on one subject, which keeps the servers that several of them ask. */
export function describeInferenceChecks(title: string, make: (dir: string) => Promise<InferenceSubject>, skipped: readonly number[]): void {
  describe(title, () => {
    let dir: string;
    let subject: InferenceSubject;
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'sma-kit-'));
      subject = await make(dir);
    });
    afterAll(async () => {
      expect(await subject.target.close()).toEqual([]);
      rmSync(dir, { recursive: true });
    });

    const named = INFERENCE_CHECKS.map((check) => [check.number, check.name, check] as const);
    test.each(named)('check %i: %s', { timeout: 180_000 }, async (number, _, check) => {
      const verdict = await check.run(subject);

      expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: skipped.includes(number) ? 'skip' : 'pass' });
    });
  });
}
