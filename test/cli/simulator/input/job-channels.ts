import { channelConfig, type Item, type JobChannel } from '../../../../src/cli/simulator/input/job-channel';
import type { CompressionType, InputMode } from '../../../../src/contract/algorithm-spec';

export interface ChannelParts {
  readonly name?: string;
  /** Objects whose files are named after them, below `/data`. */
  readonly keys?: readonly string[];
  readonly items?: readonly Item[];
  readonly inputMode?: InputMode;
  readonly distribution?: 'FullyReplicated' | 'ShardedByS3Key';
  readonly recordWrapper?: 'None' | 'RecordIO';
  readonly compression?: CompressionType;
  readonly shuffleSeed?: string;
}

/** A channel of a job, in Pipe mode where nothing else is said. */
export function channel(parts: ChannelParts = {}): JobChannel {
  const { name = 'training', keys = [], inputMode = 'Pipe', distribution = 'FullyReplicated', recordWrapper = 'None', compression = 'None' } = parts;
  return {
    name, inputMode, compression,
    source: '/data',
    items: parts.items ?? keys.map((key) => [{ key, file: `/data/${key}` }]),
    config: channelConfig('text/csv', inputMode, distribution, recordWrapper),
    ...(parts.shuffleSeed !== undefined && { shuffleSeed: parts.shuffleSeed }),
  };
}

/** All bytes of a stream. */
export async function bytesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
