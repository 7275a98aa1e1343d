/** The server written by hand, and what a check is told of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InferenceFacts } from '../../../src/cli/conformance/inference/facts';
import { SERVING_LIMITS, type ServingLimits } from '../../../src/cli/conformance/inference/limits';
import { InferenceSubject } from '../../../src/cli/conformance/inference/subject';
import { ProcessServingTarget } from '../../../src/cli/conformance/targets/process-serving-target';
import type { ServingTarget } from '../../../src/cli/conformance/targets/serving-trial';
import { start } from '../../../src/cli/exec';

export const SERVE_BY_HAND = join(__dirname, '..', 'fixtures', 'serve-by-hand.mjs');

/** Long enough for a machine that is busy, short enough for a server that hangs. */
export const SMALL_LIMITS: ServingLimits = {
  ...SERVING_LIMITS,
  readyMs: 20_000,
  invocationMs: 20_000,
  streamMs: 20_000,
  batchMs: 30_000,
  brokenMs: 20_000,
  busyMs: 600,
  bodyBytes: 2_500_000,
  batchBodyMb: 5,
  requests: 400,
};

/** For servers that are waited for in vain. */
export const HASTY_LIMITS: ServingLimits = {
  ...SMALL_LIMITS,
  readyMs: 3_000,
  pingMs: 1_000,
  invocationMs: 2_500,
  streamMs: 2_500,
  batchMs: 2_500,
  stopMs: 2_500,
  brokenMs: 1_500,
  freeMs: 1_500,
};

const ROWS = [['one', 1], ['two', 2], ['three', 3.5], ['four', -4], ['five', 50], ['six', 0.25]] as const;

const payload = (name: string, contentType: string, text: string) => ({ name, contentType, accept: contentType, body: Buffer.from(text) });

/** @param dir for the model */
export function servedByHand(dir: string, further: Partial<InferenceFacts> = {}): InferenceFacts {
  const model = join(dir, 'trained');
  mkdirSync(model, { recursive: true });
  writeFileSync(join(model, 'model.json'), JSON.stringify({ format: 2, offset: 0.5 }));
  return {
    name: 'by-hand',
    contentTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    responseTypes: ['text/csv', 'application/json', 'application/jsonlines'],
    payloads: [
      payload('rows.csv', 'text/csv', ROWS.map((row) => `${row.join(',')}\n`).join('')),
      payload('rows.json', 'application/json', JSON.stringify({ instances: ROWS })),
      payload('rows.jsonl', 'application/jsonlines', ROWS.map((row) => `${JSON.stringify(row)}\n`).join('')),
    ],
    model,
    acceptsBindToPort: true,
    customAttributes: false,
    env: { AWS_REGION: 'us-east-1' },
    ...further,
  };
}

export const processServingTarget = (command: readonly [string, ...string[]], dir: string): ProcessServingTarget =>
  new ProcessServingTarget({ command, start, dir, hostEnv: process.env, signal: new AbortController().signal });

export const byHandServing = (faults: readonly string[], dir: string): ProcessServingTarget =>
  processServingTarget([process.execPath, SERVE_BY_HAND, ...faults], dir);

export const servingSubject = (
  target: ServingTarget, dir: string, further: Partial<InferenceFacts> = {}, limits = SMALL_LIMITS,
): InferenceSubject => new InferenceSubject(servedByHand(dir, further), target, limits);
