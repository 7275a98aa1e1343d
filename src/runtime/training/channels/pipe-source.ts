import { Readable } from 'node:stream';
import { WAIT_MAX_SECONDS, type ReadOptions } from './channel-options';
import type { ChannelFacts, ChannelSource, ChannelSurroundings, Part } from './channel-source';
import { closed } from './closed';
import { inflated } from './inflated';
import { PipeStream } from './pipe-stream';
import { RuntimeError } from '../../shared/runtime-error';

/** A channel in Pipe mode: one FIFO an epoch, in order, one closed before the next is opened. */
export class PipeSource implements ChannelSource {
  private next = 0;
  private current: PipeStream | undefined;

  constructor(
    private readonly facts: ChannelFacts, private readonly world: ChannelSurroundings, private readonly platform?: NodeJS.Platform,
  ) {}

  async files(): Promise<string[]> {
    throw new RuntimeError('SMA_RUN_CHANNEL_NO_FILES', this.facts.name);
  }

  open(options: ReadOptions): Readable {
    const stream = this.stream(options.epoch, options.waitMaxSeconds);
    return options.gunzip ? Readable.from(inflated(stream, stream.place), { objectMode: false }) : stream;
  }

  async *parts(options: ReadOptions): AsyncGenerator<Part> {
    const stream = this.stream(options.epoch, options.waitMaxSeconds);
    yield { place: stream.place, chunks: options.gunzip ? inflated(stream, stream.place) : stream };
  }

  private stream(epoch = this.next, waitMaxSeconds = WAIT_MAX_SECONDS): PipeStream {
    if (epoch !== this.next) throw new RuntimeError('SMA_RUN_EPOCH', this.facts.name, String(epoch), String(this.next));
    this.next++;
    const turn = this.current ? closed(this.current) : Promise.resolve();
    const place = `channel ${this.facts.name}, epoch ${epoch}`;
    this.current = new PipeStream(
      { path: `${this.facts.path}_${epoch}`, place, waitMaxMs: waitMaxSeconds * 1000, turn, platform: this.platform }, this.world,
    );
    return this.current;
  }
}
