/** What SageMaker would refuse of a channel of a job, in the words of the command line; pure. */
import type { ChannelSettings } from './input-settings';
import type { ChannelSpec, CompressionType, InputMode } from '../../../contract/algorithm-spec';
import { mediaType } from '../../../contract/media-types';

/** What a job says about a channel, every default filled in. */
export type CompleteSettings = ChannelSettings & { readonly inputMode: InputMode; readonly compression: CompressionType };

/** The first of what the channel takes; objects that are stored compressed are inflated in Pipe mode, otherwise nobody asks. */
export function completeSettings(given: ChannelSettings, spec: ChannelSpec, jobMode?: InputMode): CompleteSettings {
  const inputMode = given.inputMode ?? jobMode ?? spec.inputModes[0] ?? 'File';
  const stored = inputMode === 'Pipe' ? spec.compressionTypes[0] : undefined;
  const contentType = given.contentType ?? spec.contentTypes[0];
  return { ...given, inputMode, compression: given.compression ?? stored ?? 'None', ...(contentType !== undefined && { contentType }) };
}

export function channelProblems(spec: ChannelSpec, settings: CompleteSettings): string[] {
  const { inputMode: mode, compression, contentType, recordWrapper, manifest, augmentedManifest, attributeNames } = settings;
  const says = (is: boolean, problem: string) => (is ? [`${spec.name} ${problem}`] : []);
  const list = (values: readonly string[]) => values.join(', ');
  const supported = spec.contentTypes.map(mediaType);
  const compressions: readonly string[] = spec.compressionTypes.length > 0 ? spec.compressionTypes : ['None'];
  return [
    ...says(!spec.inputModes.includes(mode), `does not take ${mode} mode; the definition allows: ${list(spec.inputModes)}`),
    ...says(compression === 'Gzip' && !compressions.includes(compression), `does not take Gzip; the definition allows: ${list(compressions)}`),
    ...says(compression === 'Gzip' && mode !== 'Pipe', `is Gzip in ${mode} mode; the service inflates in Pipe mode only, files arrive as they are stored`),
    ...says(contentType !== undefined && supported.length > 0 && !supported.includes(mediaType(contentType)),
      `does not take ${contentType}; the definition allows: ${list(supported)}`),
    ...says(recordWrapper === 'RecordIO' && mode !== 'Pipe', `is framed as RecordIO in ${mode} mode; records are framed in Pipe mode only`),
    ...says(manifest !== undefined && augmentedManifest !== undefined, 'has two manifests; a channel has one source'),
    ...says(manifest !== undefined && mode === 'FastFile', 'is named by a manifest in FastFile mode, which mounts a folder'),
    ...says(augmentedManifest !== undefined && mode !== 'Pipe', `is named by an augmented manifest in ${mode} mode; it is for Pipe mode only`),
    ...says(augmentedManifest !== undefined && attributeNames === undefined, 'has an augmented manifest and no --attributes, by whose names it is read'),
    ...says(augmentedManifest === undefined && attributeNames !== undefined, 'has attributes and no augmented manifest'),
  ];
}
