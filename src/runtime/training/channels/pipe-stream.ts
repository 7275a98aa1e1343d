import { Readable } from 'node:stream';
import type { ChannelSurroundings } from './channel-source';
import { openFifo, type OpenFifo } from './fifo-socket';
import { StallWatch } from './stall-watch';
import { waitForFifo } from './wait-for-fifo';
import { RuntimeError } from '../../shared/runtime-error';

/** Read before somebody asks for it. A FIFO holds 64 KiB; more helps a reader that works in bursts. Unit: bytes */
const READ_AHEAD_BYTES = 256 * 1024;

export interface PipeEpoch {
  readonly path: string;
  /** For messages: `channel training, epoch 0`. */
  readonly place: string;
  /** Unit: ms */
  readonly waitMaxMs: number;
  /** Resolves when the epoch before is closed. */
  readonly turn: Promise<void>;
  readonly platform?: NodeJS.Platform;
}

/** The bytes of one epoch. The FIFO is opened when somebody reads, and closed when he stops, early or at the end. */
export class PipeStream extends Readable {
  private readonly giveUpWaiting = new AbortController();
  private readonly watch: StallWatch;
  private connecting: Promise<void> | undefined;
  private fifo: OpenFifo | undefined;

  constructor(private readonly epoch: PipeEpoch, private readonly world: ChannelSurroundings) {
    super({ highWaterMark: READ_AHEAD_BYTES });
    this.watch = new StallWatch(epoch.waitMaxMs, `${epoch.place}: waiting for ${epoch.path}`, world.log, () => this.destroy(this.timedOut()));
    world.signal.addEventListener('abort', this.stopped);
  }

  get place(): string {
    return this.epoch.place;
  }

  override _read(): void {
    this.watch.waits();
    if (this.fifo) this.fifo.bytes.resume();
    else this.connecting ??= this.connect().catch((error: Error) => void this.destroy(error));
    // After connect: a stream that was made too late must not look at its FIFO either.
    if (this.world.signal.aborted) this.stopped();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.world.signal.removeEventListener('abort', this.stopped);
    this.watch.end();
    this.giveUpWaiting.abort();
    // Whatever connect() has opened by the time it gives up is closed, too: the next epoch waits for that.
    void Promise.resolve(this.connecting).then(() => this.fifo?.close()).then(() => done(error), done);
  }

  private readonly stopped = (): void => {
    // Nobody reads yet, so nobody listens; who comes later is told all the same.
    if (!this.connecting) this.once('error', () => {});
    this.destroy(this.world.signal.reason as Error);
  };

  private timedOut(): RuntimeError {
    const { place, path, waitMaxMs } = this.epoch;
    return new RuntimeError('SMA_RUN_PIPE_TIMEOUT', place, path, String(waitMaxMs / 1000));
  }

  private async connect(): Promise<void> {
    const { path, place, turn, platform } = this.epoch;
    await turn;
    await waitForFifo(path, place, this.giveUpWaiting.signal);
    this.fifo = await openFifo(path, platform);
    if (this.destroyed) return;
    this.fifo.bytes
      .on('data', (chunk: Buffer) => this.received(chunk))
      .on('end', () => void this.push(null))
      .on('error', (error) => void this.destroy(error));
  }

  private received(chunk: Buffer): void {
    if (this.push(chunk)) return this.watch.waits();
    this.fifo!.bytes.pause();
    this.watch.rests();
  }
}
