import { CliError } from '../cli-error';
import { failed, judged, noted, passed, type Finding } from './drill';
import { afterSignalMs, endInWords, LONGER, withJob, type DrillSetting } from './drill-setting';
import { momentInWords, momentOf } from './moment';
import { TRAIN_STOP_GRACE_MS } from '../../contract/job-outcome';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import { bytes, count, duration } from '../quantities';
import { startEndpoint } from '../simulator/endpoint';
import type { Archive } from '../simulator/model-archive';
import { concludeJob } from '../simulator/training-job';

const LEAVES = 'what a stopped job leaves is a model that can be served';

/** A training job is stopped as StopTrainingJob does it: does it end in time, and what does it leave? */
export async function stopDrill(setting: DrillSetting): Promise<readonly Finding[]> {
  const { project, engine, report, status, scanner, onUsage, afterSeconds } = setting;
  return withJob(setting, { status, scanner, onUsage }, async (training) => {
    const { metrics } = project.plan.algorithm.training;
    const moment = momentOf(metrics, afterSeconds);
    const [outcome] = await report.step('train', `${engine.name}, to be stopped`, () => training.start({ stop: moment.signal, onLine: moment.onLine }))
      .finally(moment.over);
    const tookMs = afterSignalMs(outcome);
    if (tookMs === undefined) return [ended(outcome, afterSeconds)];
    return [timely(outcome, tookMs, setting), noted(`after SIGTERM it ends with ${endInWords(outcome)}; on SageMaker the job is Stopped, whatever the code`),
      await left(setting, () => concludeJob(training, [outcome], report, true))];
  });
}

const ended = (outcome: HostOutcome, afterSeconds?: number): Finding => noted(
  'the job had ended before it could be stopped, so nothing is known of its stop', `SIGTERM was to come at ${momentInWords(afterSeconds)}`, endInWords(outcome), LONGER);

function timely({ timedOut, signalledAtMs = 0 }: HostOutcome, tookMs: number, setting: DrillSetting): Finding {
  const { stopGraceMs = TRAIN_STOP_GRACE_MS } = setting;
  const limit = `${stopGraceMs / 1_000} s`;
  return judged(
    !timedOut,
    `a job ends by itself within ${limit} of SIGTERM`,
    'end the work when SIGTERM comes (job.signal aborts then) and save what is there; process 1 of a container ignores the signal unless it has a handler',
    `SIGTERM came ${duration(signalledAtMs)} after the start, the end ${duration(tookMs)} later${timedOut ? ', by SIGKILL' : ''}`,
  );
}

/** Files in the model folder are uploaded after a stop, too; so they have to be whole. */
async function left(
  { project, run, engine, report, signal }: DrillSetting, conclude: () => Promise<{ readonly model?: Archive }>,
): Promise<Finding> {
  const fix = 'write the model to another place first and move it into the model folder when it is whole';
  try {
    const { model } = await conclude();
    if (!model) return noted('a stopped job leaves no model: what it has learnt is lost, unless checkpoints have it');
    const endpoint = await startEndpoint({ project, run, archive: model.path }, engine, report, signal);
    await endpoint.stop();
    return passed(LEAVES, `model.tar.gz: ${bytes(model.bytes)}, ${count(model.files, 'file')}; the server became ready on it`);
  } catch (error) {
    if (!(error instanceof CliError) || !MODEL_PROBLEMS.includes(error.code)) throw error;
    return failed(LEAVES, fix, error.what, ...error.details);
  }
}
const MODEL_PROBLEMS = ['SMA_CLI_MODEL', 'SMA_CLI_SERVER'];
