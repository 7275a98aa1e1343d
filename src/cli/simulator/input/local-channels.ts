import { open } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { channelProblems, completeSettings, type CompleteSettings } from './channel-problems';
import type { ChannelSettings, InputSettings } from './input-settings';
import { channelConfig, type Item, type JobChannel } from './job-channel';
import { readAugmentedManifest, readManifest, type ManifestContent } from './manifest';
import type { ChannelSpec } from '../../../contract/algorithm-spec';
import { nearMiss } from '../../../contract/near-miss';
import type { Project } from '../../project';
import { objectsBelow } from '../objects';
import { channelsCannotBeFed, lookThrough } from '../sample-data';

const NO_SETTINGS: InputSettings = { channels: {} };

/** The first bytes of gzip data. */
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * The channels that have sample data; optional ones without are left out, as in a job that does not supply them. Refuses at
 * once all that SageMaker would refuse.
 * @throws CliError SMA_CLI_CHANNELS
 */
export async function localChannels(project: Project, settings: InputSettings = NO_SETTINGS): Promise<JobChannel[]> {
  const { algorithm: { training }, local } = project.plan;
  const problems = unknownChannels(Object.keys(settings.channels), training.channels.map(({ name }) => name));
  const channels: JobChannel[] = [];
  for (const spec of training.channels) {
    const { [spec.name]: given = {} } = settings.channels;
    const source = join(project.dir, local.dataDir, spec.name);
    const shown = `${local.dataDir}/${spec.name}`;
    const { files, problems: strange } = await lookThrough(source, shown);
    problems.push(...strange);
    const isFed = files > 0 && strange.length === 0;
    const isAsked = spec.required || Object.keys(given).length > 0;
    if (!isFed && !isAsked) continue;
    const complete = completeSettings(given, spec, settings.inputMode);
    problems.push(...channelProblems(spec, complete));
    if (!isFed) {
      if (strange.length === 0) problems.push(`${spec.name} is ${spec.required ? 'required' : 'asked for'} and ${shown} holds no file`);
      continue;
    }
    const found = await fedChannel(project, spec.name, source, complete);
    if ('problems' in found) problems.push(...found.problems);
    else channels.push(found);
  }
  if (problems.length === 0) return channels;
  throw channelsCannotBeFed(local.dataDir, problems);
}

/** A channel that is fed from a folder as its settings say, or what is wrong with its data. */
export async function fedChannel(
  { dir }: Project, name: string, source: string, settings: CompleteSettings,
): Promise<JobChannel | { readonly problems: readonly string[] }> {
  const { inputMode, contentType, compression, distribution = 'FullyReplicated', recordWrapper = 'None', shuffleSeed } = settings;
  const content = await contentOf(dir, source, settings);
  if ('problems' in content) return { problems: content.problems.map((problem) => `${name}: ${problem}`) };
  const { items } = content;
  const broken = compression === 'Gzip' && inputMode === 'Pipe' ? await notGzip(items) : [];
  if (broken.length > 0) return { problems: broken.map((key) => `${name}: ${key} is no gzip data`) };
  return {
    name, source, items, inputMode, compression,
    config: channelConfig(contentType, inputMode, distribution, recordWrapper),
    ...(shuffleSeed !== undefined && { shuffleSeed }),
  };
}

async function contentOf(
  dir: string, source: string, { manifest, augmentedManifest, attributeNames = [] }: ChannelSettings,
): Promise<ManifestContent> {
  const file = manifest ?? augmentedManifest;
  if (file === undefined) return { items: (await objectsBelow(source)).map((object) => [object]) };
  const path = resolve(dir, file);
  const place = { source, shown: relative(dir, path) };
  return manifest === undefined ? readAugmentedManifest(path, attributeNames, place) : readManifest(path, place);
}

/** Keys of objects that the service could not inflate; an object without content holds nothing. */
async function notGzip(items: readonly Item[]): Promise<string[]> {
  const objects = items.flat().flatMap((piece) => ('file' in piece ? [piece] : []));
  const bad: string[] = [];
  for (const { key, file } of objects) {
    const handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(GZIP_MAGIC.length), 0, GZIP_MAGIC.length, 0).finally(() => handle.close());
    if (bytesRead > 0 && !buffer.equals(GZIP_MAGIC)) bad.push(key);
  }
  return bad;
}

const unknownChannels = (asked: readonly string[], known: readonly ChannelSpec['name'][]): string[] => asked
  .filter((name) => !known.includes(name))
  .map((name) => {
    const near = nearMiss(name, known);
    return `${name} is no channel of the algorithm; it has: ${known.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`;
  });
