import type { ImageName } from './plan';

/** What was pushed, and what a request then names by digest; relative to the project, written by a push, committed by the user. */
export const IMAGES_LOCK_FILE = 'algorithm/images.lock.json';

/** Version of the file's format. */
export const IMAGES_LOCK_VERSION = 1;

/** One pushed image. */
export interface LockedImage {
  /** `<host>/<repository>`, without tag. */
  readonly repository: string;
  /** The tag it was pushed under. */
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits: what the registry answered. */
  readonly digest: string;
}

export interface ImagesLock {
  readonly lockVersion: typeof IMAGES_LOCK_VERSION;
  readonly images: Readonly<Partial<Record<ImageName, LockedImage>>>;
}

/** Digest of an image's manifest. */
export const IMAGE_DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Reading a lock ends in the lock or in what is wrong with the text, never in an exception. */
export type ParsedImagesLock = { readonly lock: ImagesLock } | { readonly problem: string };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function entryProblem(name: string, entry: unknown): string | undefined {
  if (!isObject(entry)) return `has no object at images.${name}`;
  const missing = ['repository', 'tag', 'digest'].find((part) => typeof entry[part] !== 'string');
  if (missing !== undefined) return `has no text at images.${name}.${missing}`;
  return IMAGE_DIGEST.test(entry.digest as string) ? undefined : `has at images.${name}.digest ${JSON.stringify(entry.digest)}, which is no sha256 digest`;
}

/** Parses the text of {@link IMAGES_LOCK_FILE}. Images of other names than ours are left to whoever wrote them. */
export function parseImagesLock(text: string): ParsedImagesLock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON (${(error as Error).message})` };
  }
  if (!isObject(value) || value.lockVersion !== IMAGES_LOCK_VERSION) {
    return { problem: `has lock version ${JSON.stringify(isObject(value) ? value.lockVersion : undefined)}; this sm-algorithm reads version ${IMAGES_LOCK_VERSION}` };
  }
  if (!isObject(value.images)) return { problem: 'has no object at images' };
  const problem = Object.entries(value.images).map(([name, entry]) => entryProblem(name, entry)).find((found) => found !== undefined);
  return problem === undefined ? { lock: value as unknown as ImagesLock } : { problem };
}

/** The text of {@link IMAGES_LOCK_FILE}; keys in order, so that the same images give the same file. */
export function imagesLockText({ images }: ImagesLock): string {
  const sorted = Object.fromEntries(Object.entries(images).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ lockVersion: IMAGES_LOCK_VERSION, images: sorted }, null, 2)}\n`;
}
