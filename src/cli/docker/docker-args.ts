/** Argument lists for `docker` and its like, as data. Pure: only plain verbs, no shell, no compose, no buildx, no bind mounts. */
import { FORCE_REMOVE, SECRET } from './builder-features';
import { LABEL, labelArgs, REVISION_LABEL, type RunLabels } from './labels';
import { INFERENCE_PORT, SERVE_STOP_GRACE_MS } from '../../contract/container-http';
import { KEYS_MARK_ARG } from '../../contract/encryption';
import { optMlPaths } from '../../contract/opt-ml';
import type { ContainerCommand } from '../../contract/program';

const paths = optMlPaths();

export type VolumeName = 'input' | 'model' | 'output' | 'checkpoints';

export interface VolumeMount {
  /** Name of the volume in the engine. */
  readonly volume: string;
  readonly at: string;
  readonly readOnly: boolean;
}

/** Where each volume of a run appears in a container. */
export const VOLUME_PATH: Readonly<Record<VolumeName, string>> = {
  input: paths.input,
  model: paths.model,
  output: paths.output,
  checkpoints: paths.checkpoints,
};

/** Names and values of environment variables. */
export type Environment = Readonly<Record<string, string>>;

/** `nocopy`: what an image holds below /opt/ml stays hidden, as it does under the service's mounts. */
const mountArgs = (mounts: readonly VolumeMount[]): string[] =>
  mounts.flatMap(({ volume, at, readOnly }) => ['--volume', `${volume}:${at}:${readOnly ? 'ro,nocopy' : 'nocopy'}`]);

const envArgs = (env: Environment): string[] =>
  Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);

export interface ContainerArgs {
  readonly name: string;
  readonly image: string;
  /** Given only where the engine's own platform is another one. */
  readonly platform?: string;
  readonly labels: RunLabels;
  readonly mounts: readonly VolumeMount[];
}

const createArgs = (container: ContainerArgs, isolation: readonly string[], env: Environment, ...command: string[]): string[] => [
  'create',
  '--name', container.name,
  ...labelArgs(container.labels),
  ...(container.platform ? ['--platform', container.platform] : []),
  ...isolation,
  ...mountArgs(container.mounts),
  ...envArgs(env),
  container.image,
  ...command,
];

/** A container that is never started: files reach its volumes by `cp`, whoever owns them on this machine. */
export const createFillerArgs = (container: ContainerArgs, command: ContainerCommand): string[] =>
  createArgs(container, ['--network', 'none'], {}, command);

/** Only /tmp and the mounts can be written. `exec`: on the service /tmp is an ordinary folder. */
const READ_ONLY_ROOT = ['--read-only', '--tmpfs', '/tmp:exec'];

export interface ResourceLimits {
  readonly cpus: number;
  /** Unit: bytes. */
  readonly memoryBytes: number;
}

/** No swap: an instance has none. */
const limitArgs = ({ cpus, memoryBytes }: ResourceLimits): string[] =>
  ['--cpus', String(cpus), '--memory', String(memoryBytes), '--memory-swap', String(memoryBytes)];

/** What a training container can be given besides its files and its environment. */
export interface TrainConditions {
  /** Network of the peers, which leads nowhere else, and the container's name in it; without it there is no network at all. */
  readonly peers?: { readonly network: string; readonly name: string };
  readonly readOnlyRoot?: boolean;
  /** Without them a container has what the machine has. */
  readonly limits?: ResourceLimits;
  /** Program and arguments that start what they are given; the image's own entry point and `train` come last. */
  readonly launcher?: readonly [string, ...string[]];
}

/** As on the service: no network, no terminal, only the documented environment. */
export function createTrainArgs(container: ContainerArgs, env: Environment, conditions: TrainConditions = {}): string[] {
  const { peers, readOnlyRoot, limits, launcher } = conditions;
  const isolation = [
    ...(peers ? ['--network', peers.network, '--network-alias', peers.name] : ['--network', 'none']),
    ...(readOnlyRoot ? READ_ONLY_ROOT : []),
    ...(limits ? limitArgs(limits) : []),
    ...(launcher ? ['--entrypoint', launcher[0]] : []),
  ];
  return createArgs(container, isolation, env, ...(launcher?.slice(1) ?? []), 'train');
}

/** A container that only holds a volume open, so that commands can be run in it; it waits for input that never comes. */
export const createHolderArgs = (container: ContainerArgs): string[] =>
  createArgs(container, ['--network', 'none', '--interactive', '--entrypoint', 'cat'], {});
export const execArgs = (container: string, command: readonly string[]): string[] => ['exec', '--interactive', container, ...command];

/** How a server is reached from this machine. */
export type Reach =
  /** By the container's own address in a network that leads nowhere else. */
  | { readonly network: string }
  /** Through a port of the loopback interface; the container has the engine's default network then. */
  | 'published';

