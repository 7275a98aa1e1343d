export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Finds the last line end of a piece of CSV that is not inside quotes, piece after piece. As for the parser that comes after,
 * quotes begin at the beginning of a field only: the one in `5" pipe` is text.
 */
export class QuoteWatch {
  private inQuotes = false;
  /** Bytes of the pieces before. */
  private offset = 0;
  private lastByte = LINE_FEED;
  /** Place of the quote that has closed last, in all pieces: another one right behind it opens again, `""` being a quote. */
  private closedAt = -2;

  /** @returns the index of the line end, or -1 */
  lastLineEnd(bytes: Buffer): number {
    let lineEnd = -1;
    for (let from = 0; ;) {
      const quote = bytes.indexOf(QUOTE, from);
      const to = quote === -1 ? bytes.length : quote;
      if (!this.inQuotes) {
        const found = bytes.subarray(from, to).lastIndexOf(LINE_FEED);
        if (found !== -1) lineEnd = from + found;
      }
      if (quote === -1) break;
      this.meet(quote, quote > 0 ? bytes[quote - 1] : this.lastByte);
      from = quote + 1;
    }
    if (bytes.length > 0) this.lastByte = bytes[bytes.length - 1];
    this.offset += bytes.length;
    return lineEnd;
  }

  private meet(quote: number, before: number): void {
    const at = this.offset + quote;
    if (this.inQuotes) {
      this.inQuotes = false;
      this.closedAt = at;
      return;
    }
    this.inQuotes = before === COMMA || before === LINE_FEED || at === this.closedAt + 1;
  }
}

/** Leaves out a byte order mark at the beginning, wherever it is cut. */
export async function* unmarked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!start) {
      yield chunk;
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (start.length < BYTE_ORDER_MARK.length && start.equals(BYTE_ORDER_MARK.subarray(0, start.length))) continue;
    yield start.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? start.subarray(BYTE_ORDER_MARK.length) : start;
    start = undefined;
  }
  if (start) yield start;
}
