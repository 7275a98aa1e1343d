/** Whether training and inference share an image. */
export enum ImageLayout {
  /** A training image and an inference image: the inference image holds nothing that only training needs. */
  SEPARATE = 'separate',

  /** One image that answers to `train` and to `serve`: uploaded and scanned once. */
  COMBINED = 'combined',
}

/** What an image is made of, beside the algorithm. */
export enum ImageFlavor {
  /** A Debian image with a shell and npm: any package can be added. */
  SLIM = 'slim',

  /**
   * An image without a shell and without a package manager, from the family `gcr.io/distroless/nodejs…`: less for a scanner to find and
   * for an intruder to use. What starts Node in it is `env` of the builder image, which drops the same variables as the scripts do.
   */
  DISTROLESS = 'distroless',
}

/** What the images are made for. */
export enum ImagePlatform {
  /** x86: all that SageMaker trains and transforms on, and what the Marketplace takes. */
  LINUX_AMD64 = 'linux/amd64',

  /**
   * ARM (Graviton): for endpoints. SageMaker's list of 2026-10-01 has no such type for batch transform and one for training, and a
   * definition names types for all three, each of the images' processor: check them against a newer list.
   */
  LINUX_ARM64 = 'linux/arm64',
}

/** The code and data that a new project starts with. */
export enum Starter {
  /** A decision-tree classifier on the iris data set: trains and serves at once, nothing to fill in. */
  IRIS_DECISION_TREE = 'iris-decision-tree',

  /**
   * A linear model that is trained from a stream, on one host or many: Pipe mode, mini-batches, checkpoints and `job.cluster`, on
   * generated data.
   */
  STREAMING_LINEAR = 'streaming-linear',
}
