/** Builds the images and has the command judge them, as somebody does who has nothing but an image and sample data. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { ImageFault } from './fault';
import type { CheckResult } from '../../src/cli/conformance/check';
import { renderResult } from '../../src/cli/conformance/render-results';
import type { ResultsDocument } from '../../src/cli/conformance/reports/results-document';
import { cli, programFile } from '../cli/support/cli';
import { docker, removeImages } from '../cli/support/engine-state';

const ROOT = join(__dirname, '..', '..');
const GOOD = join(__dirname, 'images', 'good');
const SAMPLE = join(ROOT, 'samples', 'iris-decision-tree', 'test');

/** Python 3 and Flask; the project brings neither. */
const BASE = process.env.CONFORMANCE_BASE ?? 'local/flask-base:bookworm';

export const GOOD_IMAGE = 'sma-test-good';

export const imageName = ({ name }: Pick<ImageFault, 'name'>): string => `sma-test-faulty-${name}`;

/** Builds what all tests of images need, and removes the images at the end. Gives a folder with the sample data. */
export function prepareImages(names: readonly string[], removed: () => void = () => {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'sma-conformance-images-'));
  beforeAll(() => {
    sampleData(dir);
    programFile();
    buildGood();
  });
  afterAll(() => {
    removeImages(...names, GOOD_IMAGE);
    rmSync(dir, { recursive: true, force: true });
    removed();
  });
  return dir;
}

function buildGood(): void {
  docker('build', '--quiet', '--tag', GOOD_IMAGE, '--build-arg', `BASE=${BASE}`, GOOD);
}

/** @param dir for the context of the build */
export function buildFaulty(fault: ImageFault, dir: string): string {
  const context = join(dir, fault.name);
  mkdirSync(context);
  const changed = patched(fault);
  const files = { ...changed, ...fault.files };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(context, name), text, { mode: 0o755 });
  const copied = Object.keys(changed).map((name) => `COPY ${name} /opt/program/${name}`);
  writeFileSync(join(context, 'Dockerfile'), [`FROM ${GOOD_IMAGE}`, ...copied, ...fault.dockerfile ?? [], ''].join('\n'));
  docker('build', '--quiet', '--tag', imageName(fault), context);
  return imageName(fault);
}

/** The changed files of the good image. A text that stands there no more, or twice, is a fault of the table. */
export function patched({ name, patches = [] }: Pick<ImageFault, 'name' | 'patches'>): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [file, text, instead] of patches) {
    const before = files[file] ??= readFileSync(join(GOOD, 'program', file), 'utf8');
    const parts = before.split(text);
    if (parts.length !== 2) throw new Error(`${name}: ${file} has ${parts.length - 1} times ${JSON.stringify(text)}`);
    files[file] = parts.join(instead);
  }
  return files;
}

/** Two channels, of which the algorithm needs one. */
export function sampleData(dir: string): string {
  const data = join(dir, 'data');
  cpSync(join(SAMPLE, 'data', 'training'), join(data, 'training'), { recursive: true });
  const rows = readFileSync(join(SAMPLE, 'data', 'training', 'iris.csv'), 'utf8').split('\n').filter(Boolean);
  mkdirSync(join(data, 'validation'));
  writeFileSync(join(data, 'validation', 'some.csv'), rows.filter((_, at) => at % 5 === 0).map((row) => `${row}\n`).join(''));
  return data;
}

export interface Judged {
  readonly exitCode: number | null;
  readonly results: readonly CheckResult[];
}

/** @param only numbers of checks; all without it */
export async function judge(
  image: string, dir: string, { only, args = [] }: { readonly only?: string; readonly args?: readonly string[] } = {},
): Promise<Judged> {
  const words = [
    'conformance', '--image', image, '--data', join(dir, 'data'), '--payloads', join(SAMPLE, 'payloads'), ...args,
    ...(only === undefined ? [] : ['--only', only]), '--json',
  ];
  const { exitCode, stdout } = await cli(dir, words);
  return { exitCode, results: (JSON.parse(stdout) as ResultsDocument).subjects.flatMap(({ results }) => results) };
}

export const failedNumbers = (results: readonly CheckResult[]): number[] =>
  [...new Set(results.filter(({ verdict }) => verdict.verdict === 'fail').map(({ number }) => number))].sort((a, b) => a - b);

/** What the command says of the checks that did not pass. */
export const toldOf = (results: readonly CheckResult[]): string =>
  results.filter(({ verdict }) => verdict.verdict !== 'pass').map((result) => renderResult(result)).join('\n');
