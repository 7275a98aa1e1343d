import type { javascript } from 'projen';
import type { ArtifactEncryptionOptions } from './artifact-encryption';
import type { ImageFlavor, ImageLayout, ImagePlatform, Starter } from './image';
import type { ImageFile } from './image-file';
import type { InferenceOptions } from './inference-options';
import type { TrainingOptions } from './training-options';
import type { ValidationOptions } from './validation-options';

/**
 * The definition of an algorithm product: all that its images, tasks and documents are made from.
 */
export interface SmAlgorithmProjectOptions extends javascript.NodeProjectOptions {
  /**
   * What the algorithm takes and reports when it is trained. Every definition has it.
   *
   * @default - of a new project: the starter's; afterwards a definition without it is refused
   */
  readonly training?: TrainingOptions;

  /**
   * What the trained model takes and gives. Every definition has it.
   *
   * @default - of a new project: the starter's; afterwards a definition without it is refused
   */
  readonly inference?: InferenceOptions;

  /**
   * What AWS runs to validate the algorithm when it is created. Marketplace products need it.
   *
   * @default - none: the algorithm is created without a validation
   */
  readonly validation?: ValidationOptions;

  /**
   * Name of the algorithm resource: 1 to 63 letters, digits and `-`; unique in account and Region. A resource cannot be changed, so
   * a new version needs a new name, for example `iris-decision-tree-1-1-0`.
   *
   * @default - the project's name, with what is not allowed replaced by `-`
   */
  readonly algorithmName?: string;

  /**
   * Whether the algorithm is to be listed in AWS Marketplace. It cannot be changed after the algorithm was created.
   *
   * @default false
   */
  readonly certifyForMarketplace?: boolean;

  /**
   * Tags of the algorithm resource: at most 50; keys of 1 to 128 characters, values of at most 256: letters, digits, spaces and
   * `_.:/=+-@`.
   *
   * @default - none
   */
  readonly tags?: Record<string, string>;

  /**
   * Whether and with which key the model and checkpoints are encrypted.
   *
   * @default - none: a buyer can read them
   */
  readonly artifactEncryption?: ArtifactEncryptionOptions;

  /**
   * One image for training and inference, or one for each.
   *
   * @default ImageLayout.SEPARATE
   * @featured
   */
  readonly imageLayout?: ImageLayout;

  /**
   * What the images are made of: a Debian with a shell, or nothing but Node and its libraries.
   *
   * @default ImageFlavor.SLIM
   */
  readonly imageFlavor?: ImageFlavor;

  /**
   * Base image of all images, for their platform. Slim: Debian, Ubuntu or the like with Node and npm on PATH. Distroless: one with Node
   * at `/nodejs/bin/node` and the C library of the builder image.
   *
   * @default - slim: `public.ecr.aws/docker/library/node:<imageNodeVersion>-bookworm-slim`; distroless:
   * `gcr.io/distroless/nodejs<imageNodeVersion>-debian12`
   */
  readonly baseImage?: string;

  /**
   * Image in which what a distroless image adds is gathered, and of which nothing but `env` ends up there: Debian with Node and npm, of
   * the same release as the base image. For distroless images only.
   *
   * @default - `public.ecr.aws/docker/library/node:<imageNodeVersion>-bookworm-slim`
   */
  readonly imageBuilder?: string;

  /**
   * Operating system and processor that the images are made for. Instance types of another processor are refused.
   *
   * @default ImagePlatform.LINUX_AMD64
   */
  readonly imagePlatform?: ImagePlatform;

  /**
   * Major version of Node in the images: 20 or later. Bundles are compiled for it.
   *
   * @default 24
   */
  readonly imageNodeVersion?: number;

  /**
   * npm packages that esbuild cannot bundle, such as those with native code.
   * They are installed in the images, at the versions of the project's lockfile.
   *
   * @default - none
   */
  readonly imageExternals?: string[];

  /**
   * Debian packages that the images need, such as `libgomp1`, without their recommendations: their newest version when the image is
   * built. For slim images only.
   *
   * @default - none
   */
  readonly imageDebianPackages?: string[];

  /**
   * Files and folders of the project that the images carry beside the programs. A local run without containers finds none of them.
   *
   * @default - none
   */
  readonly imageFiles?: ImageFile[];

  /**
   * Flags of Node that the programs run with, such as `--stack-size=2000`; each is one argument.
   *
   * @default - none
   */
  readonly imageNodeFlags?: string[];

  /**
   * How much of the container's memory Node's heap may take, found out when a program starts. Unit: percent, a whole number from 10 to 95.
   * Buffers and typed arrays lie outside of the heap. Needs a Node of the images that knows `--max-old-space-size-percentage`: 24.6 or
   * later.
   *
   * @default - what Node chooses: about half of the memory, and at most about 4 GB
   */
  readonly imageHeapPercent?: number;

  /**
   * Version of the algorithm: the tag of its images. Docker's rule: 1 to 128 letters, digits, `.`, `_` and `-`.
   *
   * @default - the git tag of the commit, without a leading `v`
   * @featured
   */
  readonly algorithmVersion?: string;

  /**
   * AWS account that owns the repositories: 12 digits.
   *
   * @default - none; `ecr:tag` then asks for it
   * @featured
   */
  readonly ecrAccountId?: string;

  /**
   * AWS Region of the repositories, for example `us-east-1`.
   *
   * @default - none; `ecr:tag` then asks for it
   * @featured
   */
  readonly ecrRegion?: string;

  /**
   * Name of the repository; separate images get `-training` and `-inference` appended.
   *
   * @default - the project's name in lower case
   * @featured
   */
  readonly ecrRepository?: string;

  /**
   * What a new project starts with. Read by `projen new` only.
   *
   * @default Starter.IRIS_DECISION_TREE
   */
  readonly starter?: Starter;
}
