import { copied } from './handed-over';
import { PIECES_AHEAD, type FromWorker } from './protocol';

type Post = (message: FromWorker, transfer: ArrayBuffer[]) => void;

/** Sends the pieces of one answer to the main thread, as fast as the caller takes them. */
export class StreamSender {
  private credits = PIECES_AHEAD;
  private goOn: (() => void) | undefined;
  private isStopped = false;
  private readonly pieces: AsyncIterator<Uint8Array>;

  constructor(private readonly id: number, body: AsyncIterable<Uint8Array>, private readonly post: Post) {
    this.pieces = body[Symbol.asyncIterator]();
  }

  /** The caller has taken a piece. */
  credit(): void {
    this.credits += 1;
    this.goOn?.();
  }

  /** Nobody wants more: whoever gives the pieces is told at once, and not asked again. */
  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.goOn?.();
    void Promise.resolve(this.pieces.return?.()).catch(() => {});
  }

  /** @throws whatever the pieces throw */
  async send(): Promise<void> {
    for (;;) {
      while (this.credits === 0 && !this.isStopped) await this.nextCredit();
      if (this.isStopped) return;
      const { done, value } = await this.pieces.next();
      if (done || this.isStopped) return;
      this.credits -= 1;
      const { value: bytes, transfer } = copied(value);
      this.post({ type: 'piece', id: this.id, bytes }, transfer);
    }
  }

  private async nextCredit(): Promise<void> {
    await new Promise<void>((resolve) => { this.goOn = resolve; });
    this.goOn = undefined;
  }
}
