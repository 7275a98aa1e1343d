import { noted, type Finding } from './drill';
import type { DrillSetting } from './drill-setting';
import { ahead, framed, isPiped, late, latenessFor, slow, type PipeCondition } from './pipe-conditions';
import { fifosRead, findingOf, findingsOfAhead, NOT_FRAMED, NOT_JUDGED, notPiped, type Comparison } from './pipe-findings';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import type { Project } from '../project';
import { folderDigest } from '../simulator/folder-digest';
import type { InputSettings } from '../simulator/input/input-settings';
import { localChannels } from '../simulator/input/local-channels';
import { trainingEnvironment } from '../simulator/job-environment';

/** Longest ordinary job. Unit: ms. */
const FIRST_LIMIT_MS = 600_000;
/** What a harder job may take beyond the waits that it was given: so many times the ordinary one, and a while. */
const PATIENCE = { times: 5, ms: 60_000 } as const;

/** Channels of the job that take Pipe mode and were not asked to be in another one. */
export async function channelsToPipe(project: Project, settings: InputSettings): Promise<string[]> {
  const { channels: specs } = project.plan.algorithm.training;
  const fed = await localChannels(project, settings);
  return fed.map(({ name }) => name).filter((name) =>
    settings.channels[name]?.inputMode === undefined && specs.find((spec) => spec.name === name)!.inputModes.includes('Pipe'));
}

/** Runs the training program in Pipe mode under the conditions that the service does not promise to spare it. */
export async function pipeDrill(setting: DrillSetting): Promise<readonly Finding[]> {
  const { project, input, engine } = setting;
  const { channels: specs } = project.plan.algorithm.training;
  const piped = input.channels.filter(isPiped).map(({ name }) => name);
  const others = input.channels.filter((channel) => !isPiped(channel)).map(({ name }) => specs.find((spec) => spec.name === name)!);
  const [host] = engine.hostNames(1);
  const jobs = new PipeJobs(setting, ahead(input, host));
  const [first, found] = await jobs.judge(jobs.ordinary, FIRST_LIMIT_MS, (outcome) => findingsOfAhead(outcome, piped));
  const findings = [...others.map(notPiped), ...found];
  if (found.some(({ verdict }) => verdict === 'fail')) return [...findings, NOT_JUDGED];
  const fifos = fifosRead(first, piped);
  const lateMs = input.lateFifoMs ?? latenessFor(fifos);
  for (const condition of [late(input, host, lateMs), slow(input, host), framed(input, host)]) {
    if (!condition) {
      findings.push(NOT_FRAMED);
      continue;
    }
    const waitsMs = condition.name === 'late' ? lateMs * fifos * piped.length : 0;
    const limitMs = first.durationMs * PATIENCE.times + PATIENCE.ms + waitsMs;
    const judge = async (outcome: HostOutcome) => [await findingOf(condition, outcome, await jobs.compared(first, outcome))];
    findings.push(...(await jobs.judge(condition, limitMs, judge))[1]);
  }
  return findings;
}

/** The jobs of one drill, each in a folder of its own. */
class PipeJobs {
  private jobs = 0;
  private repetition: Promise<HostOutcome> | undefined;

  constructor(private readonly setting: DrillSetting, readonly ordinary: PipeCondition) {}

  /** Runs a job and shows how good what it tells is. */
  async judge(
    condition: PipeCondition, limitMs: number, findingsOf: (outcome: HostOutcome) => Promise<Finding[]>,
  ): Promise<[HostOutcome, Finding[]]> {
    const { report, engine } = this.setting;
    return report.step('train', `${engine.name}, ${condition.detail}`, async (): Promise<[HostOutcome, Finding[]]> => {
      const outcome = await this.run(condition, limitMs);
      return [outcome, await findingsOf(outcome)];
    }, ([, findings]) => (findings.some(({ verdict }) => verdict === 'fail') ? 'bad' : 'good'));
  }

  /** Whether a job made the model of the ordinary one, which is done again where it did not: it may never make the same. */
  async compared(first: HostOutcome, outcome: HostOutcome): Promise<Comparison> {
    const expected = await folderDigest(first.paths.model);
    if (await folderDigest(outcome.paths.model) === expected) return 'same';
    this.repetition ??= this.run(this.ordinary, FIRST_LIMIT_MS);
    return await folderDigest((await this.repetition).paths.model) === expected ? 'different' : 'varies';
  }

  private async run({ name, input }: PipeCondition, limitMs: number): Promise<HostOutcome> {
    const { project, run, input: { instanceType }, engine, report, signal } = this.setting;
    this.jobs += 1;
    const [outcome] = await engine.train({
      job: { hosts: [input], env: trainingEnvironment(project.plan, run.id), limitMs, onLine: ({ text }) => report.childLine(text) },
      instanceType,
      folders: [`${run.training.base}/jobs/${this.jobs}-${name}`],
      signal,
    });
    return outcome;
  }
}

/** Why the drill has nothing to do with an algorithm; undefined where it has. */
export const noPipes = (): readonly Finding[] =>
  [noted('does not apply: no channel of the job takes Pipe mode', 'inputModes of the channels in .projenrc.ts do not have it, or options ask for another mode')];
