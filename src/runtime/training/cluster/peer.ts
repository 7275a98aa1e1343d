import type { Socket } from 'node:net';
import { describeStep, HEADER_BYTES, headerOf, isSameStep, parseHeader, type Frame, type FrameType, type Step } from './frame';
import type { SocketBytes } from './socket-bytes';
import { FAILURE_REASON_MAX_CHARS } from '../../../contract/job-outcome';
import { cutText } from '../../../contract/quoted';
import { oneLine } from '../../shared/one-line';
import { RuntimeError } from '../../shared/runtime-error';
import { isJsonObject } from '../read-json-file';

/** Silence after which the kernel asks whether the peer's machine is still there; about ten seconds later it is taken as gone. Unit: ms. */
const KEEP_ALIVE_MS = 10_000;

/** Longest reason that a host takes from another. Unit: bytes. */
const REASON_MAX_BYTES = 8 * 1024;

const NO_STEP: Step = { sequence: 0, kind: 'barrier', count: 0 };

/** Why the job cannot go on, and on which host that began. */
export interface Blame {
  readonly host: string;
  readonly reason: string;
}

export interface PeerEvents {
  /** The peer is gone, has failed, or does not keep to what hosts say to each other. */
  broken(error: RuntimeError, blame: Blame): void;
  /** The peer has been asked to stop. */
  stopped(peer: Peer): void;
}

interface Expected {
  readonly step: Step;
  readonly targetFor: (payloadBytes: number) => Uint8Array | undefined;
  readonly resolve: () => void;
  readonly reject: (error: RuntimeError) => void;
}

/** One other host of the job, over one connection. */
export class Peer {
  private readonly expected: Expected[] = [];
  private isLeaving = false;
  private somethingExpected: (() => void) | undefined;

  constructor(
    readonly rank: number,
    readonly host: string,
    private readonly socket: Socket,
    private readonly bytes: SocketBytes,
    private readonly events: PeerEvents,
  ) {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    void this.read().catch((error: Error) => this.lost(error));
  }

  get isAwaited(): boolean {
    return this.expected.length > 0;
  }

  /**
   * Whether the open connection keeps the process alive: only while something is waited for, so that a job which waits for nothing is
   * noticed.
   */
  hold(isHeld: boolean): void {
    if (isHeld) this.socket.ref();
    else this.socket.unref();
  }

  /** Resolves when the bytes have been handed to the kernel; never rejects, because a broken connection is an event of its own. */
  send(step: Step, payload: Uint8Array): Promise<void> {
    return this.write('message', step, payload);
  }

  /**
   * Waits for the peer's next message, which must belong to this step.
   * @param targetFor gives the bytes to fill, or undefined when a payload of this length cannot be right
   */
  receive(step: Step, targetFor: (payloadBytes: number) => Uint8Array | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.expected.push({ step, targetFor, resolve, reject });
      this.somethingExpected?.();
    });
  }

  /** Says the last thing on this connection; what has been sent before arrives before. */
  leave(type: Exclude<FrameType, 'message'>, blame?: Blame): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    const text = blame ? JSON.stringify({ ...blame, reason: cutText(blame.reason, FAILURE_REASON_MAX_CHARS) }) : '';
    void this.write(type, NO_STEP, Buffer.from(text));
    this.socket.end();
  }

  /** Resolves when the peer has read everything, or has been waited for long enough. */
  async closed(withinMs: number): Promise<void> {
    if (this.socket.closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.socket.destroy();
  }

  private write(type: FrameType, step: Step, payload: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.socket.cork();
      this.socket.write(headerOf({ ...step, type, payloadBytes: payload.length }));
      this.socket.write(payload, () => resolve());
      this.socket.uncork();
    });
  }

  private async read(): Promise<void> {
    const header = Buffer.alloc(HEADER_BYTES);
    for (;;) {
      const frame = parseHeader(await this.bytes.fill(header));
      if (!frame) return this.refuse('a header that is none');
      if (frame.type !== 'message') return this.end(frame);
      const { step, targetFor, resolve, reject } = await this.nextExpected();
      if (!isSameStep(frame, step)) {
        return reject(new RuntimeError('SMA_RUN_CLUSTER_OUT_OF_STEP', this.host, describeStep(frame), describeStep(step)));
      }
      const target = targetFor(frame.payloadBytes);
      if (!target) return this.refuse(`${frame.payloadBytes} bytes in ${describeStep(step)}`);
      await this.bytes.fill(target);
      this.expected.shift();
      resolve();
    }
  }

  private async nextExpected(): Promise<Expected> {
    if (this.expected.length === 0) await new Promise<void>((resolve) => void (this.somethingExpected = resolve));
    return this.expected[0];
  }

  private async end(frame: Frame): Promise<void> {
    if (frame.type === 'stopped') return this.events.stopped(this);
    if (frame.type === 'failed') {
      if (frame.payloadBytes > REASON_MAX_BYTES) return this.refuse(`a reason of ${frame.payloadBytes} bytes`);
      return this.failed(String(await this.bytes.fill(Buffer.alloc(frame.payloadBytes))));
    }
    // A host that has finished is missed only where something is expected of it.
    const { step } = await this.nextExpected();
    this.fail(new RuntimeError('SMA_RUN_CLUSTER_PEER_ENDED', this.host, 'has finished', describeStep(step)), `it finished before ${describeStep(step)}`);
  }

  private failed(text: string): void {
    let blame: unknown;
    try {
      blame = JSON.parse(text);
    } catch { /* told below */ }
    if (!isJsonObject(blame) || typeof blame.host !== 'string' || typeof blame.reason !== 'string') return this.refuse('a reason that is none');
    const [host, reason] = [oneLine(blame.host), cutText(oneLine(blame.reason), FAILURE_REASON_MAX_CHARS)];
    this.events.broken(new RuntimeError('SMA_RUN_CLUSTER_PEER_FAILED', host, reason), { host, reason });
  }

  private refuse(what: string): void {
    this.fail(new RuntimeError('SMA_RUN_CLUSTER_PROTOCOL', this.host, what), `it sent ${what}`);
    this.socket.destroy();
  }

  private lost({ message }: Error): void {
    if (!this.isLeaving) this.fail(new RuntimeError('SMA_RUN_CLUSTER_PEER_LOST', this.host, oneLine(message)), `it is gone (${oneLine(message)})`);
  }

  private fail(error: RuntimeError, reason: string): void {
    this.events.broken(error, { host: this.host, reason });
  }
}
