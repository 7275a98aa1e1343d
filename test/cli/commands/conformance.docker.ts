import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ResultsDocument } from '../../../src/cli/conformance/reports/results-document';
import { buildByHand } from '../conformance/images';
import { cli, seen, startCli } from '../support/cli';
import { docker, leftovers, removeImages } from '../support/engine-state';

const dir = mkdtempSync(join(tmpdir(), 'sma-test-conformance-'));
const images: string[] = [];

function built(name: string, dockerfile: string, files: Readonly<Record<string, string>> = {}): string {
  const context = join(dir, name);
  mkdirSync(context);
  for (const [file, text] of Object.entries({ Dockerfile: dockerfile, ...files })) writeFileSync(join(context, file), text);
  const image = `sma-test-conformance-${name}`;
  docker('build', '--quiet', '--tag', image, context);
  images.push(image);
  return image;
}

let byHand: string;

beforeAll(() => {
  byHand = buildByHand('conformance-command', [], dir);
  images.push(byHand);
  mkdirSync(join(dir, 'data/training'), { recursive: true });
  writeFileSync(join(dir, 'data/training/a.csv'), Array.from({ length: 40 }, (_, at) => `label-${at % 3},${at}\n`).join(''));
});
afterAll(() => {
  removeImages(...images);
  rmSync(dir, { recursive: true });
});
afterEach(() => expect(leftovers()).toEqual([]));

const numbersOf = ({ subjects }: ResultsDocument, wanted: 'pass' | 'fail' | 'skip') =>
  subjects.flatMap(({ results }) => results.filter(({ verdict }) => verdict.verdict === wanted).map(({ number }) => number));

describe('conformance of an image made by hand, without a plan', () => {
  it('passes all that applies, says why the rest does not, and writes the results in all forms', async () => {
    const { exitCode, stdout, stderr } = await cli(dir, [
      'conformance', '--image', byHand, '--data', 'data', '--only', '1-17,40,93-102', '--json', 'out/r.json', '--junit', 'out/r.xml', '--html', 'out/r.html',
    ]);

    expect(exitCode, stderr).toBe(0);
    const document = JSON.parse(readFileSync(join(dir, 'out/r.json'), 'utf8')) as ResultsDocument;
    expect(document).toMatchObject({ resultsVersion: 1, ok: true });
    expect(numbersOf(document, 'pass')).toEqual(expect.arrayContaining([1, 2, 3, 5, 6, 8, 9, 10, 11, 14, 15, 16, 17, 40]));
    expect(numbersOf(document, 'fail')).toEqual([]);
    expect(stdout).toMatch(/^ {2}4 – .+\n {6}the image has an entry point$/m);
    expect(stdout).toMatch(/^ 93 – .+\n {6}there is no plan, so no request/m);
    expect(stderr).toMatch(/^✔ T15 {2}an ordinary job ends with exit code 0/m);
    expect(readFileSync(join(dir, 'out/r.xml'), 'utf8')).toContain('failures="0"');
    expect(readFileSync(join(dir, 'out/r.html'), 'utf8')).toContain('html');
  });

  it('without sample data skips what would train, and says how to have it', async () => {
    const { exitCode, stdout } = await cli(dir, ['conformance', '--image', byHand, '--only', '15']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ 15 – .+\n {6}there is no sample data to train on: .+ --data/);
  });

  it('names the faults of an image, prints them as a document and ends with code 1', async () => {
    const image = built('faulty', 'FROM node:24-bookworm-slim\nCOPY train /usr/local/bin/train\nCOPY train /opt/ml/code/train\nUSER node\n', { train: '#!/bin/sh\n' });

    const { exitCode, stdout } = await cli(dir, ['conformance', '--image', image, '--only', '1-14', '--json']);

    const document = JSON.parse(stdout) as ResultsDocument & { readonly error: { readonly code: string } };
    expect([exitCode, document.ok, document.error.code]).toEqual([1, false, 'SMA_CLI_CHECKS']);
    // The base image has an entry point of its own: it hands to Node what is no program.
    expect(numbersOf(document, 'fail')).toEqual([5, 8]);
  });

  it('finds programs that are missing or cannot be executed where there is no entry point', async () => {
    const image = built('bare', 'FROM node:24-bookworm-slim\nENTRYPOINT []\nCOPY train /usr/local/bin/train\nCMD ["train"]\n', { train: '#!/bin/sh\n' });

    const { stdout } = await cli(dir, ['conformance', '--image', image, '--only', '1-4', '--json']);

    expect(numbersOf(JSON.parse(stdout) as ResultsDocument, 'fail')).toEqual([1, 2, 4]);
  });

  it('leaves nothing when it is interrupted in the middle of a job', async () => {
    const running = startCli(dir, ['conformance', '--image', byHand, '--data', 'data', '--only', '15-56']);
    await seen(running, /T16/);
    running.kill('SIGINT');

    const { exitCode, stderr } = await running.finished;

    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/interrupted by SIGINT; nothing of the run is left running/);
  });

  it('refuses an image that is not there', async () => {
    const { exitCode, stderr } = await cli(dir, ['conformance', '--image', 'sma-test-nothing:1']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_IMAGE_MISSING {2}the engine has no image sma-test-nothing:1/);
  });
});
