/** What the command line says about the input of a training job; pure. */
import type { CompressionType, InputMode } from '../../../contract/algorithm-spec';
import type { RecordWrapperType, S3DataDistributionType } from '../../../contract/create-algorithm';
import { nearMiss } from '../../../contract/near-miss';
import { CliError } from '../../cli-error';

/** What a job says about one channel; what it leaves out follows from the definition. */
export interface ChannelSettings {
  readonly inputMode?: InputMode;
  readonly distribution?: S3DataDistributionType;
  /** May have parameters. */
  readonly contentType?: string;
  readonly recordWrapper?: RecordWrapperType;
  readonly compression?: CompressionType;
  readonly shuffleSeed?: string;
  /** Path of a ManifestFile. */
  readonly manifest?: string;
  /** Path of an AugmentedManifestFile. */
  readonly augmentedManifest?: string;
  readonly attributeNames?: readonly string[];
}

export interface InputSettings {
  readonly channels: Readonly<Record<string, ChannelSettings>>;
  /** Of the channels that do not say it themselves. */
  readonly inputMode?: InputMode;
  readonly hasDecoys?: boolean;
  /** Unit: ms. */
  readonly lateFifoMs?: number;
}

/** The options of the commands, as they were written: each a list of `<channel>=<value>`. */
export interface InputOptions {
  readonly inputMode?: readonly string[];
  readonly distribution?: readonly string[];
  readonly contentType?: readonly string[];
  readonly recordWrapper?: readonly string[];
  readonly compression?: readonly string[];
  readonly shuffle?: readonly string[];
  readonly manifest?: readonly string[];
  readonly augmentedManifest?: readonly string[];
  readonly attributes?: readonly string[];
  readonly lateFifos?: number;
  readonly decoys?: boolean;
}

/** Most attributes of an augmented manifest. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html */
const ATTRIBUTES_MAX = 16;
const SEED_MAX = 2n ** 63n - 1n;

/** The value, or what is wrong with it. */
type Read<T> = { readonly value: T } | { readonly problem: string };

const oneOf = <T extends string>(...known: readonly T[]) => (text: string): Read<T> => {
  const value = known.find((one) => one.toLowerCase() === text.toLowerCase());
  return value === undefined ? { problem: `is none of ${known.join(', ')}${hint(nearMiss(text, known))}` } : { value };
};
const hint = (near: string | undefined): string => (near === undefined ? '' : `; did you mean ${near}?`);

const anyText = (text: string): Read<string> => (text === '' ? { problem: 'is empty' } : { value: text });

function seed(text: string): Read<string> {
  const fits = /^-?\d{1,19}$/.test(text) && BigInt(text) <= SEED_MAX && BigInt(text) >= -SEED_MAX - 1n;
  return fits ? { value: String(BigInt(text)) } : { problem: 'is no whole number of 64 bits' };
}

function names(text: string): Read<readonly string[]> {
  const value = text.split(',').map((name) => name.trim());
  return value.length > ATTRIBUTES_MAX || value.includes('') ? { problem: `is no list of 1 to ${ATTRIBUTES_MAX} names with commas between them` } : { value };
}

const inputMode = oneOf<InputMode>('File', 'FastFile', 'Pipe');

/** Option of the command, setting of the channel, how its value is read. */
const SETTINGS = [
  ['inputMode', 'inputMode', inputMode],
  ['distribution', 'distribution', oneOf<S3DataDistributionType>('FullyReplicated', 'ShardedByS3Key')],
  ['contentType', 'contentType', anyText],
  ['recordWrapper', 'recordWrapper', oneOf<RecordWrapperType>('None', 'RecordIO')],
  ['compression', 'compression', oneOf<CompressionType>('None', 'Gzip')],
  ['shuffle', 'shuffleSeed', seed],
  ['manifest', 'manifest', anyText],
  ['augmentedManifest', 'augmentedManifest', anyText],
  ['attributes', 'attributeNames', names],
] as const satisfies ReadonlyArray<readonly [keyof InputOptions, keyof ChannelSettings, (text: string) => Read<unknown>]>;

const flag = (option: string): string => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Reads the options; tells all that is wrong with them at once.
 * @throws CliError SMA_CLI_USAGE
 */
export function parseInputSettings(options: InputOptions): InputSettings {
  const channels: Record<string, Record<string, unknown>> = {};
  const problems: string[] = [];
  let jobMode: InputMode | undefined;
  for (const [option, setting, read] of SETTINGS) {
    for (const text of options[option] ?? []) {
      const at = text.indexOf('=');
      const isOfJob = at < 0 && option === 'inputMode';
      if (at < 1 && !isOfJob) {
        problems.push(`${flag(option)} ${text} names no channel; write ${flag(option)} <channel>=<value>`);
        continue;
      }
      const result = read(text.slice(at + 1));
      if ('problem' in result) problems.push(`${flag(option)} ${text}: the value ${result.problem}`);
      else if (isOfJob) jobMode = result.value as InputMode;
      else (channels[text.slice(0, at)] ??= {})[setting] = result.value;
    }
  }
  if (problems.length > 0) {
    throw new CliError('SMA_CLI_USAGE', {
      what: 'the input of the job cannot be understood:',
      why: 'each option says one thing about one channel, in the words of CreateTrainingJob',
      fix: 'correct the options; --help lists them',
      details: problems,
    });
  }
  return {
    channels,
    ...(jobMode !== undefined && { inputMode: jobMode }),
    ...(options.lateFifos !== undefined && { lateFifoMs: options.lateFifos }),
    ...(options.decoys && { hasDecoys: true }),
  };
}
