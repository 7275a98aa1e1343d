import type { CreateAlgorithmRequest } from '../contract/create-algorithm';
import { ecrHost } from '../contract/ecr';
import { type AlgorithmPlan, imageFor } from '../contract/plan';

/** How a request names an image. */
export interface ImageReference {
  /** With a tag, or with a digest. */
  readonly image: string;
  /** `sha256:…`, when it is known. */
  readonly digest?: string;
}

/** The images of a request. With the combined layout both are the same. */
export interface ImageReferences {
  readonly training: ImageReference;
  readonly inference: ImageReference;
}

/** Words that stand for what the definition does not say. Accounts and Regions are never written in capitals. */
export const PLACEHOLDER = { account: 'ACCOUNT', region: 'REGION', version: 'VERSION' } as const;

/** What of the images' names is known beside the definition. */
export interface KnownNames {
  readonly accountId?: string;
  readonly region?: string;
  readonly version?: string;
}

/** The images by tag; {@link PLACEHOLDER} words where the definition does not say and nobody knows. */
export function taggedImages(plan: AlgorithmPlan, known: KnownNames = {}): ImageReferences {
  const accountId = known.accountId ?? plan.ecr.accountId ?? PLACEHOLDER.account;
  const region = known.region ?? plan.ecr.region;
  const host = (region && ecrHost(accountId, region)) ?? `${accountId}.dkr.ecr.${PLACEHOLDER.region}.amazonaws.com`;
  const version = known.version ?? plan.algorithm.version ?? PLACEHOLDER.version;
  const reference = (command: 'train' | 'serve') => ({ image: `${host}/${imageFor(plan, command).repository}:${version}` });
  return { training: reference('train'), inference: reference('serve') };
}

/** The placeholder words that are left in a reference. */
export const placeholdersIn = (image: string): string[] =>
  Object.values(PLACEHOLDER).filter((word) => image.split(/[./:@]/).includes(word));

/** How a request names its images; undefined where it does not name both. */
export function imagesOf(request: Partial<CreateAlgorithmRequest> | undefined): ImageReferences | undefined {
  const { TrainingImage, TrainingImageDigest } = request?.TrainingSpecification ?? {};
  const { Image, ImageDigest } = request?.InferenceSpecification?.Containers?.[0] ?? {};
  if (typeof TrainingImage !== 'string' || typeof Image !== 'string') return undefined;
  return {
    training: { image: TrainingImage, ...(TrainingImageDigest && { digest: TrainingImageDigest }) },
    inference: { image: Image, ...(ImageDigest && { digest: ImageDigest }) },
  };
}

const WILDCARDS: Readonly<Record<string, string>> = {
  [PLACEHOLDER.account]: '\\d{12}', [`${PLACEHOLDER.region}.amazonaws.com`]: '[a-z0-9.-]+', [PLACEHOLDER.version]: '[\\w.-]+',
};

/** Whether a reference is the planned one with nothing but its placeholders filled in, or its tag replaced by a digest. */
function isFilledIn({ image }: ImageReference, planned: ImageReference): boolean {
  const literal = planned.image.replace(/[.+*?^$()[\]{}|\\]/g, '\\$&');
  const pattern = Object.entries(WILDCARDS).reduce((text, [word, wildcard]) => text.replace(word.replace(/\./g, '\\.'), () => wildcard), literal);
  const [name] = pattern.split(/:(?=[^:]*$)/);
  return new RegExp(`^(${pattern}|${name}@sha256:[0-9a-f]{64})$`).test(image);
}

/** The images as somebody filled them in, where what the definition says of them still holds; otherwise as planned. */
export function keptImages(filledIn: ImageReferences | undefined, planned: ImageReferences): ImageReferences {
  const holds = filledIn && isFilledIn(filledIn.training, planned.training) && isFilledIn(filledIn.inference, planned.inference);
  return holds ? filledIn : planned;
}
