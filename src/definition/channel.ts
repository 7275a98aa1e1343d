/** How the data of a channel reaches the container. */
export enum InputMode {
  /** The whole data set is copied to the volume before the job starts. */
  FILE = 'File',

  /** The data set is mounted read-only and streamed when it is read; needs an S3 prefix that ends with a slash. */
  FAST_FILE = 'FastFile',

  /** The data set arrives as one stream of bytes per epoch, through a named pipe; nothing is copied. */
  PIPE = 'Pipe',
}

/** How the objects of a channel may be stored in S3. */
export enum CompressionType {
  /** As they are. */
  NONE = 'None',

  /** Gzip. The service inflates them in Pipe mode only; in File mode they arrive as they are stored. */
  GZIP = 'Gzip',
}

/**
 * A named input of training jobs.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ChannelSpecification.html
 */
export interface ChannelOptions {
  /**
   * Name of the channel and of its folder `/opt/ml/input/data/<name>`: 1 to 64 letters, digits, `.`, `-` and `_`.
   */
  readonly name: string;

  /**
   * Media types that the algorithm reads, without parameters; the first is assumed when a job names none. At least one.
   */
  readonly contentTypes: string[];

  /**
   * Ways in which the data may arrive.
   *
   * @default - `InputMode.FILE` and `InputMode.FAST_FILE`
   */
  readonly inputModes?: InputMode[];

  /**
   * Ways in which the objects may be compressed. At least one.
   *
   * @default - `CompressionType.NONE`
   */
  readonly compressionTypes?: CompressionType[];

  /**
   * Whether every training job has to supply it.
   *
   * @default true
   */
  readonly required?: boolean;

  /**
   * What it holds, for the buyer. One line of at most 1024 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}
