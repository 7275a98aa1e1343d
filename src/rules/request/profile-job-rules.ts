import { hyperparameterSpec } from './hyperparameter-spec';
import { type Lax, type RequestRule, type RequestSubject, placed, rulesOf, trainingJobs, transformJobs, when } from './request-rule';
import { TRAINING_RUNTIME_MAX_SECONDS } from '../../contract/algorithm-limits';
import type { TrainingJobDefinition } from '../../contract/create-algorithm';
import { parseHyperparameter } from '../../contract/hyperparameter-value';
import { nearMiss } from '../../contract/near-miss';
import { isReservedHyperparameter } from '../../contract/training-input';
import { type Finding, shown } from '../rule';

const declared = ({ parts }: RequestSubject) => (parts.TrainingSpecification?.SupportedHyperParameters ?? []).flatMap((item) => item ?? []);

/** A rule that looks at the training job. */
const rule = (code: string, check: (job: Lax<TrainingJobDefinition>, path: string, subject: RequestSubject) => Finding[]) =>
  ({ code, check: (subject: RequestSubject) => trainingJobs(subject).flatMap(({ value, path }) => check(value, path, subject)) });

function unknownNames({ HyperParameters = {} }: Lax<TrainingJobDefinition>, path: string, subject: RequestSubject): Finding[] {
  const names = declared(subject).flatMap(({ Name }) => Name ?? []);
  return Object.keys(HyperParameters).filter((name) => !names.includes(name) && !isReservedHyperparameter(name)).map((name) => {
    const near = nearMiss(name, names);
    return {
      path: `${path}.HyperParameters.${name}`,
      what: 'is no hyperparameter of the algorithm',
      why: `the algorithm has ${names.map(shown).join(', ') || 'none'} (CreateAlgorithm, SupportedHyperParameters)`,
      fix: near === undefined ? 'remove it' : `use ${shown(near)}`,
    };
  });
}

function wrongValues({ HyperParameters = {} }: Lax<TrainingJobDefinition>, path: string, subject: RequestSubject): Finding[] {
  return declared(subject).flatMap((item) => {
    const raw = item.Name !== undefined && Object.hasOwn(HyperParameters, item.Name) ? HyperParameters[item.Name] : undefined;
    const spec = hyperparameterSpec(item);
    const parsed = raw === undefined || spec === undefined ? undefined : parseHyperparameter(spec, raw);
    return parsed === undefined || !('problem' in parsed) ? [] : {
      path: `${path}.HyperParameters.${item.Name}`,
      what: parsed.problem,
      why: 'the container refuses what is not in the range (CreateAlgorithm, SupportedHyperParameters)',
      fix: 'use a value that is in the range',
    };
  });
}

function missingValues({ HyperParameters = {} }: Lax<TrainingJobDefinition>, path: string, subject: RequestSubject): Finding[] {
  const missing = declared(subject).filter(({ Name, IsRequired }) => IsRequired === true && Name && !Object.hasOwn(HyperParameters, Name));
  return missing.map(({ Name }) => ({
    path: `${path}.HyperParameters`,
    what: `has no ${shown(Name)}`,
    why: 'every job has to set a required hyperparameter (CreateAlgorithm, IsRequired)',
    fix: `add ${shown(Name)}`,
  }));
}

/** What a job may name instead of one instance type and count; our own requests never do. */
interface Instances {
  readonly InstanceType?: string;
  readonly InstanceCount?: number;
}
interface ResourceConfig extends Instances {
  readonly VolumeSizeInGB?: number;
  readonly InstanceGroups?: ReadonlyArray<Instances | undefined>;
  readonly InstancePreferences?: ReadonlyArray<Instances | undefined>;
}

const resources = ({ ResourceConfig: config = {} }: Lax<TrainingJobDefinition>): ResourceConfig => config;

/** Every place of a training job that names an instance type. */
function instances(job: Lax<TrainingJobDefinition>, jobPath: string): Array<{ value: Instances; path: string }> {
  const config = resources(job);
  const path = `${jobPath}.ResourceConfig`;
  return [
    { value: config, path },
    ...placed(config.InstanceGroups, `${path}.InstanceGroups`),
    ...placed(config.InstancePreferences, `${path}.InstancePreferences`),
  ];
}

function unsupportedType(
  type: string | undefined, path: string, supported: ReadonlyArray<string | undefined> | undefined, member: string,
): Finding[] {
  return when(type !== undefined && supported !== undefined && supported.length > 0 && !supported.includes(type), () => ({
    path,
    what: `is ${shown(type)}, which the algorithm does not name`,
    why: `the algorithm names ${supported!.map(shown).join(', ')} (CreateAlgorithm, ${member})`,
    fix: `use ${shown(nearMiss(type!, supported!.flatMap((text) => text ?? [])) ?? supported![0])}`,
  }));
}

