import { devices } from './devices';
import { logLevelOf } from './log-level';
import type { JobInput } from './read-job-input';
import { readJsonObject, type JsonObject } from './read-json-file';
import { CONTAINER_ENV } from '../../contract/container-env';
import { channelFolder, type OptMlPaths } from '../../contract/opt-ml';
import { HOMOGENEOUS_GROUP, TOOLKIT_HYPERPARAMETERS } from '../../contract/training-input';
import { levelNumber } from '../shared/log';
import { attempt } from '../shared/unknown-error';

/** Names of the variables that are always there; where a job has nothing to say, the value is empty. */
export type SmVariable = `SM_${
  | 'CHANNELS' | 'CURRENT_HOST' | 'CURRENT_INSTANCE_GROUP' | 'CURRENT_INSTANCE_GROUP_HOSTS' | 'CURRENT_INSTANCE_TYPE'
  | 'DISTRIBUTION_INSTANCE_GROUPS' | 'FRAMEWORK_MODULE' | 'FRAMEWORK_PARAMS' | 'HOSTS' | 'HPS' | 'INPUT_CONFIG_DIR' | 'INPUT_DATA_CONFIG'
  | 'INPUT_DIR' | 'INSTANCE_GROUPS' | 'INSTANCE_GROUPS_DICT' | 'IS_HETERO' | 'LOG_LEVEL' | 'MODEL_DIR' | 'MODULE_DIR' | 'MODULE_NAME'
  | 'NETWORK_INTERFACE_NAME' | 'NUM_CPUS' | 'NUM_GPUS' | 'NUM_NEURONS' | 'OUTPUT_DATA_DIR' | 'OUTPUT_DIR' | 'OUTPUT_INTERMEDIATE_DIR'
  | 'RESOURCE_CONFIG' | 'TOPOLOGY' | 'TRAINING_ENV' | 'USER_ARGS' | 'USER_ENTRY_POINT'}`;

/**
 * The variables that AWS's training toolkit sets for the program that it runs: names in upper case with dashes kept, text as it is,
 * everything else as compact JSON with sorted keys in ASCII, nothing as empty text.
 * @see https://github.com/aws/sagemaker-training-toolkit/blob/master/ENVIRONMENT_VARIABLES.md
 */
export type SmEnvironment = Readonly<Record<SmVariable, string>> & {
  /** Value of a hyperparameter, such as `SM_HP_MAX_DEPTH`; folder of a channel, such as `SM_CHANNEL_TRAINING`. */
  readonly [variable: `SM_HP_${string}` | `SM_CHANNEL_${string}`]: string;
};

/** What runs as the algorithm, where it is a program of its own. */
export interface ProgramName {
  readonly file: string;
  readonly args: readonly string[];
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
};

const inAscii = (text: string): string => text.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : inAscii(JSON.stringify(sorted(value)));
}

/** `rate` and 0.1 become `--rate 0.1`, `k` and 3 become `-k 3`, in the order of the names. */
export function toArguments(hyperparameters: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(hyperparameters).sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, value]) => [
    name.length > 1 ? `--${name}` : `-${name}`,
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => `${key}=${asText(inner)}`).join(',')
      : asText(value),
  ]);
}

interface InstanceGroup {
  readonly instance_group_name?: unknown;
  readonly hosts?: unknown;
}

function groupFacts(resources: JsonObject): Record<string, unknown> {
  const { instance_groups: given, current_group_name: current = HOMOGENEOUS_GROUP } = resources;
  const groups: InstanceGroup[] = Array.isArray(given) ? given : [];
  return {
    current_instance_type: resources.current_instance_type,
    current_instance_group: current,
    current_instance_group_hosts: groups.find((group) => group.instance_group_name === current)?.hosts ?? [],
    instance_groups: groups.map((group) => group.instance_group_name),
    instance_groups_dict: Object.fromEntries(groups.map((group) => [String(group.instance_group_name), group])),
    distribution_instance_groups: [],
    is_hetero: groups.length > 1,
    topology: resources.topology,
  };
}

