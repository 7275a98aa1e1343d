import type { AlgorithmSpec } from './algorithm-spec';
import type { ContainerCommand } from './program';
import type { ValidationPlan } from './validation-plan';

/** Where synth writes the plan and the program reads it, relative to the project. */
export const PLAN_FILE = '.sm-algorithm/plan.json';

/** Folder of local runs, relative to the project; ignored by git. */
export const RUNS_DIR = '.sm-algorithm/runs';

/** Folder of the data set that AWS validates the algorithm with, relative to the project; laid out as in S3, ignored by git. */
export const VALIDATION_DIR = '.sm-algorithm/validation';

/** What a running `local:serve` says about itself, relative to the project; ignored by git. */
export const ENDPOINT_FILE = '.sm-algorithm/endpoint.json';

/** Folder of all images, relative to the project; each image has a folder of its name in it. */
export const IMAGES_DIR = 'container';

/** Folder of the bundles in an image's folder. */
export const BUNDLE_DIR = 'program';

/** Folder in an image's folder with the files of the project that it carries, laid out as in the image. */
export const FILES_DIR = 'files';

/** Folder of what esbuild tells of the bundles, relative to the project; ignored by git. */
export const METAFILES_DIR = '.sm-algorithm/bundles';

/** Folder of what the images hold (CycloneDX) and its licences, relative to the project; ignored by git, as the images are. */
export const SBOM_DIR = '.sm-algorithm/sbom';

/** Page of `image:size`. */
export const SIZE_PAGE = '.sm-algorithm/size.html';

/** Folder in an image's folder with what npm needs to install its externals. */
export const NPM_DIR = 'npm';

/** Version of the plan's format. It rises when a reader of the former version would misread the file. */
export const PLAN_VERSION = 1;

export type ImageLayout = 'separate' | 'combined';
export type ImageFlavor = 'slim' | 'distroless';
export type ImageName = 'training' | 'inference' | 'algorithm';

/** One program of an image: the bundle of one entry file. */
export interface ProgramPlan {
  readonly command: ContainerCommand;
  /** Entry file, TypeScript, relative to the project. */
  readonly entry: string;
  /** Bundle, relative to the project and inside the image's folder. */
  readonly bundle: string;
}

/** One image: a folder that is its own build context. */
export interface ImagePlan {
  /** `training` and `inference` when separate, `algorithm` when combined. */
  readonly name: ImageName;
  /** Build context, relative to the project. */
  readonly folder: string;
  readonly programs: readonly ProgramPlan[];
  /** The word that a container without an argument gets. */
  readonly defaultCommand: ContainerCommand;
  /** Local name, without tag. */
  readonly localName: string;
  /** Repository in ECR, without registry and tag. */
  readonly repository: string;
  readonly flavor: ImageFlavor;
  readonly baseImage: string;
  /** Where what the image adds is gathered; the base image itself unless it has no shell. */
  readonly builderImage?: string;
  /** Major version of Node in the image. */
  readonly nodeMajor: number;
  /** `os/architecture`. */
  readonly platform: string;
  /** npm packages that are installed in the image instead of being bundled. */
  readonly externals: readonly string[];
  readonly debianPackages: readonly string[];
  readonly files: readonly ImageFilePlan[];
  /** Flags of Node beside our own. */
  readonly nodeFlags: readonly string[];
  /** Share of the container's memory that Node's heap may take. Unit: percent. */
  readonly heapPercent?: number;
}

/** A file or folder of the project that an image carries. */
export interface ImageFilePlan {
  /** Relative to the project. */
  readonly source: string;
  /** Absolute path in the image. */
  readonly target: string;
  readonly executable: boolean;
}

/** An archive in S3 that the service unpacks beside an image. */
export interface AdditionalDataSourcePlan {
  readonly s3Uri: string;
  readonly eTag?: string;
}

/** What the CreateAlgorithm request says and neither images nor programs need to know. */
export interface ProductPlan {
  readonly certifyForMarketplace: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly trainingData?: AdditionalDataSourcePlan;
  readonly inferenceData?: AdditionalDataSourcePlan;
  /** Variables of the inference container. */
  readonly inferenceEnvironment: Readonly<Record<string, string>>;
  readonly validation?: ValidationPlan;
}

/** The resolved, frozen form of a definition. */
export interface AlgorithmPlan {
  readonly planVersion: typeof PLAN_VERSION;
  readonly description?: string;
  readonly imageLayout: ImageLayout;
  readonly images: readonly ImagePlan[];
  readonly algorithm: AlgorithmSpec;
  readonly instanceTypes: {
    readonly training: readonly string[];
    readonly realtime: readonly string[];
    readonly transform: readonly string[];
  };
  readonly product: ProductPlan;
  readonly ecr: {
    /** 12 digits. */
    readonly accountId?: string;
    readonly region?: string;
  };
  readonly local: {
    /** Folder with one folder of sample data per channel, relative to the project. */
    readonly dataDir: string;
    /** Folder of sample requests; the file's extension says its content type. */
    readonly payloadDir: string;
    /** Hyperparameters that local runs start from: the validation's. */
    readonly hyperparameters: Readonly<Record<string, string>>;
    /** Optional file with more of them, a flat JSON object; the algorithm's defaults apply to the rest. */
    readonly hyperparametersFile: string;
  };
}

