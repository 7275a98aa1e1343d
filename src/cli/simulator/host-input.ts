/** What one host of a training job finds, as data: files, and how its FIFOs are fed. Whoever runs the host lays it out. */

/** Text, bytes, or a file of this machine. */
export type FileContent = string | Uint8Array | { readonly copyOf: string };

/** How the FIFOs of one channel are fed: `<channel>_0`, `<channel>_1`, … for as long as the program opens them. */
export interface PipeFeed {
  readonly channel: string;
  /** The bytes of an epoch, in the pieces in which they are written. */
  readonly epoch: (epoch: number) => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Each FIFO appears so long after the program has started, or has opened the former one; by default they are there ahead. Unit: ms. */
  readonly lateMs?: number;
  /**
   * So many first pieces of an epoch are written one by one, each a while after the one before and once a reader is there: what
   * lies ready in the FIFO would be read at once, wherever the pieces end.
   */
  readonly pacedPieces?: number;
  /** The writer of this epoch keeps its FIFO open when its bytes are written: who reads on cannot come to an end by himself. */
  readonly holdEpoch?: number;
}

/** What lies below `/opt/ml` of one host before its start. */
export interface HostInput {
  /** Name of the host; the other hosts reach it by it. */
  readonly name: string;
  /** Files of `input/config`, by name. */
  readonly config: Readonly<Record<string, string>>;
  /** Files of `input/data`, by path; a path that ends in `/` is a folder without files. */
  readonly data: Readonly<Record<string, FileContent>>;
  readonly pipes: readonly PipeFeed[];
  /** Folder whose content is there as `/opt/ml/checkpoints` before the start. */
  readonly checkpoints?: string;
}
