import { judged, noted, passed, type Finding } from './drill';
import { endInWords, LONGER, withJob, type DrillSetting } from './drill-setting';
import { hostName } from '../engine/hosts/host-names';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import { pause } from '../interruption';
import { count, duration } from '../quantities';
import { clashLine, type Clash } from '../simulator/merge-folders';
import { metricLine } from '../simulator/metrics';
import { partOfRun } from '../simulator/run-folder';
import { failureReasonOf, statusOf } from '../simulator/training-end';
import { concludeJob } from '../simulator/training-job';

/** Time for the other hosts to notice that one is gone. Unit: ms. */
export const NOTICE_MS = 60_000;

const COMPLETE = 'all hosts of a job end with 0';
const DISTINCT = 'no two hosts write a file of the same name';
const NOTICE = 'hosts end by themselves, and with a reason, when another one is gone';

/** Why the drill has nothing to look at; undefined where it has. */
export function hostsDrillAbsent(isDistributed: boolean): Finding | undefined {
  if (isDistributed) return undefined;
  return noted('the drill does not apply: the algorithm does not support distributed training',
    'SageMaker refuses jobs of several instances for it; distributed: true in .projenrc.ts would change that');
}

/** A job of several hosts to its end, and one that loses a host in the middle. */
export async function hostsDrill(setting: DrillSetting, hostCount: number, noticeMs: number = NOTICE_MS): Promise<readonly Finding[]> {
  const { report, engine, status, scanner, onUsage } = setting;
  const detail = `${engine.name}, ${count(hostCount, 'host')}`;
  return withJob(setting, { hostCount, status, scanner, onUsage }, async (training) => {
    const outcomes = await report.step('train', detail, () => training.start());
    const completes = judged(statusOf(outcomes, false) === 'Completed', COMPLETE,
      'let every host do its part and end with 0; hosts[0] of resourceconfig.json leads by convention',
      ...outcomes.map((outcome, place) => `${hostName(place)}: ${endInWords(outcome)}${outcome.abandoned ? ', killed because the job was lost' : ''}`));
    const { clashes } = await concludeJob(training, outcomes, report, false);
    if (completes.verdict === 'fail') return [completes];
    return [completes, clashReport(clashes), await lostHost(setting, hostCount, noticeMs)];
  });
}

function clashReport(clashes: readonly Clash[]): Finding {
  if (clashes.length === 0) return passed(DISTINCT, 'their model and output folders become one');
  if (clashes.every(({ isSame }) => isSame)) return noted('several hosts write the same files, byte for byte', ...clashes.map(clashLine));
  return judged(false, DISTINCT, 'let only the leader write the model, or put the name of the host into the names of files', ...clashes.map(clashLine));
}

/** The last host is killed; the others are watched. */
async function lostHost(setting: DrillSetting, hostCount: number, noticeMs: number): Promise<Finding> {
  const { run, report, engine, project, signal } = setting;
  const { metrics } = project.plan.algorithm.training;
  const hasMetric = metricLine(metrics);
  const victim = hostCount - 1;
  const part = await partOfRun(run, 'lost-host');
  const enough = new AbortController();
  const over = new AbortController();
  return withJob(setting, { run: part, hostCount, stopGraceMs: 10_000 }, async (training) => {
    const isMoment = ({ text }: { readonly text: string }) => metrics.length === 0 || hasMetric(text);
    let isSeen = false;
    const outcomes = await report.step('lost host', `${engine.name}, ${hostName(victim)} is to be killed`, () => training.start({
      signal: { name: 'SIGKILL', to: victim, when: ({ lines }) => lines.some(isMoment), graceMs: noticeMs },
      keepPeers: true,
      stop: enough.signal,
      onLine: (line, place) => {
        if (isSeen || place !== 0 || !isMoment(line)) return;
        isSeen = true;
        void pause(noticeMs, AbortSignal.any([over.signal, signal])).then(() => enough.abort(), () => undefined);
      },
    })).finally(() => over.abort());
    return judgeLost(outcomes, victim, enough.signal.aborted, noticeMs);
  });
}

async function judgeLost(outcomes: readonly HostOutcome[], victim: number, isHanging: boolean, noticeMs: number): Promise<Finding> {
  const lost = outcomes[victim];
  const others = outcomes.filter((_, place) => place !== victim);
  if (lost.signalledAtMs === undefined) {
    return noted('the job had ended before a host could be killed, so nothing is known of a lost one', ...others.map(endInWords), LONGER);
  }
  const reasons = await Promise.all(others.map(failureReasonOf));
  const evidence = others.map((other, place) => {
    const waited = Math.max(0, other.endedAt - lost.endedAt);
    return `${hostName(place)}: ${endInWords(other)}, ${duration(waited)} after ${hostName(victim)} was gone; ${reasons[place] === undefined ? 'no failure file' : `FailureReason: ${reasons[place].trim()}`}`;
  });
  const isTold = ({ ended, timedOut }: HostOutcome, place: number) => ended.exitCode !== 0 && !timedOut && reasons[place] !== undefined;
  const isGood = !isHanging && others.every(isTold);
  return judged(isGood, NOTICE,
    'give waiting for other hosts a limit, and write the reason to the failure file before the program ends with another code than 0',
    `${hostName(victim)} was killed ${duration(lost.signalledAtMs)} after the start; the others had ${duration(noticeMs)}`, ...evidence);
}
