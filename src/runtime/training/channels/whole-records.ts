import type { Part } from './channel-source';
import { LINE_FEED, QuoteWatch, unmarked } from '../../shared/line-ends';
import { RuntimeError } from '../../shared/runtime-error';

const END_OF_LINE = Buffer.from('\n');

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
