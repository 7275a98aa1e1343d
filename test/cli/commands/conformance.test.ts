import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResultsDocument } from '../../../src/cli/conformance/reports/results-document';
import { PLAN_FILE } from '../../../src/contract/plan';
import { cli } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';

const PROCESS = ['conformance', '--engine', 'process'];
const verdicts = (text: string) => Object.fromEntries((JSON.parse(text) as ResultsDocument).subjects
  .flatMap(({ results }) => results.map(({ number, verdict }) => [number, verdict.verdict])));
const leftIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('sm-algorithm-conformance-'));

describe('conformance of a project without an engine', () => {
  it('looks at its programs as processes and at its request', async () => {
    const dir = fixtureProject();
    const TMPDIR = mkdtempSync(join(tmpdir(), 'sma-test-'));

    const { stdout, stderr } = await cli(dir, [...PROCESS, '--only', '3,15-17,40,93-96,102', '--json'], { env: { TMPDIR } });

    expect(verdicts(stdout), stderr).toMatchObject({ 3: 'skip', 15: 'pass', 16: 'pass', 17: 'pass', 95: 'pass' });
    expect(stderr).toMatch(/^✔ T15 {2}an ordinary job ends with exit code 0/m);
    expect(leftIn(TMPDIR)).toEqual([]);
  });

  it('is what is done where the images are not there', async () => {
    const { stderr, stdout } = await cli(fixtureProject(), ['conformance', '--only', '3'], { env: { SM_ALGORITHM_DOCKER: '/nonexistent/docker' } });

    expect(stderr).toMatch(/^i looks at processes, not at images: the program "\/nonexistent\/docker" is not installed\.$/m);
    expect(stdout).toMatch(/the programs are looked at as processes, without an image/);
  });

  it('needs an engine for an image', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), ['conformance', '--image', 'x'], { env: { SM_ALGORITHM_DOCKER: '/nonexistent/docker' } });

    expect([exitCode, /SMA_CLI_ENGINE/.test(stderr)]).toEqual([1, true]);
  });

  it('ends with code 1 when a check fails, and still writes the files', async () => {
    const dir = fixtureProject();
    const plan = JSON.parse(readFileSync(join(dir, PLAN_FILE), 'utf8')) as { algorithm: { name: string } };
    writeFileSync(join(dir, PLAN_FILE), JSON.stringify({ ...plan, algorithm: { ...plan.algorithm, name: 'no_name' } }));

    const { exitCode, stdout, stderr } = await cli(dir, [...PROCESS, '--only', '93', '--json', 'r.json', '--junit', 'a/b/r.xml', '--html', 'r.html']);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ 93 ✖ the request has the form/m);
    expect(stderr).toMatch(/SMA_CLI_CHECKS {2}1 check failed: R93\./);
    expect(verdicts(readFileSync(join(dir, 'r.json'), 'utf8'))).toEqual({ 93: 'fail' });
    expect(readFileSync(join(dir, 'a/b/r.xml'), 'utf8')).toContain('failures="1"');
    expect(readFileSync(join(dir, 'r.html'), 'utf8')).toContain('Conformance: checks failed');
  });

  it('takes the plan of another folder', async () => {
    const dir = fixtureProject();
    const elsewhere = fixtureProject({ files: { [PLAN_FILE]: '{}' } });

    for (const plan of [dir, join(dir, PLAN_FILE)]) {
      expect(verdicts((await cli(elsewhere, [...PROCESS, '--plan', plan, '--only', '15', '--json'])).stdout)).toEqual({ 15: 'pass' });
    }
  });

  it.each([
    ['--startup-timeout', '0', /"0" is no number of 1 to 3600/],
    ['--startup-timeout', '1m', /"1m" is no number of 1 to 3600/],
    ['--hyperparameter', 'epochs', /--hyperparameter "epochs" has no name and value/],
  ])('refuses %s %s', async (option, value, told) => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...PROCESS, '--only', '15', option, value]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(told);
  });

  it('refuses numbers that are none, before anything runs', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), [...PROCESS, '--only', '1-200']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/"1-200" is neither a number nor a range of 1 to 102/);
  });
});