/** What a serving container can be given besides its files and its environment. */
export interface ServeConditions {
  /** Where the server is expected. @default 8080 */
  readonly port?: number;
  /** @default true */
  readonly readOnlyRoot?: boolean;
}

const reachArgs = (reach: Reach, port: number): string[] =>
  reach === 'published' ? ['--publish', `127.0.0.1::${port}`] : ['--network', reach.network];

export function createServeArgs(container: ContainerArgs, env: Environment, reach: Reach, conditions: ServeConditions = {}): string[] {
  const { port = INFERENCE_PORT, readOnlyRoot = true } = conditions;
  return createArgs(container, [...(readOnlyRoot ? READ_ONLY_ROOT : []), ...reachArgs(reach, port)], env, 'serve');
}

export const copyInArgs = (container: string, folder: string): string[] => ['cp', '-', `${container}:${folder}`];
/** `/.`: what is in the folder. Without it docker's entries begin with the folder's name and podman's with a slash. */
export const copyOutArgs = (container: string, path: string): string[] => ['cp', `${container}:${path}/.`, '-'];

/** A file, or a folder and all below it; entries begin with its own name. */
export const copyPathArgs = (container: string, path: string): string[] => ['cp', `${container}:${path}`, '-'];

export const startArgs = (container: string): string[] => ['start', container];
export const logsArgs = (container: string): string[] => ['logs', '--follow', container];
/** What a container uses, again and again until it is asked no more. */
export const statsArgs = (container: string): string[] => ['stats', '--format', '{{.CPUPerc}}|{{.MemUsage}}', container];
/** To process 1 alone, as the service does; fails where the container does not run. */
export const killArgs = (container: string, signal: string): string[] => ['kill', '--signal', signal, container];
/** Processes of a container with the masks of the signals that they handle and that they hold back, by ps of the engine's machine. */
export const signalMasksArgs = (container: string): string[] => ['top', container, '-o', 'pid,ppid,caught,blocked,comm'];
/** What differs from the image: `A /path`, `C /path`, `D /path`; volumes are not looked into. */
export const diffArgs = (container: string): string[] => ['diff', container];
export const entrypointArgs = (image: string): string[] => ['image', 'inspect', '--format', '{{json .Config.Entrypoint}}', image];
/** The whole file system of a container, as a tar stream. */
export const exportArgs = (container: string): string[] => ['export', container];
/** The newest lines of a container that has ended or still runs. */
export const tailArgs = (container: string, lines: number): string[] => ['logs', '--tail', String(lines), container];
export const waitArgs = (container: string): string[] => ['wait', container];
/** The short form of the option is the one that every version knows. */
export const stopArgs = (container: string): string[] => ['stop', '-t', String(SERVE_STOP_GRACE_MS / 1_000), container];

/** Exit code and whether the memory limit ended it. */
export const stateArgs = (container: string): string[] =>
  ['inspect', '--format', '{{.State.ExitCode}} {{.State.OOMKilled}}', container];
export const isRunningArgs = (container: string): string[] => ['inspect', '--format', '{{.State.Running}}', container];
export const addressArgs = (container: string): string[] =>
  ['inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}', container];
export const publishedPortArgs = (container: string, port: number = INFERENCE_PORT): string[] => ['port', container, `${port}/tcp`];
/** Memory of all processes of a container, as `12.3MiB / 2GiB` (podman: `12.9MB / 2.1GB`). */
export const memoryArgs = (container: string): string[] => ['stats', '--no-stream', '--format', '{{.MemUsage}}', container];

export const createVolumeArgs = (name: string, labels: RunLabels): string[] => ['volume', 'create', ...labelArgs(labels), name];
export const createNetworkArgs = (name: string, labels: RunLabels): string[] => ['network', 'create', '--internal', ...labelArgs(labels), name];

