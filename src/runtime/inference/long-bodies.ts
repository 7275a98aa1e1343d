import type { IncomingMessage } from 'node:http';
import type { InvocationRequest } from './answering';
import { contentLength } from './read-body';
import { LINE_MEDIA_TYPES, MEDIA_TYPE } from '../../contract/media-types';
import { LINE_FEED, QuoteWatch, unmarked } from '../shared/line-ends';
import { RuntimeError } from '../shared/runtime-error';

/** A longer body of lines is answered in parts. Unit: bytes */
const CUT_FROM_BYTES = 4 * 1024 * 1024;

/** Least size of a part, but for the last. Unit: bytes */
const PART_BYTES = 1024 * 1024;

/** Longest record. In more than that an open quote is taken for a mistake. Unit: bytes */
const RECORD_MAX_BYTES = 16 * 1024 * 1024;

/** Formats whose predictions can be written without knowing how many will come. */
const OPEN_ENDED: readonly string[] = [...LINE_MEDIA_TYPES, MEDIA_TYPE.json];

/**
 * Whether a body is answered in parts: one of lines that is long, or may be. Where there is a limit, a body that does not say its
 * length is read whole, so that one over the limit is refused before its answer begins; and so is one whose answer has to say
 * what all of it consumed.
 */
export function isCutInParts(
  req: IncomingMessage, { contentType, accept }: Pick<InvocationRequest, 'contentType' | 'accept'>, bodyMaxBytes: number, isMetered: boolean,
): boolean {
  if (!LINE_MEDIA_TYPES.includes(contentType) || !OPEN_ENDED.includes(accept)) return false;
  const length = contentLength(req);
  if (bodyMaxBytes === Infinity) return !(length <= CUT_FROM_BYTES);
  return !isMetered && length > CUT_FROM_BYTES;
}

/** What has arrived and is not cut off yet. */
class Arrived {
  bytes = 0;
  private chunks: Buffer[] = [];
  /** Bytes until the end of the last whole record. */
  private border = 0;
  private watch: QuoteWatch | undefined;

  constructor(private readonly isQuoted: boolean) {
    this.beginQuotes();
  }

  add(chunk: Buffer): void {
    const end = this.watch ? this.watch.lastLineEnd(chunk) : chunk.lastIndexOf(LINE_FEED);
    if (end >= 0) this.border = this.bytes + end + 1;
    this.chunks.push(chunk);
    this.bytes += chunk.length;
  }

  /** A part, when there is enough for one. */
  part(): Buffer | undefined {
    if (this.border >= PART_BYTES) return this.cut(this.border);
    return this.bytes > RECORD_MAX_BYTES ? this.forcedPart() : undefined;
  }

  rest(): Buffer {
    return Buffer.concat(this.chunks);
  }

  /** An open quote would hold everything behind it together: any line end is a border then. */
  private forcedPart(): Buffer {
    const lineEnd = this.rest().lastIndexOf(LINE_FEED) + 1;
    if (lineEnd === 0) throw new RuntimeError('SMA_RUN_BODY', `the body has a record of more than ${RECORD_MAX_BYTES} bytes`);
    const part = this.cut(lineEnd);
    this.beginQuotes();
    for (const chunk of this.chunks) this.watch?.lastLineEnd(chunk);
    return part;
  }

  private beginQuotes(): void {
    this.watch = this.isQuoted ? new QuoteWatch() : undefined;
  }

  private cut(at: number): Buffer {
    const all = this.rest();
    // A part may be handed over to another thread, and its memory is gone from here then.
    this.chunks = at < all.length ? [all.subarray(at)] : [];
    this.bytes = all.length - at;
    this.border = 0;
    return all.subarray(0, at);
  }
}

/**
 * Cuts a body between its records while it arrives.
 * @param isQuoted whether a line end in double quotes is part of a record (CSV)
 * @throws RuntimeError SMA_RUN_BODY (400) for a line that has no end
 */
export async function* partsOf(chunks: AsyncIterable<Buffer>, isQuoted: boolean): AsyncGenerator<Buffer> {
  const arrived = new Arrived(isQuoted);
  for await (const chunk of unmarked(chunks)) {
    arrived.add(chunk);
    const part = arrived.part();
    if (part) yield part;
  }
  if (arrived.bytes > 0) yield arrived.rest();
}
