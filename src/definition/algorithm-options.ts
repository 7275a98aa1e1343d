import type { javascript } from 'projen';
import type { ArtifactEncryptionOptions } from './artifact-encryption';
import type { ImageLayout, ImagePlatform, Starter } from './image';
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
   * Base image of all images: Debian, Ubuntu or the like with Node and npm on PATH, for the platform of the images.
   *
   * @default - `public.ecr.aws/docker/library/node:<imageNodeVersion>-bookworm-slim`
   */
  readonly baseImage?: string;

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
