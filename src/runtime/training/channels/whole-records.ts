import type { Part } from './channel-source';
import { RuntimeError } from '../../shared/runtime-error';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const END_OF_LINE = Buffer.from('\n');

/**
 * Finds the last line end of a piece of CSV that is not inside quotes, piece after piece. As for the parser that comes after,
 * quotes begin at the beginning of a field only: the one in `5" pipe` is text.
 */
class QuoteWatch {
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
async function* unmarked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
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

/** What is left of a piece after its last line end, until the rest of the line comes. */
class Rest {
  private pieces: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly maxBytes: number, private readonly place: string) {}

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.pieces.push(piece);
    this.bytes += piece.length;
    if (this.bytes > this.maxBytes) {
      throw new RuntimeError('SMA_RUN_RECORD', this.place, `has a record of more than ${this.maxBytes} bytes (an open quote, or no line ends?)`);
    }
  }

  joinedWith(piece: Buffer): Buffer {
    const { pieces } = this;
    this.pieces = [];
    this.bytes = 0;
    return pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]);
  }
}

/**
 * The bytes of a part in pieces of whole lines, each with its line end, whatever the borders of the chunks are. The last line
 * gets a line end when it has none; a byte order mark is left out.
 * @param quoted whether a line end inside double quotes is part of a record (CSV)
 * @param maxBytes longest record
 * @throws RuntimeError SMA_RUN_RECORD
 */
export async function* wholeRecords({ chunks, place }: Part, quoted: boolean, maxBytes: number): AsyncGenerator<Buffer> {
  const watch = quoted ? new QuoteWatch() : undefined;
  const rest = new Rest(maxBytes, place);
  for await (const chunk of unmarked(chunks)) {
    const border = (watch ? watch.lastLineEnd(chunk) : chunk.lastIndexOf(LINE_FEED)) + 1;
    if (border > 0) yield rest.joinedWith(chunk.subarray(0, border));
    rest.add(chunk.subarray(border));
  }
  if (!rest.isEmpty) yield rest.joinedWith(END_OF_LINE);
}
