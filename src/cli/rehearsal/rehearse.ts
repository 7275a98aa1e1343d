import type { ValidationPlan } from '../../contract/validation-plan';
import type { Engine } from '../engine/engine';
import type { Project } from '../project';
import type { Report } from '../report';
import type { RehearsalSteps } from './rehearsal-steps';
import { layOut } from './validation-jobs';
import type { RunFolder } from '../simulator/run-folder';
import { runTrainingJob, type CompletedJob } from '../simulator/training-job';
import { runTransformJob, type TransformJob, transformFailed } from '../simulator/transform/transform-job';
import { requestOfValidation } from '../simulator/transform/transform-request';

export { notRehearsed, validationToRehearse } from './validation-jobs';

export interface Rehearsal {
  readonly project: Project;
  readonly run: RunFolder;
  readonly validation: ValidationPlan;
  readonly steps: RehearsalSteps;
}

/** What AWS does with a validation profile: its training job, then its transform job on the model. The first failure ends it. */
export async function rehearse(
  { project, run, validation, steps }: Rehearsal, engine: Engine, report: Report, signal: AbortSignal,
): Promise<{ readonly training: CompletedJob; readonly transform?: TransformJob }> {
  const request = validation.transform && requestOfValidation(validation.transform);
  const { input, objects } = await steps.do('data', signal, () => layOut(project, validation, run, signal));
  const { maxRuntimeSeconds, instanceCount: hostCount } = validation.training;
  const training = await steps.do('training job', signal, () => runTrainingJob({ project, run, input, hostCount, maxRuntimeSeconds }, engine, report, signal));
  if (!request) return { training };
  const transform = await steps.do('transform job', signal, async () => {
    const job = await runTransformJob({ project, run, archive: run.modelArchive, request, objects }, engine, report, signal);
    if (job.status === 'Failed') throw transformFailed(job, project, run, {});
    return job;
  });
  return { training, transform };
}