/** Hyperparameters of AWS's frameworks, `sagemaker_…`, apart from those of the toolkit itself. */
function frameworkParameters(paths: OptMlPaths): Record<string, unknown> {
  const given = Object.entries(readJsonObject(paths.hyperparameters, 'is as absent') ?? {});
  const ours = given.filter(([name]) => name.startsWith('sagemaker_') && !TOOLKIT_HYPERPARAMETERS.includes(name));
  return Object.fromEntries(ours.map(([name, value]) => [name, attempt(() => JSON.parse(String(value)) as unknown) ?? value]));
}

function programFacts({ file, args }: ProgramName): Record<string, unknown> {
  const at = file.lastIndexOf('/');
  return { user_entry_point: file, user_args: args, module_dir: file.slice(0, Math.max(0, at)), module_name: file.slice(at + 1).replace(/\.[^.]+$/, '') };
}

const prefixed = (prefix: string, values: object): object =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value as unknown]));

interface JobFacts {
  readonly facts: Readonly<Record<string, unknown>>;
  /** Names of the job's channels, sorted. */
  readonly channels: readonly string[];
  readonly folders: Readonly<Record<string, string>>;
  readonly frameworkParams: Readonly<Record<string, unknown>>;
}

/** What the job's files and the machine say, apart from the program that runs. */
function jobFacts(paths: OptMlPaths, input: JobInput, env: NodeJS.ProcessEnv): JobFacts {
  const resources = paths.resourceConfig.map((file) => readJsonObject(file, 'is as absent')).find((config) => config !== undefined) ?? {};
  const inputData = readJsonObject(paths.inputDataConfig, 'is as absent');
  const channels = Object.keys(inputData ?? input.channels).sort();
  const { currentHost, hosts } = input.cluster;
  return {
    facts: {
      hosts, current_host: currentHost, network_interface_name: resources.network_interface_name, ...groupFacts(resources),
      input_dir: paths.input, input_config_dir: paths.inputConfig, input_data_config: inputData ?? {}, resource_config: resources,
      model_dir: paths.model, output_dir: paths.output, output_data_dir: paths.outputData,
      output_intermediate_dir: paths.outputIntermediate,
      // As a number, which is how the toolkit has it.
      log_level: levelNumber(logLevelOf(env, paths)), ...devices(),
      framework_module: undefined, module_dir: '', module_name: '', user_entry_point: '',
    },
    channels,
    folders: Object.fromEntries(channels.map((name) => [name, channelFolder(paths.inputData, name)])),
    frameworkParams: frameworkParameters(paths),
  };
}

/**
 * Makes the variables of one job. The files are read and the devices counted when somebody asks first, and once: counting starts
 * programs and holds the event loop meanwhile.
 * @returns takes what runs; without it the variables about it are empty
 */
export function createSmEnvironment(paths: OptMlPaths, input: JobInput, env: NodeJS.ProcessEnv): (program?: ProgramName) => SmEnvironment {
  let read: JobFacts | undefined;
  const { hyperparameters, cluster: { hosts, isLeader } } = input;
  return (program) => {
    const { facts: ofJob, channels, folders, frameworkParams } = read ??= jobFacts(paths, input, env);
    const facts: Record<string, unknown> = { ...ofJob, ...program && programFacts(program) };
    const named: Record<string, unknown> = {
      user_args: toArguments(hyperparameters), ...facts, hps: hyperparameters, channels, framework_params: frameworkParams,
      training_env: {
        ...facts, hyperparameters, channel_input_dirs: folders, additional_framework_parameters: frameworkParams,
        job_name: env[CONTAINER_ENV.trainingJobName] ?? null, is_master: isLeader, master_hostname: hosts[0],
      },
      ...prefixed('channel_', folders),
      ...prefixed('hp_', hyperparameters),
    };
    const variables = Object.entries(named).map(([name, value]) => [`SM_${name.toUpperCase()}`, asText(value)]);
    return Object.freeze(Object.fromEntries(variables)) as SmEnvironment;
  };
}
