import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { withRegistryOptions } from './name-options';
import { jsonOption } from './run-options';
import { imagePlatformArgs, imageRevisionArgs, tagArgs } from '../docker/docker-args';
import { latestTag } from '../images/image-names';
import type { Project } from '../project';
import { readGitState, type GitState } from '../registry/git-state';
import type { ImageTag } from '../registry/image-tags';
import { plannedTags, type RegistryOptions } from '../registry/planned-tags';

interface EcrTagOptions extends RegistryOptions {
  readonly dryRun?: boolean;
}

export function addEcrTag(program: Command, context: CliContext): void {
  withRegistryOptions(program.command('ecr:tag'))
    .description('gives the local images their names in Amazon ECR')
    .option('--dry-run', 'check and print the names, tag nothing')
    .addOption(jsonOption())
    .action((options: EcrTagOptions) => ecrTag(context, options));
}

async function ecrTag(context: CliContext, options: EcrTagOptions): Promise<void> {
  const { report, signal, run } = context;
  const project = await context.project();
  const git = await readGitState(run, project.dir, signal);
  const planned = plannedTags(project, options, git, 'tagged');
  const tags = options.dryRun ? planned : await tagAll(context, project, planned, git);
  sayAboutGit(context, git);
  report.result(tags.map(({ to }) => to).join('\n'));
  report.document({ ok: true, dryRun: options.dryRun === true, tags });
}

/** Gives the names and returns those that were given: a revision names only what was built from it. */
async function tagAll(context: CliContext, project: Project, planned: readonly ImageTag[], git: GitState): Promise<ImageTag[]> {
  const { docker, report, signal } = context;
  await assertBuilt(context, project);
  const strange = git.dirty || git.shortSha === undefined ? [] : await notBuiltFrom(context, project, git.shortSha);
  const tags = planned.filter(({ from, to }) => !(strange.includes(from) && to.endsWith(`:${git.shortSha}`)));
  for (const { from, to } of tags) {
    // Not cancelled halfway, and none begun after Ctrl-C.
    signal.throwIfAborted();
    await report.step('tag', to, () => docker.must(tagArgs(from, to)));
  }
  for (const from of strange) report.warn(`${from} was not built from revision ${git.shortSha}, so it gets no tag ${git.shortSha}; "npx projen image:build" builds it from that`);
  return tags;
}

/** The images without the label of the revision: built before the commit, or with changes that were not committed. */
async function notBuiltFrom({ docker, signal }: CliContext, project: Project, shortSha: string): Promise<string[]> {
  const strange: string[] = [];
  for (const from of project.plan.images.map(latestTag)) {
    const label = await docker.try(imageRevisionArgs(from), { signal });
    if (!label.stdout.trim().startsWith(shortSha)) strange.push(from);
  }
  return strange;
}

async function assertBuilt({ docker, signal }: CliContext, project: Project): Promise<void> {
  await docker.assertAnswers(signal);
  const missing: string[] = [];
  for (const image of project.plan.images) {
    if ((await docker.try(imagePlatformArgs(latestTag(image)), { signal })).exitCode !== 0) missing.push(latestTag(image));
  }
  if (missing.length > 0) {
    throw new CliError('SMA_CLI_IMAGE_MISSING', {
      what: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not on this machine; nothing was tagged.`,
      why: 'a tag is a second name of a local image',
      fix: 'run "npx projen image:build" first',
    });
  }
}

function sayAboutGit({ report }: CliContext, git: GitState): void {
  if (!git.repository) report.note('not a git repository, so there is no tag with the revision');
  else if (git.shortSha === undefined) report.note('nothing is committed yet, so there is no tag with the revision');
  else if (git.dirty) report.warn(`there are uncommitted changes: no tag ${git.shortSha}, because that revision is not what the images hold`);
}
