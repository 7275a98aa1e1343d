import type { ImagePlan } from '../../contract/plan';

/** The local name under which an image is run and from which it is tagged; pure. */
export const latestTag = (image: ImagePlan): string => `${image.localName}:latest`;

/** All local names of an image that is built now. */
export const localTags = (image: ImagePlan, version: string | undefined): string[] =>
  [latestTag(image), ...(version ? [`${image.localName}:${version}`] : [])];
