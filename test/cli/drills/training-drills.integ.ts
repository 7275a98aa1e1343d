import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/cli/drills/drill';
import type { DrillSetting } from '../../../src/cli/drills/drill-setting';
import { hostsDrill } from '../../../src/cli/drills/hosts-drill';
import { spotDrill } from '../../../src/cli/drills/spot-drill';
import { stopDrill } from '../../../src/cli/drills/stop-drill';
import { ProcessEngine } from '../../../src/cli/engine/process-engine';
import { start } from '../../../src/cli/exec';
import { Report } from '../../../src/cli/report';
import { JobStatus } from '../../../src/cli/simulator/job-status';
import { MetricScanner } from '../../../src/cli/simulator/metrics';
import { newRunFolder } from '../../../src/cli/simulator/run-folder';
import { trainingInput } from '../../../src/cli/simulator/training-job';
import { STEPS_PLAN, stepsProject } from '../support/steps-project';

const silent = { write: () => undefined };

async function drilled(mode: string, drill: (setting: DrillSetting) => Promise<readonly Finding[]>, further: Partial<DrillSetting> = {}) {
  const project = { dir: stepsProject(), plan: STEPS_PLAN };
  const run = await newRunFolder(project);
  const engine = new ProcessEngine(project, run, start, process.env);
  const status = new JobStatus();
  const setting: DrillSetting = {
    project, run, engine, status,
    input: await trainingInput(project, [`mode=${mode}`], { channels: {} }),
    report: new Report({ out: silent, err: silent, env: {}, json: false }),
    signal: new AbortController().signal,
    scanner: new MetricScanner(STEPS_PLAN.algorithm.training.metrics),
    ...further,
  };
  try {
    return { findings: await drill(setting), statuses: status.transitions.map((one) => one.status) };
  } finally {
    await engine.close();
  }
}

const told = (findings: readonly Finding[]) => findings.map(({ verdict, what, evidence }) => `${verdict}: ${what}: ${evidence.join('; ')}`).join('\n');
const verdicts = (findings: readonly Finding[]) => findings.map(({ verdict }) => verdict);

describe('drill:stop', () => {
  it('finds that a program ends soon after SIGTERM and leaves a model that can be served', async () => {
    const { findings, statuses } = await drilled('good', stopDrill);

    expect(verdicts(findings), told(findings)).toEqual(['pass', 'note', 'pass']);
    expect(told(findings)).toMatch(/SIGTERM came .* after the start, the end .* later\n.*exit code 0.*\n.*became ready/);
    expect(statuses).toEqual(['Starting', 'Downloading', 'Training', 'Stopping', 'Uploading', 'Stopped']);
  });

  it('finds a program that does not hear SIGTERM', async () => {
    const { findings } = await drilled('deaf', stopDrill, { stopGraceMs: 300 });

    expect(verdicts(findings), told(findings)).toEqual(['fail', 'note', 'note']);
    expect(told(findings)).toMatch(/by SIGKILL/);
    expect(findings[0].fix).toMatch(/SIGTERM/);
  });

  it('finds a model that is not whole', async () => {
    const { findings } = await drilled('half', stopDrill);

    expect(verdicts(findings), told(findings)).toEqual(['pass', 'note', 'fail']);
    expect(told(findings)).toMatch(/the server ended by itself/);
  });

  it('says that it knows nothing of a job that has ended before', async () => {
    const { findings } = await drilled('good', stopDrill, { afterSeconds: 60 });

    expect(verdicts(findings), told(findings)).toEqual(['note']);
    expect(told(findings)).toMatch(/SIGTERM was to come at 60 s after the first line; exit code 0/);
  });
});

describe('drill:spot', () => {
  it('finds that a job goes on from its checkpoints, beside which the service has laid its files', async () => {
    const { findings, statuses } = await drilled('good', spotDrill);

    expect(verdicts(findings), told(findings)).toEqual(['note', 'pass', 'pass', 'note', 'note']);
    expect(told(findings)).toMatch(/checkpoints: step\.json\n/);
    expect(told(findings)).toMatch(/lines with metrics instead of 20/);
    expect(told(findings)).toMatch(/byte for byte/);
    expect(statuses).toEqual([
      'Starting', 'Downloading', 'Training', 'Stopping', 'Interrupted', 'Starting', 'Downloading', 'Training', 'Uploading', 'Completed',
    ]);
  });

  it('finds a job that does not use its checkpoints, and tells of one that has none', async () => {
    const forgets = await drilled('forgets', spotDrill);
    const none = await drilled('no-checkpoints', spotDrill);

    expect(verdicts(forgets.findings), told(forgets.findings)).toEqual(['note', 'pass', 'fail', 'note', 'note']);
    expect(verdicts(none.findings), told(none.findings)).toEqual(['note', 'pass', 'note', 'note', 'note']);
    expect(told(none.findings)).toMatch(/it left no checkpoint/);
  });
});

describe.runIf(process.platform === 'linux')('drill:hosts', () => {
  it('finds hosts that complete, and miss one that is gone', async () => {
    const { findings } = await drilled('good', (setting) => hostsDrill(setting, 3));

    expect(verdicts(findings), told(findings)).toEqual(['pass', 'pass', 'pass']);
    expect(told(findings)).toMatch(/algo-3 was killed .*; algo-1: exit code 1.*FailureReason: lost a host; algo-2: exit code 1/);
  });

  it('finds files of the same name, and hosts that wait for ever', async () => {
    const clash = await drilled('clash', (setting) => hostsDrill(setting, 2));
    const patient = await drilled('patient', (setting) => hostsDrill(setting, 2, 500), { afterSeconds: undefined });

    expect(verdicts(clash.findings), told(clash.findings)).toEqual(['pass', 'fail', 'pass']);
    expect(told(clash.findings)).toMatch(/model\.json of algo-2 is lost: algo-1 has another one of that name/);
    expect(verdicts(patient.findings)).toContain('fail');
  });
});