const unsupportedTypes = (subject: RequestSubject): Finding[] => [
  ...trainingJobs(subject).flatMap((job) => instances(job.value, job.path)).flatMap(({ value, path }) => unsupportedType(
    value.InstanceType, `${path}.InstanceType`, subject.parts.TrainingSpecification?.SupportedTrainingInstanceTypes, 'SupportedTrainingInstanceTypes')),
  ...transformJobs(subject).flatMap(({ value, path }) => unsupportedType(value.TransformResources?.InstanceType,
    `${path}.TransformResources.InstanceType`, subject.parts.InferenceSpecification?.SupportedTransformInstanceTypes, 'SupportedTransformInstanceTypes')),
];

function tooManyInstances(job: Lax<TrainingJobDefinition>, path: string, { parts }: RequestSubject): Finding[] {
  if (parts.TrainingSpecification === undefined || parts.TrainingSpecification.SupportsDistributedTraining === true) return [];
  const several = instances(job, path).filter(({ value }) => (value.InstanceCount ?? 1) > 1);
  const grouped = (resources(job).InstanceGroups ?? []).length > 1;
  const told = several.map((place) => ({ path: `${place.path}.InstanceCount`, what: `is ${place.value.InstanceCount}` }));
  return (told.length === 0 && grouped ? [{ path: `${path}.ResourceConfig.InstanceGroups`, what: 'has several groups' }] : told).map((finding) => ({
    ...finding,
    why: 'the algorithm does not support distributed training (CreateAlgorithm, SupportsDistributedTraining)',
    fix: 'use 1 instance, or set SupportsDistributedTraining',
  }));
}

function unstatedResources(job: Lax<TrainingJobDefinition>, jobPath: string): Finding[] {
  const config = resources(job);
  if (job.ResourceConfig === undefined) return [];
  const path = `${jobPath}.ResourceConfig`;
  const elsewhere = config.InstanceGroups !== undefined || config.InstancePreferences !== undefined;
  const why = 'the service has no default for it (CreateAlgorithm, ResourceConfig)';
  return [
    ...when(!elsewhere && config.InstanceType === undefined, () => ({ path: `${path}.InstanceType`, what: 'is missing', why, fix: 'add one of SupportedTrainingInstanceTypes' })),
    ...when(!elsewhere && config.InstanceCount === undefined, () => ({ path: `${path}.InstanceCount`, what: 'is missing', why, fix: 'add it: 1' })),
    ...instances(job, jobPath).flatMap((place) => when(place.value.InstanceCount === 0, () => ({
      path: `${place.path}.InstanceCount`, what: 'is 0', why: 'a job needs at least one instance (CreateAlgorithm, InstanceCount)', fix: 'use 1',
    }))),
    ...when((config.VolumeSizeInGB ?? 0) === 0, () => ({
      path: `${path}.VolumeSizeInGB`, what: config.VolumeSizeInGB === undefined ? 'is missing' : 'is 0', why: 'data and model need storage of at least 1 GB (CreateAlgorithm, VolumeSizeInGB)', fix: 'use for example 10',
    })),
  ];
}

/** The validation's jobs against the rest of what the algorithm says. */
export const PROFILE_JOB_RULES: readonly RequestRule[] = rulesOf(98, [
  rule('SMA_REQ_PROFILE_HYPERPARAMETER_UNKNOWN', unknownNames),
  rule('SMA_REQ_PROFILE_HYPERPARAMETER_VALUE', wrongValues),
  rule('SMA_REQ_PROFILE_HYPERPARAMETER_MISSING', missingValues),
  { code: 'SMA_REQ_PROFILE_INSTANCE_TYPE', check: unsupportedTypes },
  rule('SMA_REQ_PROFILE_INSTANCE_COUNT', tooManyInstances),
  rule('SMA_REQ_PROFILE_RESOURCES', unstatedResources),
  rule('SMA_REQ_RUNTIME', ({ StoppingCondition: { MaxRuntimeInSeconds: seconds = 0 } = {} }, path) => when(seconds > TRAINING_RUNTIME_MAX_SECONDS, () => ({
    path: `${path}.StoppingCondition.MaxRuntimeInSeconds`,
    what: `is ${seconds}`,
    why: 'a training job runs at most 28 days (CreateAlgorithm, MaxRuntimeInSeconds)',
    fix: `use ${TRAINING_RUNTIME_MAX_SECONDS} or less`,
  }))),
  rule('SMA_REQ_WAIT_TIME', ({ StoppingCondition: { MaxRuntimeInSeconds: run, MaxWaitTimeInSeconds: wait } = {} }, path) =>
    when(run !== undefined && wait !== undefined && wait < run, () => ({
      path: `${path}.StoppingCondition.MaxWaitTimeInSeconds`,
      what: `is ${wait}, below the longest run, which is ${run}`,
      why: 'the wait of a Spot job includes its run (CreateAlgorithm, MaxWaitTimeInSeconds)',
      fix: `use ${run} or more`,
    }))),
]);
