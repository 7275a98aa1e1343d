/** Sends one image, reads it back, and gives it its further tags. */
import type { Ecr, EcrTarget, RegistryImage } from './ecr';
import type { LoginEnvironment } from './private-login';
import { pushFailed } from './push-error';
import type { ReadyTarget } from './push-plan';
import { PushProgress } from './push-progress';
import { configProblems, formProblems, parseManifest, sameImage } from './registry-image';
import { removeCommand, type TargetState } from './registry-state';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { ENDPOINT_ARGS, pushArgs, tagArgs } from '../docker/docker-args';
import type { Finished, RunOptions } from '../exec';

/** How an image of the registry came about. */
export interface PushedImage {
  readonly target: ReadyTarget;
  readonly digest: string;
  /** False where it was there already. */
  readonly sent: boolean;
  readonly scanOnPush: boolean;
}

/** An image and a tag that are there already are not sent again. */
export async function pushImage(
  context: CliContext, ecr: Ecr, registry: EcrTarget, { target, present, scanOnPush }: TargetState, env: LoginEnvironment,
): Promise<PushedImage> {
  const { report, signal } = context;
  const { tags, registryName, repository } = target;
  const already = tags.map((tag) => present.get(tag)).find((image) => image !== undefined);
  const image = already ?? await sent(context, ecr, registry, target, env);
  for (const tag of tags) {
    signal.throwIfAborted();
    if (present.has(tag)) report.note(`${registryName}:${tag} is there already`);
    else if (already !== undefined || tag !== tags[0]) await report.step('tag', `${registryName}:${tag}`, () => tagged(ecr, repository, image, tag));
  }
  return { target, digest: image.digest, sent: already === undefined, scanOnPush };
}

async function sent(
  context: CliContext, ecr: Ecr, registry: EcrTarget, target: ReadyTarget, env: LoginEnvironment,
): Promise<RegistryImage> {
  const { report, signal } = context;
  const name = `${target.registryName}:${target.tags[0]}`;
  const progress = new PushProgress((text) => report.childLine(text));
  await report.step('push', name, async () => {
    const options: RunOptions = { env, signal, onLine: ({ text }) => progress.take(text) };
    const finished = await (target.route.by === 'skopeo' ? bySkopeo(context, target, name, options) : byEngine(context, target, name, options));
    if (finished.exitCode !== 0) throw pushFailed(name, finished);
  });
  return report.step('check', name, () => readBack(ecr, registry, target, progress.digest));
}

async function byEngine({ docker }: CliContext, { from, route }: ReadyTarget, name: string, options: RunOptions): Promise<Finished> {
  await docker.must(tagArgs(from, name));
  return docker.try(pushArgs(name, 'format' in route ? route.format : undefined), options);
}

async function bySkopeo({ docker, run }: CliContext, { from }: ReadyTarget, name: string, options: RunOptions): Promise<Finished> {
  // skopeo knows no contexts of docker.
  const endpoint = await docker.try(ENDPOINT_ARGS, { signal: options.signal });
  const host = endpoint.exitCode === 0 ? endpoint.stdout.trim() : '';
  return run('skopeo', ['copy', '--format', 'v2s2', ...(host ? ['--src-daemon-host', host] : []), `docker-daemon:${from}`, `docker://${name}`], options);
}

/** What the registry keeps, compared with what was built. */
async function readBack(ecr: Ecr, registry: EcrTarget, target: ReadyTarget, reported: string | undefined): Promise<RegistryImage> {
  const { repository, tags: [tag], local } = target;
  const image = await ecr.image(repository, tag);
  const problems = image === undefined ? ['the registry does not know the tag, although the engine has pushed it'] : [
    ...formProblems(image),
    ...(reported === undefined || reported === image.digest ? [] : [`its digest is ${image.digest}, the engine has pushed ${reported}`]),
  ];
  const config = image && parseManifest(image)?.config?.digest;
  if (config !== undefined && problems.length === 0) {
    const bytes = await ecr.blob(repository, config);
    problems.push(...configProblems(config, bytes, local.platform));
    if (problems.length === 0 && !sameImage(bytes, local)) problems.push(`it is another image than ${target.from}, which was rebuilt meanwhile, or pushed over by somebody else`);
  }
  if (problems.length === 0) return image!;
  throw new CliError('SMA_CLI_MANIFEST', {
    what: `${target.registryName}:${tag} is pushed, but what the registry keeps is not what SageMaker takes:`,
    why: 'it is read back after every push, because SageMaker tells such a thing only when a job or an endpoint starts',
    fix: `run the same command again, which looks again; if it says the same, remove the tag first: ${removeCommand(registry, repository, tag)}`,
    details: problems,
  });
}

async function tagged(ecr: Ecr, repository: string, image: RegistryImage, tag: string): Promise<void> {
  await ecr.addTag(repository, image, tag);
  const found = await ecr.image(repository, tag);
  if (found?.digest === image.digest) return;
  throw new CliError('SMA_CLI_ECR_TAG', {
    what: `the tag ${tag} of repository "${repository}" names ${found?.digest ?? 'no image'}, not ${image.digest}.`,
    why: 'somebody else gives tags in the repository at the same time',
    fix: 'run the same command again',
  });
}
