/** Manifests that name the objects of a channel. The channel's folder of sample data stands for S3. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Item, Piece } from './job-channel';

/** Attributes whose name ends so name an object of S3, whose bytes are sent in place of the value. */
const REFERENCE_SUFFIX = '-ref';
const S3 = /^s3:\/\/[^/]+\/?(.*)$/;

/** What a manifest names, or all that is wrong with it, one sentence each. */
export type ManifestContent = { readonly items: readonly Item[] } | { readonly problems: readonly string[] };

interface Place {
  /** Folder of sample data of the channel. */
  readonly source: string;
  /** The manifest's path for people. */
  readonly shown: string;
}

/**
 * `[{"prefix": "s3://bucket/folder/"}, "a.csv", "sub/b.csv"]`. The channel's folder stands for a prefix of S3; any other prefix
 * is a path in that folder.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html S3Uri
 */
export async function readManifest(file: string, place: Place): Promise<ManifestContent> {
  const { source, shown } = place;
  const { text, problem } = await textOf(file);
  if (text === undefined) return { problems: [`${shown} ${problem}`] };
  const value = parsed(text);
  const [first, ...keys] = Array.isArray(value) ? value as unknown[] : [];
  const prefix = (first as { prefix?: unknown } | undefined)?.prefix;
  if (typeof prefix !== 'string') return { problems: [`${shown} is no list whose first entry is {"prefix": "s3://bucket/folder/"}`] };
  const folder = S3.test(prefix) ? '' : prefix.replace(/\/+$/, '');
  if (folder !== '' && isOutside(folder)) return { problems: [`${shown} has the prefix ${prefix}, which is neither in S3 nor a folder of the channel`] };
  const problems: string[] = [];
  const items: Item[] = [];
  for (const [at, key] of keys.entries()) {
    const entry = `${shown}, entry ${at + 1}`;
    if (typeof key !== 'string' || isOutside(key)) {
      problems.push(`${entry} is ${JSON.stringify(key)} and not the path of an object below the prefix`);
      continue;
    }
    const path = join(source, folder, key);
    if (await isFile(path)) items.push([{ key, file: path }]);
    else problems.push(`${entry}: ${key} is no file there`);
  }
  if (keys.length === 0) problems.push(`${shown} names no object`);
  return problems.length > 0 ? { problems } : { items };
}

/**
 * JSON Lines; of each line the attributes that the job names, in their order. For a name that ends in `-ref` the bytes of the
 * object are sent: the file of the channel's folder whose path is the longest end of the object's key. Other values are sent as text.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/augmented-manifest.html
 */
export async function readAugmentedManifest(file: string, attributes: readonly string[], place: Place): Promise<ManifestContent> {
  const { shown, source } = place;
  const { text, problem } = await textOf(file);
  if (text === undefined) return { problems: [`${shown} ${problem}`] };
  const problems: string[] = [];
  const items: Item[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const record = parsed(line) as Record<string, unknown> | null | undefined;
    const where = `${shown}, line ${at + 1}`;
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      problems.push(`${where} is no JSON object`);
      continue;
    }
    const pieces: Piece[] = [];
    for (const name of attributes) {
      const piece = Object.hasOwn(record, name) ? await pieceOf(name, record[name], source) : 'is missing';
      if (typeof piece === 'string') problems.push(`${where}: ${name} ${piece}`);
      else pieces.push(piece);
    }
    items.push(pieces);
  }
  if (items.length === 0 && problems.length === 0) problems.push(`${shown} has no line`);
  return problems.length > 0 ? { problems } : { items };
}

async function pieceOf(name: string, value: unknown, source: string): Promise<Piece | string> {
  if (!name.endsWith(REFERENCE_SUFFIX)) return { text: typeof value === 'string' ? value : JSON.stringify(value) };
  if (typeof value !== 'string') return `is ${JSON.stringify(value)} and names no object`;
  const key = S3.exec(value)?.[1] ?? value;
  if (isOutside(key)) return `is ${JSON.stringify(value)} and names no object`;
  const parts = key.split('/');
  for (let from = 0; from < parts.length; from += 1) {
    const path = join(source, ...parts.slice(from));
    if (await isFile(path)) return { key, file: path };
  }
  return `is ${value}, of which the folder of the channel has no file`;
}

/** A path that is none below a folder. */
const isOutside = (key: string): boolean => /[\\\0]/.test(key) || key.split('/').some((part) => part === '' || part === '.' || part === '..');

const isFile = (path: string): Promise<boolean> => stat(path).then((found) => found.isFile(), () => false);

async function textOf(file: string): Promise<{ text?: string; problem?: string }> {
  return readFile(file, 'utf8').then((text) => ({ text }), ({ code }: NodeJS.ErrnoException) => ({ problem: `cannot be read (${code})` }));
}

/** Undefined where the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
