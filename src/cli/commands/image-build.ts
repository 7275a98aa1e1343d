import { Option, type Command } from 'commander';
import type { ImageName, ImagePlan } from '../../contract/plan';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { jsonOption } from './run-options';
import { buildImages, isEngineGap, type BuildOptions } from '../images/build-images';
import { buildSecrets } from '../images/build-secrets';
import { ownVersion } from '../own-version';
import { requireBundles, type Project } from '../project';
import { cleanCommit, readGitState } from '../registry/git-state';
import { tagProblems } from '../registry/image-tags';

interface ImageBuildOptions {
  readonly image?: ImageName;
  readonly whenPossible?: boolean;
  readonly cache: boolean;
}

export const imageOption = (): Option => new Option('--image <name>', 'training, inference, or algorithm when the images are combined');

/** The named image of the plan, or all of them. */
export function chosenImages(project: Project, name: string | undefined): readonly ImagePlan[] {
  const { images } = project.plan;
  const chosen = images.filter((image) => name === undefined || image.name === name);
  if (chosen.length > 0) return chosen;
  throw new CliError('SMA_CLI_USAGE', {
    what: `--image "${name}" is no image of this project.`,
    why: `its layout is "${project.plan.imageLayout}"`,
    fix: `use one of: ${images.map((image) => image.name).join(', ')}`,
  });
}

export function addImageBuild(program: Command, context: CliContext): void {
  program
    .command('image:build')
    .description('builds the images of the project')
    .addOption(imageOption())
    .option('--when-possible', 'where no image can be built on this machine, say why and end well')
    .option('--no-cache', 'build every layer anew')
    .addOption(jsonOption())
    .action((options: ImageBuildOptions) => imageBuild(context, options));
}

/** Before anything is built: docker would answer with the help of its whole build command. */
function assertIsTag(version: string | undefined): void {
  const problems = version === undefined ? [] : tagProblems(version);
  if (problems.length === 0) return;
  throw new CliError('SMA_CLI_ECR', {
    what: 'the images cannot be named; nothing was built:',
    why: 'the version of the algorithm is a tag of its images, by the rules of Docker',
    fix: 'correct what is listed and run the command again',
    details: problems,
  });
}

async function imageBuild(context: CliContext, options: ImageBuildOptions): Promise<void> {
  const { report, signal, docker, run } = context;
  const project = await context.project();
  const images = chosenImages(project, options.image);
  await requireBundles(project, images.flatMap((image) => image.programs.map((program) => program.command)));
  const git = await readGitState(run, project.dir, signal);
  const version = project.plan.algorithm.version ?? git.taggedVersion;
  assertIsTag(version);
  const builtFrom = { commit: cleanCommit(git), version, toolVersion: ownVersion() };
  const build: BuildOptions = { project, images, noCache: !options.cache, version, builtFrom };
  try {
    const secrets = await buildSecrets(project, context.env, run, signal);
    const built = await buildImages(docker, { ...build, secrets }, report, signal);
    report.result(built.flatMap((image) => image.tags).join('\n'));
    report.document({ ok: true, images: built });
  } catch (error) {
    if (!options.whenPossible || !isEngineGap(error)) throw error;
    report.note(`no images were built: ${error.what}`);
    report.document({ ok: true, images: [], reason: error.what });
  }
}
