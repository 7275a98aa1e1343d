import type { Socket } from 'node:net';

/** Bytes that are read ahead of what is asked for; beyond it the sender has to wait. Unit: bytes. */
const READ_AHEAD_BYTES = 1024 * 1024;

interface Wanted {
  readonly target: Uint8Array;
  filled: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** The bytes of a socket, asked for by number. One question at a time. */
export class SocketBytes {
  private readonly chunks: Buffer[] = [];
  private ahead = 0;
  private wanted: Wanted | undefined;
  private closed: Error | undefined;

  constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('end', () => this.close(new Error('the connection was closed')));
    socket.on('error', (error) => this.close(error));
    socket.on('close', () => this.close(new Error('the connection was closed')));
  }

  /** Fills all of the target. Rejects when the connection ends before. */
  async fill<T extends Uint8Array>(target: T): Promise<T> {
    if (target.length === 0) return target;
    await new Promise<void>((resolve, reject) => {
      this.wanted = { target, filled: 0, resolve, reject };
      this.deliver();
    });
    return target;
  }

  private take(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.ahead += chunk.length;
    this.deliver();
  }

  private deliver(): void {
    if (this.wanted) this.fillWanted(this.wanted);
    // A paused socket does not tell that its other end is gone, so it is paused for memory's sake only.
    if (this.ahead > READ_AHEAD_BYTES) this.socket.pause();
    else if (this.socket.isPaused()) this.socket.resume();
  }

  private fillWanted(wanted: Wanted): void {
    while (wanted.filled < wanted.target.length && this.chunks.length > 0) {
      const chunk = this.chunks[0];
      const part = chunk.subarray(0, wanted.target.length - wanted.filled);
      wanted.target.set(part, wanted.filled);
      wanted.filled += part.length;
      this.ahead -= part.length;
      if (part.length === chunk.length) this.chunks.shift();
      else this.chunks[0] = chunk.subarray(part.length);
    }
    const isFull = wanted.filled === wanted.target.length;
    if (!isFull && !this.closed) return;
    this.wanted = undefined;
    if (isFull) wanted.resolve();
    else wanted.reject(this.closed!);
  }

  /** What has arrived before is still handed out. */
  private close(error: Error): void {
    this.closed ??= error;
    this.deliver();
  }
}
