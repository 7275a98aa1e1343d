/** Options that several commands of local runs share. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { INSTANCE_TYPE } from '../../contract/instance-types';
import { MAX_RUNTIME_SECONDS } from '../../contract/job-outcome';
import type { ContainerCommand } from '../../contract/program';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { EngineChoice, WantedEngine } from '../engine/choose-engine';
import { buildSecrets } from '../images/build-secrets';
import { ownVersion } from '../own-version';
import type { Project } from '../project';
import { cleanCommit, readGitState } from '../registry/git-state';
import type { RunFolder } from '../simulator/run-folder';

export const engineOption = (): Option =>
  new Option('--engine <name>', 'where the programs run; auto: docker when an engine can be used, else process')
    .choices(['auto', 'docker', 'process'])
    .default('auto');

export const hyperparameterOption = (): Option =>
  new Option('--hyperparameter <name=value...>', 'overrides the hyperparameters file; may be given several times').default([], 'none');

export const jsonOption = (): Option => new Option('--json', 'one JSON document on stdout and nothing else there');

/** Most instances of a training job that fit on one machine; the service's own limit is a quota of the account. */
const HOSTS_MAX = 32;

/** Reads a number of hosts. */
export const hostCount = (min: number) => (text: string): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= HOSTS_MAX) return value;
  throw new InvalidArgumentError(`it is a whole number from ${min} to ${HOSTS_MAX}.`);
};

function runtimeSeconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= MAX_RUNTIME_SECONDS.max) return value;
  throw new InvalidArgumentError(`it is a whole number of seconds from 1 to ${MAX_RUNTIME_SECONDS.max}.`);
}

function instanceType(text: string): string {
  if (INSTANCE_TYPE.test(text)) return text;
  throw new InvalidArgumentError('it is the name of an instance type, such as ml.m5.xlarge.');
}

/** What a training job is asked for beside its input. */
export interface JobOptions {
  readonly hosts: number;
  /** Unit: s. */
  readonly maxRuntime: number;
  readonly instanceType?: string;
}

export const addJobOptions = (command: Command): Command => command
  .option('--hosts <count>', 'InstanceCount of the job: so many hosts in a network of their own', hostCount(1), 1)
  .option('--instance-type <type>', 'whose memory and processors a container has; default: the first of the definition', instanceType)
  .option('--max-runtime <seconds>', 'MaxRuntimeInSeconds of the job: it is stopped then', runtimeSeconds, MAX_RUNTIME_SECONDS.byDefault);

/** The options as the job takes them. Refuses several hosts where SageMaker would. */
export function jobConditions(
  { hosts, maxRuntime }: JobOptions, { plan }: Project,
): { readonly hostCount: number; readonly maxRuntimeSeconds: number } {
  if (hosts === 1 || plan.algorithm.training.distributed) return { hostCount: hosts, maxRuntimeSeconds: maxRuntime };
  throw new CliError('SMA_CLI_USAGE', {
    what: `--hosts ${hosts}: the algorithm does not support distributed training.`,
    why: 'SageMaker refuses a job of several instances for it (CreateAlgorithm, SupportsDistributedTraining)',
    fix: 'leave the option out, or set distributed: true in .projenrc.ts once the code does its part on each host',
  });
}

export function engineChoice(
  context: CliContext, project: Project, run: RunFolder, wanted: WantedEngine, commands: readonly ContainerCommand[],
): EngineChoice {
  const { docker, start, env } = context;
  const builtFrom = async () => {
    const git = await readGitState(context.run, project.dir, context.signal);
    return { commit: cleanCommit(git), version: git.taggedVersion, toolVersion: ownVersion() };
  };
  const secrets = () => buildSecrets(project, env, context.run, context.signal);
  return { wanted, project, run, commands, docker, start, env, builtFrom, secrets };
}
