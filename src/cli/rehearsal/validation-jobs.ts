/** The jobs of a validation profile on the data that `algorithm:data` lays out. */
import { join } from 'node:path';
import type { AlgorithmPlan } from '../../contract/plan';
import type { ValidationPlan } from '../../contract/validation-plan';
import { layOutValidationData } from '../algorithm/validation-data';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { checkHyperparameters } from '../simulator/hyperparameters';
import type { TrainingInput } from '../simulator/training-input';
import type { RunFolder } from '../simulator/run-folder';
import { objectsBelow, type InputObject } from '../simulator/transform/input-objects';
import { assertTransformRequest } from '../simulator/transform/transform-job';
import { requestOfValidation } from '../simulator/transform/transform-request';

const FIX = 'correct validation in .projenrc.ts, then run "npx projen"';

/** The profile, where it can be rehearsed. Refuses what the service would refuse, and what this machine cannot do; pure. */
export function validationToRehearse({ algorithm, product: { validation } }: AlgorithmPlan): ValidationPlan {
  if (!validation) {
    throw new CliError('SMA_CLI_REHEARSAL', {
      what: 'the definition has no validation profile.',
      why: 'a rehearsal does what AWS does with it: train, then transform',
      fix: 'set validation in .projenrc.ts, then run "npx projen"',
    });
  }
  const { training } = validation;
  const wrong = checkHyperparameters(algorithm.training.hyperparameters, training.hyperparameters);
  if (wrong.length > 0) {
    throw new CliError('SMA_CLI_HYPERPARAMETERS', {
      what: 'the hyperparameters of the validation profile are not what the algorithm takes:',
      why: 'SageMaker checks a job against the definition of its algorithm and refuses it',
      fix: FIX,
      details: wrong,
    });
  }
  if (validation.transform) assertTransformRequest(requestOfValidation(validation.transform), 'validation.transform in .projenrc.ts');
  const impossible = training.channels.flatMap(({ name, inputMode = training.inputMode, recordWrapperType }) => [
    ...(inputMode === 'Pipe' ? [`channel "${name}" is read in Pipe mode`] : []),
    ...(recordWrapperType === 'RecordIO' ? [`channel "${name}" is wrapped in RecordIO`] : []),
  ]);
  if (impossible.length === 0) return validation;
  throw new CliError('SMA_CLI_REHEARSAL', {
    what: 'the training job of the profile cannot be rehearsed on this machine:',
    why: 'local jobs take File mode data; the service would do what the profile says',
    fix: 'give the profile File or FastFile mode without a wrapper, or let AWS itself be the first to run it',
    details: impossible,
  });
}

/** What a rehearsal leaves out of what the profile says, one line each; pure. */
export function notRehearsed({ training, transform }: ValidationPlan): string[] {
  return [
    ...(training.instanceCount > 1 ? [`the ${training.instanceCount} instances of the training job: it ran on one host`] : []),
    ...(transform && transform.instanceCount > 1 ? [`the ${transform.instanceCount} instances of the transform job: one took all objects`] : []),
    ...(transform ? [] : ['a transform job: the profile has none, so AWS only trains; AWS Marketplace asks for one']),
    'the scan of the images, S3, and the rights of the validation role',
  ];
}

/** The data of both jobs, laid out in the run's folder as it is in S3. */
export async function layOut(
  project: Project, validation: ValidationPlan, run: RunFolder, signal: AbortSignal,
): Promise<{ readonly input: TrainingInput; readonly objects: readonly InputObject[] }> {
  const locations = await layOutValidationData(project, signal, run.dir);
  const folderOf = (channel: string | undefined) => {
    const location = locations.find((one) => one.channel === channel);
    return location && join(run.dir, location.folder);
  };
  const { training } = validation;
  const requests = validation.transform && folderOf(undefined);
  return {
    input: {
      hyperparameters: training.hyperparameters,
      channels: training.channels.map(({ name, contentType, distribution, recordWrapperType }) => ({
        name,
        source: folderOf(name)!,
        // FastFile channels read "File" on the service.
        config: { ContentType: contentType, TrainingInputMode: 'File', S3DistributionType: distribution, RecordWrapperType: recordWrapperType },
      })),
      instanceType: training.instanceType,
    },
    objects: requests ? await objectsBelow(requests) : [],
  };
}
