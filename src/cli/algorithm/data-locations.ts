/** Where in S3 the validation's jobs read, and what of the project's sample data goes there. Pure. */
import { type AlgorithmPlan, VALIDATION_DIR } from '../../contract/plan';
import type { ValidationPlan } from '../../contract/validation-plan';

/** One prefix in S3 that a job of the validation reads. */
export interface DataLocation {
  /** `channel "training"` or `transform job`. */
  readonly reader: string;
  readonly uri: string;
  /** Folder that is uploaded there, relative to the project. */
  readonly folder: string;
  /** The channel whose sample data it is; absent: the sample requests of the transform job. */
  readonly channel?: string;
}

/** The locations that can be filled from sample data, and what stands in the way of filling them. */
export interface DataLocations {
  readonly locations: readonly DataLocation[];
  readonly problems: readonly string[];
}

const S3_URI = /^s3:\/\/([^/]+)\/?(.*)$/;

/** `s3://bucket/a/b/` → `bucket/a/b`; undefined where that is no path below a folder. */
function pathOf(uri: string): string | undefined {
  const [, bucket, key = ''] = S3_URI.exec(uri) ?? [];
  if (bucket === undefined) return undefined;
  const parts = [bucket, ...key.replace(/\/+$/, '').split('/')].filter((part, at, all) => part !== '' || at < all.length - 1);
  // A key may hold what no path can.
  return parts.some((part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part)) ? undefined : parts.join('/');
}

function wanted({ training, transform }: ValidationPlan): Array<Omit<DataLocation, 'folder'> & { readonly problem?: string }> {
  const channels = training.channels.map(({ name, s3Uri, s3DataType, compressionType }) => ({
    reader: `channel "${name}"`,
    uri: s3Uri,
    channel: name,
    problem: s3DataType !== 'S3Prefix' ? `is a ${s3DataType}, which sample data cannot make; upload it by hand and leave the channel's s3DataType out for this command`
      : compressionType === 'Gzip' ? 'takes Gzip; sample data is laid out as it is, so a profile of it has compressionType None'
        : undefined,
  }));
  const requests = transform ? [{
    reader: 'transform job',
    uri: transform.inputS3Uri,
    problem: transform.compressionType === 'Gzip' ? 'takes Gzip; sample requests are laid out as they are, so a profile of them has compressionType None' : undefined,
  }] : [];
  return [...channels, ...requests];
}

/** Every location of the profile, once each, but for those of some channels. */
export function dataLocations({ product: { validation } }: AlgorithmPlan, except: readonly string[] = []): DataLocations {
  if (validation === undefined) return { locations: [], problems: ['the definition has no validation profile: set validation in .projenrc.ts'] };
  const locations: DataLocation[] = [];
  const problems: string[] = [];
  for (const { problem, ...location } of wanted(validation)) {
    if (location.channel !== undefined && except.includes(location.channel)) continue;
    const path = pathOf(location.uri);
    if (problem !== undefined) problems.push(`${location.reader} ${problem}`);
    else if (path === undefined) problems.push(`${location.reader} reads ${location.uri}, which cannot be a folder on this machine`);
    else locations.push({ ...location, folder: `${VALIDATION_DIR}/${path}` });
  }
  return { locations, problems: [...problems, ...nested(locations)] };
}

/** A job reads everything below its prefix, the data of another job too. */
const nested = (locations: readonly DataLocation[]): string[] => locations.flatMap((outer, at) => locations
  .filter((inner, other) => other !== at && `${inner.folder}/`.startsWith(`${outer.folder}/`) && (inner.folder !== outer.folder || other > at))
  .map((inner) => `${outer.reader} reads ${outer.uri}, and with it what ${inner.reader} reads at ${inner.uri}; give each a prefix of its own`));

/** A word as a shell takes it. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The command that uploads a location; can be pasted into a shell in the project's folder. */
export const syncCommand = ({ folder, uri }: DataLocation): string =>
  `aws s3 sync ${shellWord(`${folder}/`)} ${shellWord(uri.endsWith('/') ? uri : `${uri}/`)}`;
