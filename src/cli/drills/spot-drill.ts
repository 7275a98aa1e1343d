import { judged, noted, passed, type Finding } from './drill';
import { afterSignalMs, endInWords, LONGER, withJob, type DrillSetting } from './drill-setting';
import { momentInWords, momentOf } from './moment';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import { count, duration } from '../quantities';
import { folderDigest } from '../simulator/folder-digest';
import { metricLine } from '../simulator/metrics';
import { listFolder } from '../simulator/model-archive';
import { resumption } from '../simulator/resumption';
import { partOfRun } from '../simulator/run-folder';
import { statusOf } from '../simulator/training-end';
import { concludeJob, type TrainedJob } from '../simulator/training-job';
import { trainingFailed } from '../simulator/training-problem';
import type { TrainingRun } from '../simulator/training-run';

const COMPLETES = 'a job that lost its machine completes when it is started again on its checkpoints';
const RESUMES = 'it goes on from its checkpoints instead of beginning anew';

/** What one job came to. */
interface Done {
  readonly job: TrainedJob;
  readonly outcome: HostOutcome;
  readonly modelDigest: string;
}

/** A Spot interruption: the same job runs undisturbed, and then once more with its machine taken away in the middle. */
export async function spotDrill(setting: DrillSetting): Promise<readonly Finding[]> {
  const { run, report, engine, status, scanner, onUsage } = setting;
  const undisturbed = await partOfRun(run, 'undisturbed');
  const whole = await withJob(setting, { run: undisturbed }, (training) => complete(training, setting));
  return withJob(setting, { status, scanner, onUsage }, async (training) => {
    const moment = momentOf(setting.project.plan.algorithm.training.metrics, setting.afterSeconds);
    const [first] = await report.step('interrupt', engine.name, () => training.start({ stop: moment.signal, onLine: moment.onLine }))
      .finally(moment.over);
    const tookMs = afterSignalMs(first);
    if (tookMs === undefined) {
      return [noted('the job had ended before it could be interrupted, so nothing is known of its restart',
        `the interruption was to come at ${momentInWords(setting.afterSeconds)}`, endInWords(first), LONGER)];
    }
    status.enter('Interrupted');
    const checkpoints = (await listFolder(run.training.checkpoints)).files;
    const interruption = noted('the machine was taken away: SIGTERM, and SIGKILL 120 s later', `${duration(first.signalledAtMs ?? 0)} after the start`,
      first.timedOut ? 'ended by SIGKILL' : `ended ${duration(tookMs)} after SIGTERM: ${endInWords(first)}`,
      checkpoints.length > 0 ? `checkpoints: ${checkpoints.join(', ')}` : 'it left no checkpoint');
    const [second] = await report.step('train', `${engine.name}, on its checkpoints`, () => training.start());
    if (statusOf([second], false) !== 'Completed') return [interruption, notCompleted(second, training)];
    const job = await concludeJob(training, [second], report, false);
    const again: Done = { job, outcome: second, modelDigest: await folderDigest(run.training.model) };
    return [interruption, passed(COMPLETES, endInWords(second)), resumed(setting, checkpoints, whole, again), ...compared(whole, again)];
  });
}

async function complete(training: TrainingRun, { report, engine }: DrillSetting): Promise<Done> {
  const outcomes = await report.step('undisturbed', engine.name, async () => {
    const found = await training.start();
    if (statusOf(found, false) === 'Failed') throw await trainingFailed(training, found);
    return found;
  });
  const job = await concludeJob(training, outcomes, report, false);
  return { job, outcome: outcomes[0], modelDigest: await folderDigest(training.options.run.training.model) };
}

const notCompleted = (second: HostOutcome, { log: { lastLines } }: TrainingRun): Finding => judged(
  false, COMPLETES, 'read checkpoints with care: ignore files that are not its own or not whole, and begin anew where none can be used',
  endInWords(second), ...lastLines.slice(-5).map((line) => `log: ${line}`));

function resumed({ project }: DrillSetting, checkpoints: readonly string[], whole: Done, again: Done): Finding {
  if (checkpoints.length === 0) return noted('it began anew, since there was no checkpoint; a long job loses all its work with its machine');
  const sign = resumption(metricLine(project.plan.algorithm.training.metrics), whole.outcome, again.outcome);
  return judged(sign !== undefined, RESUMES, 'read the newest checkpoint at the start of a job, go on from there and say so in the log',
    sign ?? 'neither its log nor the number of its metrics shows that it resumed', `checkpoints: ${count(checkpoints.length, 'file')}`);
}

/** Told and not judged: not every algorithm makes the same model twice. */
function compared(whole: Done, again: Done): Finding[] {
  const isSame = whole.modelDigest === again.modelDigest;
  const names = [...new Set([...Object.keys(whole.job.metrics), ...Object.keys(again.job.metrics)])];
  return [
    noted(isSame ? 'its model is that of the undisturbed job, byte for byte' : 'its model is another one than that of the undisturbed job'),
    ...(names.length === 0 ? [] : [noted('final metrics, undisturbed and interrupted', ...names.map((name) => `${name}: ${whole.job.metrics[name] ?? 'none'}, ${again.job.metrics[name] ?? 'none'}`))]),
  ];
}
