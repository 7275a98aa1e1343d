/** The names in Amazon ECR that a project's images get, by its definition, git and the command line. */
import type { GitState } from './git-state';
import { imageTags, type ImageTag } from './image-tags';
import type { ImagePlan } from '../../contract/plan';
import { CliError } from '../cli-error';
import type { Project } from '../project';

/** What a command line says about the registry. */
export interface RegistryOptions {
  readonly account?: string;
  readonly region?: string;
  readonly repository?: string;
  readonly repositoryTraining?: string;
  readonly repositoryInference?: string;
}

/** Every name, checked; or all problems at once. */
export function plannedTags(project: Project, options: RegistryOptions, git: GitState, undone: 'tagged' | 'pushed'): readonly ImageTag[] {
  const { plan } = project;
  const images = plan.images.map((image) => ({ ...image, repository: repositoryOption(options, image) ?? image.repository }));
  const planned = imageTags(images, {
    accountId: options.account ?? plan.ecr.accountId,
    region: options.region ?? plan.ecr.region,
    version: plan.algorithm.version ?? git.taggedVersion,
    revision: git.dirty ? undefined : git.shortSha,
  });
  const problems = [...misplaced(plan.images, options), ...('problems' in planned ? planned.problems : [])];
  if (problems.length === 0 && 'tags' in planned) return planned.tags;
  throw new CliError('SMA_CLI_ECR', {
    what: `the images cannot be named; nothing was ${undone}:`,
    why: 'a name in Amazon ECR is <account>.dkr.ecr.<region>.<suffix>/<repository>:<tag>, by the rules of AWS and Docker',
    fix: 'correct what is listed and run the command again',
    details: problems,
  });
}

function repositoryOption(options: RegistryOptions, { name }: ImagePlan): string | undefined {
  return { training: options.repositoryTraining, inference: options.repositoryInference, algorithm: options.repository }[name];
}

/** An option for an image that the layout does not have would be dropped in silence. */
function misplaced(images: readonly ImagePlan[], options: RegistryOptions): string[] {
  const flags = { training: '--repository-training', inference: '--repository-inference', algorithm: '--repository' } as const;
  const given = { training: options.repositoryTraining, inference: options.repositoryInference, algorithm: options.repository };
  return (Object.keys(flags) as Array<keyof typeof flags>)
    .filter((name) => given[name] !== undefined && !images.some((image) => image.name === name))
    .map((name) => `${flags[name]} is for an image that this project does not have; it has: ${images.map((image) => flags[image.name]).join(', ')}`);
}
