/** Names of the images in ECR, and everything that can be wrong with them. Pure. */
import {
  ACCOUNT_ID, ecrHost, IMAGE_REFERENCE_MAX_CHARS, IMAGE_TAG, REPOSITORY, REPOSITORY_MAX_CHARS, REPOSITORY_MIN_CHARS,
} from '../../contract/ecr';
import type { ImagePlan } from '../../contract/plan';
import { latestTag } from '../images/image-names';

export interface RegistryTarget {
  readonly accountId?: string;
  readonly region?: string;
  /** The algorithm's version, from the definition or from git. */
  readonly version?: string;
  /** Short git revision, when the image may carry it. */
  readonly revision?: string;
}

export interface ImageTag {
  /** Local image. */
  readonly from: string;
  /** Name in the registry. */
  readonly to: string;
}

/** What is wrong with what is known of the names; what is not known yet is no problem here. */
export function namingProblems(images: readonly ImagePlan[], { accountId, region, version }: RegistryTarget): string[] {
  return [
    ...(accountId === undefined ? [] : accountProblems(accountId)),
    ...(region === undefined ? [] : regionProblems(region)),
    ...(version === undefined ? [] : versionProblems(version)),
    ...images.flatMap(repositoryProblems),
    ...clashProblems(images),
  ];
}

/** Either every name, or every problem: nothing is tagged by halves. */
export type ImageTags = { readonly tags: readonly ImageTag[] } | { readonly problems: readonly string[] };

/** projen's placeholder for "not released": it says nothing, so it never becomes a tag. */
const UNRELEASED = '0.0.0';

export function imageTags(images: readonly ImagePlan[], target: RegistryTarget): ImageTags {
  const host = target.accountId !== undefined && target.region !== undefined ? ecrHost(target.accountId, target.region) : undefined;
  const suffixes = [target.version, target.revision].filter((suffix) => suffix !== undefined);
  const tags = images.flatMap((image) => suffixes.map((suffix) => ({ from: latestTag(image), to: `${host}/${image.repository}:${suffix}` })));
  const problems = [
    ...accountProblems(target.accountId),
    ...regionProblems(target.region),
    ...versionProblems(target.version),
    ...images.flatMap(repositoryProblems),
    ...clashProblems(images),
    ...(host ? tags.filter(({ to }) => to.length > IMAGE_REFERENCE_MAX_CHARS).map(({ to }) =>
      `${to} has ${to.length} characters; SageMaker takes ${IMAGE_REFERENCE_MAX_CHARS}`) : []),
  ];
  return problems.length > 0 ? { problems } : { tags };
}

function accountProblems(accountId: string | undefined): string[] {
  if (accountId === undefined) return ['no AWS account: set ecrAccountId in .projenrc.ts, or give --account'];
  return ACCOUNT_ID.test(accountId) ? [] : [`account "${accountId}" is not 12 digits (ecrAccountId in .projenrc.ts, or --account)`];
}

function regionProblems(region: string | undefined): string[] {
  if (region === undefined) return ['no AWS Region: set ecrRegion in .projenrc.ts, or give --region'];
  return ecrHost('', region) ? [] : [`Region "${region}" is in no AWS partition; an example is us-east-1 (ecrRegion in .projenrc.ts, or --region)`];
}

function versionProblems(version: string | undefined): string[] {
  if (version === undefined) return ['no version: set algorithmVersion in .projenrc.ts, or tag the commit vX.Y.Z'];
  if (version === UNRELEASED) return [`version ${UNRELEASED} means "not released": set algorithmVersion in .projenrc.ts, or tag the commit vX.Y.Z`];
  return tagProblems(version);
}

/** What keeps a version from being the tag of an image. */
export function tagProblems(version: string): string[] {
  return IMAGE_TAG.test(version) ? [] : [
    `version "${version}" is no image tag: letters, digits, "_", "." and "-", up to 128 (algorithmVersion in .projenrc.ts, or a git tag vX.Y.Z)`,
  ];
}

function repositoryProblems({ name, repository }: ImagePlan): string[] {
  const rule = repository.length < REPOSITORY_MIN_CHARS || repository.length > REPOSITORY_MAX_CHARS
    ? `has ${repository.length} characters; ECR takes ${REPOSITORY_MIN_CHARS} to ${REPOSITORY_MAX_CHARS}`
    : REPOSITORY.test(repository) ? undefined : 'is no ECR name: lower-case letters and digits, joined by ".", "_", "-" or "/"';
  return rule ? [`repository "${repository}" of the ${name} image ${rule} (ecrRepository in .projenrc.ts)`] : [];
}

const clashProblems = (images: readonly ImagePlan[]): string[] =>
  images
    .filter((image, at) => images.findIndex((other) => other.repository === image.repository) < at)
    .map(({ repository }) => `two images would get the same name in repository "${repository}"; give each its own`);
