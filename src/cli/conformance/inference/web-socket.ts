/** A WebSocket as single frames (RFC 6455): checks send fragments and pings, and look at each frame that comes back. */
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  readonly fin: boolean;
  readonly payload: Buffer;
}

const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export const acceptKey = (key: string): string => createHash('sha1').update(key + ACCEPT_GUID).digest('base64');

/** First bit of a byte: of FIN, and of what is masked. */
const FLAG = 0x80;

/** How the length of a payload is told. */
function encodedLength(length: number): Buffer {
  if (length < 126) return Buffer.from([FLAG + length]);
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 9);
  bytes.writeUInt8(FLAG + (length < 65_536 ? 126 : 127));
  if (length < 65_536) bytes.writeUInt16BE(length, 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

/** As a client writes it: masked. The mask is 0, since nobody between has to be kept from reading. Pure. */
export function encodeFrame({ opcode, fin, payload }: Frame): Buffer {
  return Buffer.concat([Buffer.from([(fin ? FLAG : 0) + opcode]), encodedLength(payload.length), Buffer.alloc(4), payload]);
}

/** The first frame of what a server has written, and how many bytes it has; undefined while it is not complete. Pure. */
export function decodeFrame(bytes: Buffer): { readonly frame: Frame; readonly size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1] % FLAG;
  const head = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < head) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const size = head + length;
  if (bytes.length < size) return undefined;
  return { frame: { opcode: bytes[0] % 16, fin: bytes[0] >= FLAG, payload: bytes.subarray(head, size) }, size };
}

/** Gives the code of a Close frame, as its payload. */
export function closePayload(code: number): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return payload;
}

/** The code of a Close frame; undefined where it has none. */
export const closeCode = ({ payload }: Frame): number | undefined => (payload.length >= 2 ? payload.readUInt16BE(0) : undefined);

export class WebSocketClient {
  private bytes: Buffer = Buffer.alloc(0);
  private readonly frames: Frame[] = [];
  private ended = false;
  private wake?: () => void;

  constructor(private readonly socket: Duplex, head: Buffer) {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.once('close', () => {
      this.ended = true;
      this.wake?.();
    });
    this.take(head);
  }

  send(opcode: number, payload: Uint8Array, fin = true): void {
    this.socket.write(encodeFrame({ opcode, fin, payload: Buffer.from(payload) }));
  }

  /** The next frame that is wanted, the others are passed over; undefined when none comes in time. */
  async next(wanted: (frame: Frame) => boolean, timeoutMs: number): Promise<Frame | undefined> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      for (let frame = this.frames.shift(); frame; frame = this.frames.shift()) if (wanted(frame)) return frame;
      if (this.ended || performance.now() >= until) return undefined;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(until - performance.now(), 1));
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  destroy(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    for (let found = decodeFrame(this.bytes); found; found = decodeFrame(this.bytes)) {
      this.frames.push(found.frame);
      this.bytes = this.bytes.subarray(found.size);
    }
    this.wake?.();
  }
}

/** Asks for the upgrade; a text says why there is none. */
export function openWebSocket(url: string, timeoutMs: number, signal: AbortSignal): Promise<WebSocketClient | string> {
  const key = randomBytes(16).toString('base64');
  const headers = { 'Connection': 'Upgrade', 'Upgrade': 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key };
  return new Promise((resolve) => {
    const asked = request(url, { agent: false, headers, signal, timeout: timeoutMs });
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    asked.once('error', (error) => resolve(error.message));
    asked.once('response', ({ statusCode }) => {
      asked.destroy();
      resolve(`it is answered with ${statusCode}`);
    });
    asked.once('upgrade', ({ headers: { 'sec-websocket-accept': accept } }, socket, head) => {
      if (accept === acceptKey(key)) return resolve(new WebSocketClient(socket, head));
      socket.destroy();
      resolve('Sec-WebSocket-Accept is not made from the key of the request');
    });
    asked.end();
  });
}
