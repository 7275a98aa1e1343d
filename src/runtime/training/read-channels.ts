import { readdirSync, statSync } from 'node:fs';
import { createChannel, type Channel } from './channel';
import type { ChannelSurroundings } from './channels/channel-source';
import type { InputFindings } from './input-findings';
import { isJsonObject, readJsonObject } from './read-json-file';
import type { ChannelSpec, InputMode } from '../../contract/algorithm-spec';
import { mediaType } from '../../contract/media-types';
import { channelFolder, type OptMlPaths } from '../../contract/opt-ml';
import { quoted, quotedList } from '../../contract/quoted';
import { didYouMean } from '../shared/did-you-mean';
import { RuntimeError } from '../shared/runtime-error';

export type Channels = Readonly<Record<string, Channel>>;

/** What the job says about a channel, as far as it says it. */
interface GivenChannel {
  readonly contentType?: string;
  readonly inputMode: string;
  readonly recordWrapper: 'None' | 'RecordIO';
  readonly isSharded: boolean;
}

/** What reading needs to know besides the files. */
export interface ChannelWorld extends ChannelSurroundings {
  readonly platform: NodeJS.Platform;
}

/** FastFile is File that reads from S3: the service itself calls it `File` since 2025, so a channel declared for one takes both. */
const FOLDER_MODES: readonly string[] = ['File', 'FastFile'] satisfies InputMode[];

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Without a configuration file every folder is a channel; files such as `<channel>-manifest` are not. */
function channelsByFolder(inputData: string): Map<string, GivenChannel> {
  const names = isFolder(inputData) ? readdirSync(inputData) : [];
  const folders = names.filter((name) => !name.startsWith('.') && isFolder(channelFolder(inputData, name)));
  return new Map(folders.sort().map((name) => [name, { inputMode: 'File', recordWrapper: 'None', isSharded: false }]));
}

const textOr = <T>(value: unknown, fallback: T): string | T => typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback;

function givenChannels(paths: OptMlPaths): Map<string, GivenChannel> {
  const file = readJsonObject(paths.inputDataConfig, 'is a problem');
  if (!file) return channelsByFolder(paths.inputData);
  return new Map(Object.entries(file).map(([name, entry]) => {
    if (!isJsonObject(entry)) throw new RuntimeError('SMA_RUN_CONFIG_FILE', paths.inputDataConfig, `has no object for channel ${name}`);
    return [name, {
      contentType: textOr(entry.ContentType, undefined),
      inputMode: textOr(entry.TrainingInputMode, 'File'),
      recordWrapper: entry.RecordWrapperType === 'RecordIO' ? 'RecordIO' : 'None',
      isSharded: entry.S3DistributionType === 'ShardedByS3Key',
    }];
  }));
}

function checkMode(spec: ChannelSpec, mode: string, platform: NodeJS.Platform): void {
  const isFolderMode = (declared: string): boolean => FOLDER_MODES.includes(declared);
  const isReadable = isFolderMode(mode) ? spec.inputModes.some(isFolderMode) : spec.inputModes.some((declared) => declared === mode);
  if (!isReadable) throw new RuntimeError('SMA_RUN_CHANNEL_MODE', spec.name, mode, spec.inputModes.join(' or '));
  if (mode === 'Pipe' && platform === 'win32') throw new RuntimeError('SMA_RUN_PIPE_PLATFORM', spec.name, 'Windows');
}

function checkContentType(spec: ChannelSpec, contentType: string): void {
  if (spec.contentTypes.some((declared) => mediaType(declared) === mediaType(contentType))) return;
  throw new RuntimeError('SMA_RUN_CHANNEL_CONTENT_TYPE', spec.name, quoted(contentType), quotedList(spec.contentTypes));
}

type GivenChannels = ReadonlyMap<string, GivenChannel>;

function channelOf(spec: ChannelSpec, given: GivenChannels, inputData: string, world: ChannelWorld): Channel | undefined {
  const found = given.get(spec.name);
  if (!found) {
    if (spec.required) throw new RuntimeError('SMA_RUN_CHANNEL_MISSING', spec.name, quotedList([...given.keys()]));
    return undefined;
  }
  checkMode(spec, found.inputMode, world.platform);
  const contentType = found.contentType ?? spec.contentTypes[0];
  checkContentType(spec, contentType);
  const path = channelFolder(inputData, spec.name);
  // In Pipe mode there is no folder, and the first FIFO may come later.
  if (found.inputMode !== 'Pipe' && !isFolder(path)) throw new RuntimeError('SMA_RUN_CHANNEL_FOLDER', spec.name, path);
  const { inputMode, recordWrapper, isSharded } = found;
  return createChannel({ name: spec.name, contentType, inputMode: inputMode as InputMode, recordWrapper, isSharded, path }, world);
}

/** The channels of the job that the algorithm declares; an optional one that the job leaves out is absent from the result. */
export function readChannels(paths: OptMlPaths, specs: readonly ChannelSpec[], findings: InputFindings, world: ChannelWorld): Channels {
  const given = findings.collect(() => givenChannels(paths));
  if (!given) return {};
  const channels = specs.flatMap((spec) => findings.collect(() => channelOf(spec, given, paths.inputData, world)) ?? []);
  const declared = specs.map((spec) => spec.name);
  for (const name of given.keys()) {
    if (declared.includes(name)) continue;
    findings.warnings.push(`channel ${name} is not declared by the algorithm and is not read${didYouMean(name, declared)}`);
  }
  return Object.freeze(Object.fromEntries(channels.map((channel) => [channel.name, channel])));
}
