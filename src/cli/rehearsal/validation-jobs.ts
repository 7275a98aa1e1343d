/** The jobs of a validation profile on the data that `algorithm:data` lays out. */
import { join } from 'node:path';
import type { AlgorithmPlan } from '../../contract/plan';
import type { ValidationPlan } from '../../contract/validation-plan';
import { layOutValidationData } from '../algorithm/validation-data';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { profileChannels, readFromSampleData } from './profile-channels';
import { checkHyperparameters } from '../simulator/hyperparameters';
import type { TrainingInput } from '../simulator/input/host-inputs';
import { objectsBelow, type StoredObject } from '../simulator/objects';
import type { RunFolder } from '../simulator/run-folder';
import { assertTransformRequest } from '../simulator/transform/transform-job';
import { requestOfValidation } from '../simulator/transform/transform-request';

const FIX = 'correct validation in .projenrc.ts, then run "npx projen"';

/** The profile, where it can be rehearsed. Refuses what the service would refuse; pure. */
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
  return validation;
}

/** What a rehearsal leaves out of what the profile says, one line each; pure. */
export function notRehearsed({ transform }: ValidationPlan): string[] {
  return [
    ...(transform && transform.instanceCount > 1 ? [`the ${transform.instanceCount} instances of the transform job: one took all objects`] : []),
    ...(transform ? [] : ['a transform job: the profile has none, so AWS only trains; AWS Marketplace asks for one']),
    'the scan of the images, S3, and the rights of the validation role',
  ];
}

/** The data of both jobs, laid out in the run's folder as it is in S3. */
export async function layOut(
  project: Project, validation: ValidationPlan, run: RunFolder, signal: AbortSignal,
): Promise<{ readonly input: TrainingInput; readonly objects: readonly StoredObject[] }> {
  const { training } = validation;
  const asTheyAre = training.channels.filter(readFromSampleData).map(({ name }) => name);
  const locations = await layOutValidationData(project, signal, run.dir, asTheyAre);
  const folderOf = (channel: string | undefined) => {
    const location = locations.find((one) => one.channel === channel);
    return location && join(run.dir, location.folder);
  };
  const requests = validation.transform && folderOf(undefined);
  return {
    input: {
      hyperparameters: training.hyperparameters,
      channels: await profileChannels(project, training, folderOf),
      instanceType: training.instanceType,
    },
    objects: requests ? await objectsBelow(requests) : [],
  };
}
