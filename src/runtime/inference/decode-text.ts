import { isUtf8 } from 'node:buffer';
import { LINE_FEED } from '../shared/line-ends';
import { RuntimeError } from '../shared/runtime-error';

const UTF8_NAMES = new Set(['', 'utf-8', 'utf8', 'us-ascii', 'ascii']);

function charsetOf(contentType: string | undefined): string {
  if (!contentType?.includes(';')) return '';
  const found = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType);
  return found ? found[1].toLowerCase() : '';
}

/** @throws RuntimeError SMA_RUN_CHARSET (415) when the header names another charset than those that are UTF-8 */
export function checkCharset(contentType: string | undefined): void {
  const charset = charsetOf(contentType);
  if (!UTF8_NAMES.has(charset)) throw new RuntimeError('SMA_RUN_CHARSET', charset);
}

const unmarked = (text: string): string => text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text;

/**
 * The text of a body, without byte order mark.
 * @param contentType the header as it came
 * @throws RuntimeError SMA_RUN_CHARSET (415) when the header names another charset, SMA_RUN_BODY (400) when the bytes are not UTF-8
 */
export function decodeText(body: Buffer, contentType: string | undefined): string {
  checkCharset(contentType);
  if (!isUtf8(body)) throw new RuntimeError('SMA_RUN_BODY', 'the body is not UTF-8 text');
  return unmarked(body.toString('utf8'));
}

/**
 * The lines of a body, without byte order mark and line feeds, each for itself: undefined for one that is not UTF-8.
 * @throws RuntimeError SMA_RUN_CHARSET (415) when the header names another charset
 */
export function decodeLines(body: Buffer, contentType: string | undefined): ReadonlyArray<string | undefined> {
  if (isUtf8(body)) return decodeText(body, contentType).split('\n');
  checkCharset(contentType);
  const lines: Array<string | undefined> = [];
  for (let start = 0; start <= body.length;) {
    const end = body.indexOf(LINE_FEED, start);
    const line = body.subarray(start, end < 0 ? body.length : end);
    lines.push(isUtf8(line) ? line.toString('utf8') : undefined);
    if (end < 0) break;
    start = end + 1;
  }
  if (lines[0] !== undefined) lines[0] = unmarked(lines[0]);
  return lines;
}
