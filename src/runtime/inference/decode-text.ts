import { isUtf8 } from 'node:buffer';
import { RuntimeError } from '../shared/runtime-error';

const UTF8_NAMES = new Set(['', 'utf-8', 'utf8', 'us-ascii', 'ascii']);

function charsetOf(contentType: string | undefined): string {
  if (!contentType?.includes(';')) return '';
  const found = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType);
  return found ? found[1].toLowerCase() : '';
}

/**
 * The text of a body, without byte order mark.
 * @param contentType the header as it came
 * @throws RuntimeError SMA_RUN_CHARSET (415) when the header names another charset, SMA_RUN_BODY (400) when the bytes are not UTF-8
 */
export function decodeText(body: Buffer, contentType: string | undefined): string {
  const charset = charsetOf(contentType);
  if (!UTF8_NAMES.has(charset)) throw new RuntimeError('SMA_RUN_CHARSET', charset);
  if (!isUtf8(body)) throw new RuntimeError('SMA_RUN_BODY', 'the body is not UTF-8 text');
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text;
}
