/** The program written by hand, and what a check is told of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcessTarget } from '../../../src/cli/conformance/targets/process-target';
import type { TrainingTarget } from '../../../src/cli/conformance/targets/trial';
import type { TrainingFacts } from '../../../src/cli/conformance/training/facts';
import { TrainingSubject, type CheckTimes } from '../../../src/cli/conformance/training/subject';
import { start } from '../../../src/cli/exec';
import { freePort } from '../../../src/cli/free-port';

export const BY_HAND = join(__dirname, '..', 'fixtures', 'train-by-hand.mjs');

/** Long enough for a machine that is busy, short enough for a program that hangs. */
export const TIMES: CheckTimes = { jobMs: 20_000, stopMs: 2_000, lateFifoMs: 200, lastingMs: 200 };
export const HASTY: CheckTimes = { jobMs: 2_500, stopMs: 1_000, lateFifoMs: 200, lastingMs: 200 };

const optional = { required: false, tunable: false } as const;

/** Labels that nobody writes by chance, and a number per row. */
const rows = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `label-versicolor-${(from + at) % 3},${from + at}\n`).join('');

/** @param dir for the sample data */
export function byHandFacts(dir: string, further: Partial<TrainingFacts> = {}): TrainingFacts {
  const data = join(dir, 'data');
  const files = { training: { 'a.csv': rows(0, 40), 'more/b.csv': rows(40, 25) }, extra: { 'c.csv': rows(7, 9) } };
  const channels = Object.entries(files).map(([name, texts]) => ({
    spec: { name, required: name === 'training', contentTypes: ['text/csv'], inputModes: ['File', 'FastFile', 'Pipe'] as const, compressionTypes: [] },
    files: Object.fromEntries(Object.entries(texts).map(([file, text]) => {
      const path = join(data, `${name}-${file.replace('/', '-')}`);
      mkdirSync(data, { recursive: true });
      writeFileSync(path, text);
      return [file, path];
    })),
  }));
  return {
    name: 'by-hand',
    hyperparameters: [
      { type: 'Integer', name: 'epochs', min: 1, max: 1_000_000, default: 6, ...optional },
      { type: 'Continuous', name: 'rate', min: 0, max: 1, default: 0.5, ...optional },
      { type: 'Categorical', name: 'mode', values: ['mean', 'median'], default: 'mean', ...optional },
      { type: 'Integer', name: 'seed', min: 0, max: 1_000_000, default: 1, ...optional },
    ],
    channels,
    metrics: [
      { name: 'loss', regex: 'metric loss=(\\S+?);' },
      { name: 'rows', regex: 'metric rows=(\\d+);' },
    ],
    given: {},
    longJob: { epochs: '1000000' },
    distributed: true,
    encrypted: 'model',
    instanceType: 'ml.m5.large',
    ...further,
  };
}

/** As an inference program would: undefined when it can serve. */
export async function loadByHand(folder: string): Promise<string | undefined> {
  const { format } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as { format: number };
  return format === 1 ? undefined : `format ${format} is not known`;
}

export const processTarget = (command: readonly [string, ...string[]], dir: string): ProcessTarget =>
  new ProcessTarget({ command, start, dir, hostEnv: process.env, signal: new AbortController().signal });

export async function byHandTarget(faults: readonly string[], dir: string): Promise<ProcessTarget> {
  return processTarget([process.execPath, BY_HAND, `port=${await freePort()}`, ...faults], dir);
}

export const byHand = (target: TrainingTarget, dir: string, further: Partial<TrainingFacts> = {}, times = TIMES): TrainingSubject =>
  new TrainingSubject(byHandFacts(dir, further), target, loadByHand, times);

/** A fault of the program, and what finds it. */
export interface Fault {
  readonly check: number;
  /** Arguments of the program. */
  readonly faults: string;
  /** What the verdict has to tell. */
  readonly evidence: RegExp;
  readonly facts?: Partial<TrainingFacts>;
  readonly times?: Partial<CheckTimes>;
}

/** Faults that only an image shows. */
export const IMAGE_FAULTS: readonly Fault[] = [
  { check: 33, faults: '33', evidence: /EROFS/ },
  { check: 34, faults: '34', evidence: /an attempt: no update: getaddrinfo/ },
  { check: 50, faults: '50-names', evidence: /getaddrinfo|the name of a peer is not known/ },
  { check: 51, faults: '51', evidence: /strange host algo-1-x7k2q/ },
  { check: 52, faults: '52', evidence: /\/opt\/ml\/scratch\.txt/ },
];
