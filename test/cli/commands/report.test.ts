import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/cli/simulator/run-record';
import { cli } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';

const PROCESS = ['local', '--engine', 'process'];
const runsOf = (dir: string) => readdirSync(join(dir, '.sm-algorithm/runs')).sort();
const newest = (dir: string, file: string) => readFileSync(join(dir, '.sm-algorithm/runs', runsOf(dir).at(-1)!, file), 'utf8');

describe('the page of a local run', () => {
  it('is written beside the run and named in the summary; the record has its numbers', async () => {
    const dir = fixtureProject();

    const { stdout } = await cli(dir, PROCESS);

    expect(stdout).toMatch(/\nreport +\.sm-algorithm\/runs\/\S+\/report\.html$/);
    const page = newest(dir, 'report.html');
    for (const title of ['Summary', 'Phases', 'Secondary statuses of the training job', 'Metrics', 'Invocations', 'Predictions', 'Resource use of training', 'Checks: request of the definition']) {
      expect(page).toContain(`<h2>${title}</h2>`);
    }
    const record = JSON.parse(newest(dir, 'run.json')) as RunRecord;
    expect(record.phases!.map(({ name, isBad }) => [name, isBad])).toEqual([['train', false], ['pack', false], ['serve', false], ['invoke', false], ['stop', false]]);
    expect(record.metrics!.map(({ name, values }) => [name, values.map(({ value }) => value)])).toEqual([['validation:error', [9.5, 0.25]]]);
    expect(record.payloads.every(({ latencyMs }) => latencyMs! > 0)).toBe(true);
  });

  it('tells how a run ended badly, with what was seen until then', async () => {
    const dir = fixtureProject();

    const { exitCode, stderr } = await cli(dir, [...PROCESS, '--hyperparameter', 'mode=fail']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^i report \.sm-algorithm\/runs\/\S+\/report\.html$/m);
    const page = newest(dir, 'report.html');
    expect(page).toContain('<h2>How it ended</h2>');
    expect(page).toContain('SMA_CLI_TRAINING_FAILED');
    expect(page).toContain('The run did not come to its invocations.');
  });
});

describe('report', () => {
  const withPages = (...runs: string[]) => fixtureProject({ files: Object.fromEntries(runs.map((run) => [`.sm-algorithm/runs/${run}/report.html`, run])) });

  it('prints the newest page, or that of a run', async () => {
    const dir = withPages('20260101-000000-aaaa', '20260102-000000-bbbb');
    mkdirSync(join(dir, '.sm-algorithm/runs/20260103-000000-cccc'));

    expect((await cli(dir, ['report'])).stdout).toBe('.sm-algorithm/runs/20260102-000000-bbbb/report.html');
    expect((await cli(dir, ['report', '20260101-000000-aaaa'])).stdout).toBe('.sm-algorithm/runs/20260101-000000-aaaa/report.html');
    expect(JSON.parse((await cli(dir, ['report', '--json'])).stdout)).toEqual({ ok: true, report: join(dir, '.sm-algorithm/runs/20260102-000000-bbbb/report.html') });
  });

  it('opens no browser where nobody watches', async () => {
    const dir = withPages('20260101-000000-aaaa');
    const bin = join(dir, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$@" > ${join(dir, 'opened')}\n`);
    chmodSync(join(bin, 'xdg-open'), 0o755);

    const { exitCode } = await cli(dir, ['report'], { env: { PATH: `${bin}:${process.env.PATH}` } });

    expect(exitCode).toBe(0);
    expect(readdirSync(dir)).not.toContain('opened');
  });

  it('says what to do when there is none', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), ['report']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_REPORT_MISSING {2}no run has written a page yet\.[^]+fix: run "npx projen local"/);
    expect((await cli(fixtureProject(), ['report', 'x'])).stderr).toContain('the run "x" has no page.');
  });
});
