import { join } from 'node:path';
import type { ImagePlan } from '../../contract/plan';
import { CliError, type CliErrorCode } from '../cli-error';
import { BUILD_HELP_ARGS, builderFeatures, type BuilderFeatures } from '../docker/builder-features';
import { buildArgs, imagePlatformArgs } from '../docker/docker-args';
import type { Project } from '../project';
import type { Report } from '../report';
import { ensureBaseImage } from './base-image';
import { beginningStep, failingLines, failingStep } from './build-log';
import type { BuildSecret } from './build-secrets';
import { buildLabels, type BuiltFrom } from './image-labels';
import { latestTag, localTags } from './image-names';
import { ANSWER_TIMEOUT_MS, type Docker } from '../docker/docker';
import { together } from '../together';

/** Unit: lines. */
const SHOWN_LINES = 20;

export interface BuildOptions {
  readonly project: Project;
  readonly images: readonly ImagePlan[];
  readonly noCache?: boolean;
  /** The algorithm's version, where it is known: a second tag. */
  readonly version?: string;
  /** What the labels say that the images are built from. */
  readonly builtFrom: BuiltFrom;
  /** Keys that the images carry. */
  readonly secrets?: readonly BuildSecret[];
  /** Takes images that were built before where the base image cannot be had any more. */
  readonly allowOlder?: boolean;
}

export interface BuiltImage {
  readonly image: string;
  readonly tags: readonly string[];
  /** False when an image of an earlier build is used instead. */
  readonly fresh: boolean;
}

const GAPS: readonly CliErrorCode[] = ['SMA_CLI_ENGINE', 'SMA_CLI_BASE_IMAGE', 'SMA_CLI_BUILDER', 'SMA_CLI_KEY'];

/** Errors that say: this machine cannot build images, whatever the project is like. */
export const isEngineGap = (error: unknown): error is CliError =>
  error instanceof CliError && GAPS.includes(error.code);

/** Builds images, one after the other; docker's cache makes an unchanged one cheap. */
export async function buildImages(docker: Docker, options: BuildOptions, report: Report, signal: AbortSignal): Promise<BuiltImage[]> {
  const [, builder] = await together(docker.assertAnswers(signal), knownBuilder(docker, signal));
  assertSecrets(builder, options.secrets ?? []);
  const older = new Set<ImagePlan>();
  const ensured = new Set<string>();
  // All of them first: an image that cannot be built is known before the first one took its time.
  for (const image of options.images) {
    const bases = `${image.baseImage} ${image.builderImage} ${image.platform}`;
    if (ensured.has(bases)) continue;
    try {
      await ensureBaseImage(docker, image, report, signal);
      ensured.add(bases);
    } catch (error) {
      const built = options.allowOlder && (await docker.try(imagePlatformArgs(latestTag(image)), { signal })).exitCode === 0;
      if (!built || !isEngineGap(error)) throw error;
      older.add(image);
      report.warn(`${latestTag(image)} is of an earlier build: ${error.what}`);
    }
  }
  const built: BuiltImage[] = [];
  for (const image of options.images) {
    const fresh = !older.has(image);
    const tags = fresh ? localTags(image, options.version) : [latestTag(image)];
    if (fresh) await report.step('build', tags.join(' '), () => buildImage(docker, options, image, tags, builder, report, signal));
    built.push({ image: image.name, tags, fresh });
  }
  return built;
}

/** What builds images here, as far as it matters. */
interface Builder {
  readonly enginePlatform: string | undefined;
  readonly features: BuilderFeatures;
}

async function knownBuilder(docker: Docker, signal: AbortSignal): Promise<Builder> {
  const asksHelp = docker.try(BUILD_HELP_ARGS, { signal, timeoutMs: ANSWER_TIMEOUT_MS });
  const [help, enginePlatform] = await together(asksHelp, docker.platform(signal));
  return { enginePlatform, features: builderFeatures(help.stdout) };
}

function assertSecrets({ features }: Builder, secrets: readonly BuildSecret[]): void {
  if (secrets.length > 0 && !features.secrets) {
    throw new CliError('SMA_CLI_BUILDER', {
      what: 'the builder at work knows no secrets.',
      why: 'keys of the encryption enter an image as build secrets: any other way would leave them in its history',
      fix: 'use BuildKit (docker 23 or later with buildx, or DOCKER_BUILDKIT=1 before that), or podman',
    });
  }
}

async function buildImage(
  docker: Docker, { project, noCache = false, builtFrom, secrets }: BuildOptions, image: ImagePlan, tags: readonly string[],
  { enginePlatform, features: { forceRemove, formatArgs } }: Builder, report: Report, signal: AbortSignal,
): Promise<void> {
  const context = join(project.dir, image.folder);
  // Named only where it matters: older engines take it for an experimental option.
  const platform = enginePlatform !== undefined && enginePlatform !== image.platform ? image.platform : undefined;
  const lines: string[] = [];
  const imageLabels = buildLabels(project, builtFrom);
  const finished = await docker.try(buildArgs({ context, tags, platform, noCache, imageLabels, formatArgs, forceRemove, secrets }), {
    cwd: project.dir,
    signal,
    onLine: ({ text }) => {
      lines.push(text);
      const step = report.live ? beginningStep(text) : undefined;
      if (step !== undefined) report.childLine(step);
    },
  });
  if (finished.exitCode === 0) return;
  const step = failingStep(lines);
  throw new CliError('SMA_CLI_IMAGE_BUILD', {
    what: `the ${image.name} image does not build${step ? `; it fails at: ${step}` : ''}.`,
    why: `"${finished.command}" ended with exit code ${finished.exitCode ?? finished.signal ?? finished.startError}`,
    fix: `correct what the last lines name; the build context is ${image.folder}`,
    details: failingLines(lines).slice(-SHOWN_LINES),
  });
}
