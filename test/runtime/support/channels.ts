import { createLog } from '../../../src/runtime/shared/log';
import { createChannel, type Channel } from '../../../src/runtime/training/channel';
import type { ChannelFacts, ChannelSurroundings, Part } from '../../../src/runtime/training/channels/channel-source';

export interface World extends ChannelSurroundings {
  readonly stop: AbortController;
  /** Everything that was logged. */
  text(): string;
}

export function world(): World {
  const stop = new AbortController();
  let text = '';
  return { log: createLog((line) => void (text += line), 'debug'), signal: stop.signal, stop, text: () => text };
}

/** A channel called training, below a folder. */
export function channelIn(base: string, facts: Partial<ChannelFacts> = {}, surroundings: ChannelSurroundings = world()): Channel {
  return createChannel({
    name: 'training', contentType: 'text/csv', inputMode: 'File', recordWrapper: 'None', isSharded: false, path: `${base}/training`, ...facts,
  }, surroundings);
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export const textOf = async (bytes: AsyncIterable<Buffer>): Promise<string> => Buffer.concat(await all(bytes)).toString();

/** The bytes as a part, in chunks of a size. */
export function partOf(bytes: string | Uint8Array, chunkBytes = Infinity): Part {
  const buffer = Buffer.from(bytes as string);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < buffer.length; at += chunkBytes) yield buffer.subarray(at, Math.min(at + chunkBytes, buffer.length));
  }
  return { place: 'channel training, file a', chunks: chunks() };
}

/** Frames of RecordIO, one a payload; `[part, payload]` for a frame of a split record. */
export function recordIo(...payloads: Array<string | Uint8Array | readonly [number, string | Uint8Array]>): Buffer {
  return Buffer.concat(payloads.flatMap((given) => {
    const [part, payload] = Array.isArray(given) ? given as [number, string | Uint8Array] : [0, given as string | Uint8Array];
    const bytes = Buffer.from(payload as string);
    const header = Buffer.alloc(8);
    header.writeUInt32LE(0xced7230a, 0);
    header.writeUInt32LE(part * 2 ** 29 + bytes.length, 4);
    return [header, bytes, Buffer.alloc((4 - bytes.length % 4) % 4)];
  }));
}
