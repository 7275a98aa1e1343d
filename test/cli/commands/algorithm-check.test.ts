import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AlgorithmPlan } from '../../../src/contract/plan';
import { cli } from '../support/cli';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';
import { withValidation } from '../support/validation-plan';

const NO_DOCKER = { env: { SM_ALGORITHM_DOCKER: 'no-docker' } };
const OBJECTIVE = { name: 'x', regex: 'no group', objective: 'Maximize' as const };
const BROKEN: Partial<AlgorithmPlan> = {
  algorithm: { ...FIXTURE_PLAN.algorithm, training: { ...FIXTURE_PLAN.algorithm.training, metrics: [OBJECTIVE] } },
};

describe('algorithm:check', () => {
  it('passes on the request of the definition, and says why it cannot look at images', async () => {
    const { exitCode, stdout, stderr } = await cli(fixtureProject({ plan: withValidation() }), ['algorithm:check'], NO_DOCKER);

    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^request of the definition\n 93 ✔ the request has the form/);
    expect(stdout).toMatch(/\ntraining image, sma-test-training:latest\n {2}3 – the entry point [^]*?the program "no-docker" is not installed/);
    expect(stdout).toMatch(/ 12 ✔ .*\n {6}111122223333\.dkr\.ecr\.us-east-1\.amazonaws\.com\/sma-test-inference:1\.2\.3/);
    expect(stdout).toMatch(/\n100 – .*\n {6}the algorithm is not certified/);
    expect(stdout.split('\n').at(-1)).toBe('23 checks: 10 passed, 0 failed, 13 skipped');
  });

  it('fails with the place, the rule and the fix', async () => {
    const { exitCode, stdout, stderr } = await cli(fixtureProject({ plan: BROKEN }), ['algorithm:check'], NO_DOCKER);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/ 96 ✖ .*\n {6}TrainingSpecification\.MetricDefinitions\[0\]\.Regex .*SMA_REQ_[^]*fix: /);
    expect(stderr).toMatch(/SMA_CLI_CHECKS {2}1 check of 23 failed: R96\./);
  });

  it('judges any request, without a project', async () => {
    const dir = fixtureProject();
    const { stdout: request } = await cli(fixtureProject({ plan: withValidation() }), ['algorithm:spec', '--json']);
    writeFileSync(join(dir, 'good.json'), `\uFEFF${request}`);
    writeFileSync(join(dir, 'strange.json'), '{"AlgorithmName": 7, "Wrong": true}');

    const good = await cli(dir, ['algorithm:check', '--request', 'good.json', '--project', '/nonexistent']);
    const strange = await cli(dir, ['algorithm:check', '--request', 'strange.json', '--json']);

    expect(good.exitCode, good.stderr).toBe(0);
    expect(good.stdout).toMatch(/^request good\.json\n[^]*\n9 checks: 8 passed, 0 failed, 1 skipped$/);
    expect(strange.exitCode).toBe(1);
    expect(JSON.parse(strange.stdout)).toMatchObject({
      ok: false,
      error: { code: 'SMA_CLI_CHECKS' },
      subjects: [{ subject: 'request strange.json', results: expect.arrayContaining([expect.objectContaining({ number: 93, verdict: { verdict: 'fail', evidence: expect.any(Array), fix: expect.any(String) } })]) }],
    });
  });

  it('lists what is worth a word and no more, and ends well', async () => {
    const plan = { instanceTypes: { ...FIXTURE_PLAN.instanceTypes, realtime: ['ml.m99.large'] } };

    const text = await cli(fixtureProject({ plan }), ['algorithm:check'], NO_DOCKER);
    const json = await cli(fixtureProject({ plan }), ['algorithm:check', '--json'], NO_DOCKER);

    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/! InferenceSpecification\.SupportedRealtimeInferenceInstanceTypes\[0\] is "ml\.m99\.large"/);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, warnings: [{ code: expect.stringContaining('SMA_REQ_') }], subjects: [{}, {}, {}] });
  });

  it.each([['absent.json', /absent\.json cannot be read \(ENOENT\)/], ['text.json', /text\.json is not JSON/], ['list.json', /list\.json holds no JSON object/]])(
    'refuses what is no request: %s', async (name, what) => {
      const dir = fixtureProject({ files: { 'text.json': '{', 'list.json': '[]' } });

      const { exitCode, stderr } = await cli(dir, ['algorithm:check', '--request', name]);

      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/SMA_CLI_REQUEST/);
      expect(stderr).toMatch(what);
    });

  it('does not take names for a request that has its own', async () => {
    const { exitCode, stderr } = await cli(fixtureProject(), ['algorithm:check', '--request', 'x.json', '--region', 'eu-west-1']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("'--region <region>' cannot be used with option '--request <file>'");
  });
});
