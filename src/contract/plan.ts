import type { AlgorithmSpec } from './algorithm-spec';
import type { ContainerCommand } from './program';

/** Where synth writes the plan and the program reads it, relative to the project. */
export const PLAN_FILE = '.sm-algorithm/plan.json';

/** Folder of local runs, relative to the project; ignored by git. */
export const RUNS_DIR = '.sm-algorithm/runs';

/** Version of the plan's format. It rises when a reader of the former version would misread the file. */
export const PLAN_VERSION = 1;

export type ImageLayout = 'separate' | 'combined';
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
  readonly baseImage: string;
  /** Major version of Node in the image. */
  readonly nodeMajor: number;
  /** `os/architecture`. */
  readonly platform: string;
  /** npm packages that are installed in the image instead of being bundled. */
  readonly externals: readonly string[];
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
    /** Optional file with the hyperparameters of local runs, a flat JSON object; the algorithm's defaults apply to the rest. */
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

/** Reading a plan ends in the plan or in what is wrong with the text, never in an exception. */
export type ParsedPlan = { readonly plan: AlgorithmPlan } | { readonly problem: string };

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
  return { plan: value as AlgorithmPlan };
}
