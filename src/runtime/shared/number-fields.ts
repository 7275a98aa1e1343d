import { CARRIAGE_RETURN, COMMA, LINE_FEED, QUOTE } from './line-ends';
import { numberOf } from './number-text';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Up to 10^22 powers of ten are doubles, up to 2^53 whole numbers are: their quotient is the nearest double, as Number() gives. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads rows of CSV as numbers, straight from bytes. No parser for npm does: they make a text of every field first, which costs
 * more than the number. What is not plain digits and a point goes the long way.
 */
export class NumberFields {
  /** Where the next field begins. */
  next = 0;
  /** Whether that is on a new line. */
  isEndOfLine = true;
  /** Whether all that was read so far are numbers. */
  areNumbers = true;
  /** Whether they are finite, too: none is missing. */
  areFinite = true;
  private text: string | undefined;

  /** @param bytes whole lines, each with its end */
  constructor(private readonly bytes: Buffer) {}

  /** Goes behind lines that hold nothing. @returns whether there is another one; to be called at the beginning of a line */
  skipEmptyLines(): boolean {
    const { bytes } = this;
    let at = this.next;
    for (;;) {
      if (bytes[at] === LINE_FEED) at++;
      else if (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) at += 2;
      else break;
    }
    this.next = at;
    return at < bytes.length;
  }

  /** Goes behind a line. */
  skipLine(): void {
    this.next = this.bytes.indexOf(LINE_FEED, this.next) + 1;
  }

  /**
   * Reads fields up to the end of the line, as far as there is room, or up to one that is no number. An empty one is a missing value, NaN.
   * @param values where the numbers are put, from `start` on
   * @param room up to which place they may be put
   * @returns the place behind the last one
   */
  read(values: Float64Array, start: number, room: number): number {
    const { bytes } = this;
    let size = start;
    let at = this.next;
    this.isEndOfLine = false;
    while (size < room) {
      const field = at;
      const negative = bytes[at] === MINUS;
      if (negative) at++;
      const digits = at;
      let mantissa = 0;
      let decimals = 0;
      let code = bytes[at];
      for (; code >= ZERO && code <= ZERO + 9; code = bytes[++at]) mantissa = mantissa * 10 + (code - ZERO);
      const wholeEnd = at;
      if (code === POINT) {
        for (code = bytes[++at]; code >= ZERO && code <= ZERO + 9; code = bytes[++at]) mantissa = mantissa * 10 + (code - ZERO);
        decimals = at - wholeEnd - 1;
      }
      if (code === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) code = bytes[++at];
      // At least one digit; with "5." and "." the point stands last.
      const isPlain = (code === COMMA || code === LINE_FEED) && wholeEnd + decimals > digits;
      if (isPlain && mantissa <= Number.MAX_SAFE_INTEGER && decimals < POWERS_OF_TEN.length) {
        const value = mantissa / POWERS_OF_TEN[decimals];
        values[size++] = negative ? -value : value;
      } else {
        const end = this.endOf(field);
        const value = numberOf(this.textOf(field, end));
        if (value === undefined) {
          this.areNumbers = false;
          break;
        }
        if (!Number.isFinite(value)) this.areFinite = false;
        values[size++] = value;
        at = end;
        code = bytes[at];
      }
      at++;
      if (code === LINE_FEED) {
        this.isEndOfLine = true;
        break;
      }
    }
    this.next = at;
    return size;
  }

  private endOf(field: number): number {
    const { bytes } = this;
    let end = field;
    let inQuotes = false;
    for (let code = bytes[end]; code !== LINE_FEED && (inQuotes || code !== COMMA); code = bytes[++end]) {
      if (code === QUOTE) inQuotes = !inQuotes;
    }
    return end;
  }

  /** One character a byte, so that places in the bytes are places in the text. */
  private textOf(start: number, end: number): string {
    return (this.text ??= this.bytes.toString('latin1')).slice(start, end);
  }
}