/** The image whose program answers to `command`. */
export function imageFor(plan: AlgorithmPlan, command: ContainerCommand): ImagePlan {
  return plan.images.find((image) => image.programs.some((program) => program.command === command))!;
}

/** The program that answers to `command`. */
export function programFor(plan: AlgorithmPlan, command: ContainerCommand): ProgramPlan {
  return imageFor(plan, command).programs.find((program) => program.command === command)!;
}

/** What esbuild tells of a bundle, relative to the project. */
export const metafileOf = (image: ImagePlan, { command }: ProgramPlan): string => `${METAFILES_DIR}/${image.name}-${command}.json`;

/** What the tasks write into an image's folder, relative to the project; none of it is committed. */
export function taskOutputs(image: ImagePlan): string[] {
  const bundles = image.programs.flatMap(({ bundle }) => [bundle, `${bundle}.map`]);
  const npm = image.externals.length > 0 ? ['package.json', 'package-lock.json'].map((name) => `${image.folder}/${NPM_DIR}/${name}`) : [];
  return [...bundles, ...npm];
}

/** Reading a plan ends in the plan or in what is wrong with the text, never in an exception. */
export type ParsedPlan = { readonly plan: AlgorithmPlan } | { readonly problem: string };

/** `string`, `number`, `boolean`, a list of what stands in it, or an object with these parts and maybe others. */
type Shape = 'string' | 'number' | 'boolean' | readonly [Shape] | { readonly [part: string]: Shape };

/** What the readers of a plan rely on; parts that may be absent are not in it. */
const PLAN_SHAPE: Shape = {
  imageLayout: 'string',
  images: [{
    name: 'string',
    folder: 'string',
    programs: [{ command: 'string', entry: 'string', bundle: 'string' }],
    defaultCommand: 'string',
    localName: 'string',
    repository: 'string',
    flavor: 'string',
    baseImage: 'string',
    nodeMajor: 'number',
    platform: 'string',
    externals: ['string'],
    debianPackages: ['string'],
    files: [{ source: 'string', target: 'string', executable: 'boolean' }],
    nodeFlags: ['string'],
  }],
  algorithm: {
    name: 'string',
    training: {
      hyperparameters: [{ name: 'string', type: 'string' }],
      channels: [{ name: 'string', contentTypes: ['string'], inputModes: ['string'], compressionTypes: ['string'] }],
      metrics: [{ name: 'string', regex: 'string' }],
      distributed: 'boolean',
    },
    inference: { contentTypes: ['string'], responseTypes: ['string'] },
  },
  instanceTypes: { training: ['string'], realtime: ['string'], transform: ['string'] },
  product: { certifyForMarketplace: 'boolean', tags: {}, inferenceEnvironment: {} },
  ecr: {},
  local: { dataDir: 'string', payloadDir: 'string', hyperparameters: {}, hyperparametersFile: 'string' },
};

/** The first part that is missing or of another type, and its type; a plan that projen wrote has all of them. */
function missingPart(value: unknown, shape: Shape, at: string): string | undefined {
  if (typeof shape === 'string') return typeof value === shape ? undefined : `${at} (a ${shape})`;
  if (shape instanceof Array) {
    if (!Array.isArray(value)) return `${at} (an array)`;
    return value.map((entry, index) => missingPart(entry, shape[0], `${at}[${index}]`)).find((part) => part !== undefined);
  }
  if (typeof value !== 'object' || value === null) return `${at} (an object)`;
  return Object.entries(shape)
    .map(([part, inner]) => missingPart((value as Record<string, unknown>)[part], inner, at === '' ? part : `${at}.${part}`))
    .find((part) => part !== undefined);
}

/** Parses the text of {@link PLAN_FILE}. */
export function parsePlan(text: string): ParsedPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON (${(error as Error).message})` };
  }
  const version = (value as { planVersion?: unknown } | null)?.planVersion;
  if (version !== PLAN_VERSION) {
    return { problem: `has plan version ${JSON.stringify(version)}; this sm-algorithm reads version ${PLAN_VERSION}` };
  }
  const missing = missingPart(value, PLAN_SHAPE, '');
  if (missing !== undefined) return { problem: `has no ${missing}` };
  const plan = value as AlgorithmPlan;
  const unanswered = (['train', 'serve'] as const).find((command) => imageFor(plan, command) === undefined);
  return unanswered === undefined ? { plan } : { problem: `has no program that answers to "${unanswered}"` };
}
