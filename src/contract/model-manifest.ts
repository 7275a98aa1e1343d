/** What training says about a model in a file of its own beside it, and what serving checks before it is ready. */

/** Name of the manifest in the model folder. */
export const MODEL_MANIFEST_FILE = 'sm-algorithm.json';

/** Version of the manifest's format. It rises when a reader of the former version would misread the file. */
export const MODEL_MANIFEST_VERSION = 1;

/** One file of the model. */
export interface ModelManifestFile {
  /** Relative to the model folder, `/` between folders. */
  readonly name: string;
  /** Size as it is stored. */
  readonly bytes: number;
}

/** Nothing in it depends on clock, host or place: the same training gives the same manifest. */
export interface ModelManifest {
  /** {@link MODEL_MANIFEST_VERSION} of its writer. */
  readonly formatVersion: number;
  /** Version of sm-algorithm that trained the model, when it is known. */
  readonly smAlgorithmVersion?: string;
  readonly algorithm: {
    readonly name: string;
    /** The user's own version of the algorithm, when he states one. */
    readonly version?: string;
  };
  /** The values in force, defaults included. */
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  /** The last value of each metric that was reported. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Every file of the model but the manifest itself, sorted by name. */
  readonly files: readonly ModelManifestFile[];
}

/** Reading a manifest ends in the manifest or in what is wrong with the text, never in an exception. */
export type ParsedModelManifest = { readonly manifest: ModelManifest } | { readonly problem: string };

/** The text of {@link MODEL_MANIFEST_FILE}. */
export const renderModelManifest = (manifest: ModelManifest): string => `${JSON.stringify(manifest, undefined, 2)}\n`;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isFile = (value: unknown): boolean =>
  isObject(value) && typeof value.name === 'string' && Number.isSafeInteger(value.bytes) && (value.bytes as number) >= 0;

function missingPart({ algorithm, hyperparameters, metrics, files }: Record<string, unknown>): string | undefined {
  if (!isObject(algorithm) || typeof algorithm.name !== 'string') return 'algorithm.name (a string)';
  if (!isObject(hyperparameters)) return 'hyperparameters (an object)';
  if (!isObject(metrics)) return 'metrics (an object)';
  return Array.isArray(files) && files.every(isFile) ? undefined : 'files (an array of names with sizes)';
}

/** Parses the text of {@link MODEL_MANIFEST_FILE}; what it does not know, of later versions that can be read, is kept. */
export function parseModelManifest(text: string): ParsedModelManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON (${(error as Error).message})` };
  }
  if (!isObject(value)) return { problem: 'is not a JSON object' };
  const { formatVersion } = value;
  if (!Number.isSafeInteger(formatVersion) || (formatVersion as number) < 1) return { problem: 'has no formatVersion (a whole number from 1)' };
  if ((formatVersion as number) > MODEL_MANIFEST_VERSION) {
    return { problem: `has format version ${formatVersion}; this program reads versions up to ${MODEL_MANIFEST_VERSION}` };
  }
  const missing = missingPart(value);
  return missing === undefined ? { manifest: value as unknown as ModelManifest } : { problem: `has no ${missing}` };
}
