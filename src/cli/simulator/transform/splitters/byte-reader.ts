import type { Bytes } from './record';

/** Takes bytes from pieces of any size; holds no more than what was asked for and the rest of one piece. */
export class ByteReader {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(bytes: Bytes) {
    this.pieces = bytes[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer where the bytes end before. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      if (this.rest.byteLength === 0) {
        const { done, value } = await this.pieces.next();
        if (done) break;
        this.rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      }
      const part = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(part.byteLength);
      missing -= part.byteLength;
      parts.push(part);
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}