/** What a run can leave behind, in the order in which it can be removed. */
export const RESOURCE_KINDS = ['container', 'volume', 'network'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

const LIST: Readonly<Record<ResourceKind, readonly string[]>> = {
  container: ['ps', '--all', '--quiet'],
  volume: ['volume', 'ls', '--quiet'],
  network: ['network', 'ls', '--quiet'],
};
const REMOVE: Readonly<Record<ResourceKind, readonly string[]>> = {
  container: ['rm', '--force', '--volumes'],
  volume: ['volume', 'rm', '--force'],
  network: ['network', 'rm'],
};
const INSPECT: Readonly<Record<ResourceKind, readonly string[]>> = {
  container: ['inspect'],
  volume: ['volume', 'inspect'],
  network: ['network', 'inspect'],
};

/** Names of what carries our label: of one run, or of all. */
export const listArgs = (kind: ResourceKind, runId?: string): string[] =>
  [...LIST[kind], '--filter', `label=${LABEL.run}${runId ? `=${runId}` : ''}`];
/** All of a kind in one call; it prints a JSON array, of those that are still there. */
export const inspectArgs = (kind: ResourceKind, names: readonly string[]): string[] => [...INSPECT[kind], ...names];
export const removeArgs = (kind: ResourceKind, names: readonly string[]): string[] => [...REMOVE[kind], ...names];

export const imagePlatformArgs = (image: string): string[] => ['image', 'inspect', '--format', '{{.Os}}/{{.Architecture}}', image];
/** One line for each image, in their order. */
export const imageIdsArgs = (images: readonly string[]): string[] => ['image', 'inspect', '--format', '{{.Id}}', ...images];
export const imageRevisionArgs = (image: string): string[] =>
  ['image', 'inspect', '--format', `{{index .Config.Labels "${REVISION_LABEL}"}}`, image];
export const imageInspectArgs = (image: string): string[] => ['image', 'inspect', image];
/** How each layer was made, the newest first. */
export const imageHistoryArgs = (image: string): string[] => ['image', 'history', '--no-trunc', '--format', '{{.CreatedBy}}', image];
/** Size and instruction of each layer, the newest first. */
export const layerSizesArgs = (image: string): string[] =>
  ['image', 'history', '--no-trunc', '--human=false', '--format', '{{.Size}}\t{{.CreatedBy}}', image];
/** What a registry holds under a name; the registry is asked, not the engine. */
export const manifestArgs = (image: string): string[] => ['manifest', 'inspect', image];
export const pullArgs = (image: string, platform?: string): string[] => ['pull', ...(platform ? ['--platform', platform] : []), image];
/** Where docker keeps images; other programs of the family answer with something else. */
export const STORE_ARGS: readonly string[] = ['info', '--format', '{{json .DriverStatus}}'];
/** Of the context in use. */
export const ENDPOINT_ARGS: readonly string[] = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
export const loginArgs = (host: string, user: string): string[] => ['login', '--username', user, '--password-stdin', host];
/** `format`: podman's option; it turns the image into that form on the way. */
export const pushArgs = (image: string, format?: string): string[] => ['push', ...(format ? ['--format', format] : []), image];
export const tagArgs = (from: string, to: string): string[] => ['tag', from, to];

export interface BuildArgs {
  readonly context: string;
  readonly tags: readonly string[];
  readonly platform?: string;
  readonly noCache: boolean;
  readonly imageLabels?: Readonly<Record<string, string>>;
  /** Arguments for the form of the result, as the builder at work takes them. */
  readonly formatArgs?: readonly string[];
  /** The legacy builder keeps the container of a step that failed unless it is told not to; other builders have none to keep. */
  readonly forceRemove?: boolean;
  /** Files that the build may read; only BuildKit and buildah know the option. */
  readonly secrets?: ReadonlyArray<{
    readonly id: string;
    readonly file: string;
    /** Changes with the content, so that the builder's cache sees that. */
    readonly mark: string;
  }>;
}

/** Understood by the legacy builder, by BuildKit and by buildah alike. */
export const buildArgs = (
  { context, tags, platform, noCache, imageLabels = {}, formatArgs = [], forceRemove, secrets = [] }: BuildArgs,
): string[] => [
  'build',
  ...tags.flatMap((tag) => ['--tag', tag]),
  ...(platform ? ['--platform', platform] : []),
  ...Object.entries(imageLabels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
  ...formatArgs,
  ...(noCache ? ['--no-cache'] : []),
  ...(forceRemove ? [FORCE_REMOVE] : []),
  ...(secrets.length > 0 ? ['--build-arg', `${KEYS_MARK_ARG}=${secrets.map(({ mark }) => mark).join('.')}`] : []),
  ...secrets.flatMap(({ id, file }) => [SECRET, `id=${id},src=${file}`]),
  context,
];

/** A question that only an engine that answers can answer, under every program of the family. */
export const ANSWERS_ARGS: readonly string[] = ['ps', '--quiet'];
/** The engine's clock, where it tells. */
export const engineTimeArgs: readonly string[] = ['info', '--format', '{{.SystemTime}}'];
/** The engine's own platform: docker's and nerdctl's spelling, then podman's. */
export const ENGINE_PLATFORM_ARGS: ReadonlyArray<readonly string[]> = [
  ['version', '--format', '{{.Server.Os}}/{{.Server.Arch}}'],
  ['info', '--format', '{{.Host.OS}}/{{.Host.Arch}}'],
];
/** The engine's processors and memory in bytes: docker's and nerdctl's spelling, then podman's. */
export const ENGINE_RESOURCES_ARGS: ReadonlyArray<readonly string[]> = [
  ['info', '--format', '{{.NCPU}} {{.MemTotal}}'],
  ['info', '--format', '{{.Host.CPUs}} {{.Host.MemTotal}}'],
];
