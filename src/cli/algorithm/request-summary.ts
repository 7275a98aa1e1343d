/** A request as people read it; pure. */
import { dataLocations, syncCommand } from './data-locations';
import type { ProjectRequest } from './request';
import type { CreateAlgorithmRequest, ValidationProfile } from '../../contract/create-algorithm';
import type { AlgorithmPlan } from '../../contract/plan';
import { count } from '../quantities';

const list = (items: readonly unknown[] | undefined): readonly unknown[] => items ?? [];

function trainingLines({ TrainingSpecification: training }: CreateAlgorithmRequest): string[] {
  const channels = training.TrainingChannels.map(({ Name, IsRequired }) => (IsRequired ? Name : `${Name} (optional)`));
  const objectives = list(training.SupportedTuningJobObjectiveMetrics).length;
  return [
    `channels         ${channels.join(', ')}`,
    `hyperparameters  ${list(training.SupportedHyperParameters).length}`,
    `metrics          ${list(training.MetricDefinitions).length}, ${objectives} of them for tuning`,
    `distributed      ${training.SupportsDistributedTraining ? 'yes' : 'no'}`,
  ];
}

function inferenceLines({ TrainingSpecification, InferenceSpecification: inference }: CreateAlgorithmRequest): string[] {
  const types = [
    count(TrainingSpecification.SupportedTrainingInstanceTypes.length, 'type').concat(' to train'),
    ...(inference ? [
      `${inference.SupportedTransformInstanceTypes.length} to transform`, `${inference.SupportedRealtimeInferenceInstanceTypes.length} in real time`,
    ] : []),
  ];
  return [
    ...(inference ? [`takes → gives    ${inference.SupportedContentTypes.join(', ')} → ${inference.SupportedResponseMIMETypes.join(', ')}`] : []),
    `instances        ${types.join(', ')}`,
  ];
}

function profileLines({ ProfileName, TrainingJobDefinition: training, TransformJobDefinition: transform }: ValidationProfile): string[] {
  const { InstanceType, InstanceCount } = training.ResourceConfig;
  return [
    `validation       "${ProfileName}": trains on ${InstanceCount} × ${InstanceType} for at most ${training.StoppingCondition.MaxRuntimeInSeconds} s`
      + (transform ? `, transforms on ${transform.TransformResources.InstanceCount} × ${transform.TransformResources.InstanceType}` : ', no transform job'),
  ];
}

/** What `algorithm:spec` shows: name, images, counts, validation, uploads. */
export function renderRequest(plan: AlgorithmPlan, { request, images }: ProjectRequest, file: string): string {
  const profile = request.ValidationSpecification?.ValidationProfiles[0];
  const uploads = profile ? dataLocations(plan) : { locations: [], problems: [] };
  return [
    `algorithm        ${request.AlgorithmName}`,
    ...images.lines.map((line) => `image            ${line}`),
    ...trainingLines(request),
    ...inferenceLines(request),
    `Marketplace      ${request.CertifyForMarketplace ? 'certified' : 'not certified'}`,
    ...(profile ? profileLines(profile) : ['validation       none']),
    `request          ${file}`,
    ...(uploads.locations.length > 0 ? ['', 'data set of the validation, after "npx projen algorithm:data":', ...uploads.locations.map((one) => `  ${syncCommand(one)}`)] : []),
    ...uploads.problems.map((problem) => `  ${problem}`),
  ].join('\n');
}

const SOURCE: Readonly<Record<string, string>> = {
  ACCOUNT: 'ecrAccountId or --account',
  REGION: 'ecrRegion or --region',
  VERSION: 'algorithmVersion, a git tag vX.Y.Z, or --image-version',
};

/** `ACCOUNT (ecrAccountId or --account)`. */
export const placeholderHelp = (placeholders: readonly string[]): string[] => placeholders.map((word) => `${word} (${SOURCE[word]})`);
