/** What `conformance` looks at: from the options, from a plan, or from nothing but an image. */
import { imageFor } from '../../contract/plan';
import { CONTAINER_COMMANDS, type ContainerCommand } from '../../contract/program';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { WantedEngine } from '../engine/choose-engine';
import { latestTag } from '../images/image-names';
import { type InspectedImage, inspectImage } from '../images/inspect-image';
import { sweep } from '../leftovers/sweep';
import { readPlanFile, requireBundles, type Project } from '../project';

export interface ConformanceOptions {
  readonly image?: string;
  readonly inferenceImage?: string;
  readonly plan?: string;
  /** Folder with one folder of sample data per channel, where no plan names one. */
  readonly data?: string;
  /** Folder with sample requests, where no plan names one. */
  readonly payloads?: string;
  /** A model.tar.gz or a folder, instead of the model of an ordinary training job. */
  readonly model?: string;
  /** Of an ordinary job, `name=value`; over those of the project. */
  readonly hyperparameter?: readonly string[];
  /** How long a server may take until it is ready. Unit: s. @default 60 */
  readonly startupTimeout?: number;
  readonly engine: WantedEngine;
}

/** An image and the words that it has to answer to. */
export interface ExaminedImage {
  readonly name: string;
  readonly commands: readonly ContainerCommand[];
  readonly inspected: InspectedImage;
  /** Given only where the engine's own platform is another one. */
  readonly platform?: string;
}

/** Without images the programs of the project are looked at as processes. */
export interface Examined extends Pick<ConformanceOptions, 'data' | 'payloads' | 'model'> {
  /** `name=value` */
  readonly hyperparameters: readonly string[];
  /** Unit: ms. */
  readonly startupTimeoutMs?: number;
  readonly project?: Project;
  readonly images: readonly ExaminedImage[];
}

export const imageOf = ({ images }: Examined, command: ContainerCommand): ExaminedImage | undefined =>
  images.find(({ commands }) => commands.includes(command));

export async function examine(context: CliContext, options: ConformanceOptions): Promise<Examined> {
  const { report } = context;
  const { data, payloads, model, hyperparameter: hyperparameters = [], startupTimeout } = options;
  const given = { model, hyperparameters, ...(startupTimeout !== undefined && { startupTimeoutMs: startupTimeout * 1_000 }) };
  const isNamed = options.image !== undefined || options.inferenceImage !== undefined;
  const project = options.plan !== undefined ? await readPlanFile(options.plan) : isNamed ? undefined : await context.project();
  const names = namesOf(options, project);
  await sweep({ docker: context.docker, project, usesEngine: isNamed || options.engine !== 'process' }, report);
  if (!isNamed && project && options.engine === 'process') return { project: await withBundles(project), ...given, images: [] };
  try {
    return { project, data, payloads, ...given, images: await inspectAll(context, names, isNamed) };
  } catch (error) {
    if (isNamed || !project || options.engine === 'docker' || !isGap(error)) throw error;
    report.note(`looks at processes, not at images: ${error.what}`);
    return { project: await withBundles(project), ...given, images: [] };
  }
}

const GAPS = ['SMA_CLI_ENGINE', 'SMA_CLI_IMAGE_MISSING'];
const isGap = (error: unknown): error is CliError => error instanceof CliError && GAPS.includes(error.code);

async function withBundles(project: Project): Promise<Project> {
  await requireBundles(project, CONTAINER_COMMANDS);
  return project;
}

/** Which image answers to which word; pure. An image that is named alone has to answer to both, unless the plan has two images. */
export function namesOf({ image, inferenceImage }: Pick<ConformanceOptions, 'image' | 'inferenceImage'>, project?: Project): ReadonlyMap<string, ContainerCommand[]> {
  const isSeparate = project?.plan.imageLayout === 'separate';
  const named: Readonly<Record<ContainerCommand, string | undefined>> = image === undefined && inferenceImage === undefined && project
    ? { train: latestTag(imageFor(project.plan, 'train')), serve: latestTag(imageFor(project.plan, 'serve')) }
    : { train: image, serve: inferenceImage ?? (isSeparate ? undefined : image) };
  const names = new Map<string, ContainerCommand[]>();
  for (const command of CONTAINER_COMMANDS) {
    const { [command]: name } = named;
    if (name !== undefined) names.set(name, [...names.get(name) ?? [], command]);
  }
  return names;
}

async function inspectAll(
  { docker, signal }: CliContext, names: ReadonlyMap<string, readonly ContainerCommand[]>, isNamed: boolean,
): Promise<ExaminedImage[]> {
  await docker.assertAnswers(signal);
  const engine = await docker.platform(signal);
  const missing: string[] = [];
  const found: ExaminedImage[] = [];
  for (const [name, commands] of names) {
    const inspected = await inspectImage(docker, name, signal);
    if (inspected === undefined) {
      missing.push(name);
      continue;
    }
    const own = `${inspected.os}/${inspected.architecture}`;
    found.push({ name, commands, inspected, ...(engine !== undefined && engine !== own && { platform: own }) });
  }
  if (missing.length === 0) return found;
  throw new CliError('SMA_CLI_IMAGE_MISSING', {
    what: `the engine has no image ${missing.join(' and no image ')}.`,
    why: 'the checks look at images that are there; nothing is pulled or built',
    fix: isNamed ? `pull it, or see what "${docker.program} images" lists` : 'run "npx projen image:build"',
  });
}
