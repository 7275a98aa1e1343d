import { readFileSync } from 'node:fs';

/** Version of this package; `unknown` where its package.json cannot be read. */
export function ownVersion(): string {
  try {
    // Beside lib/cli and src/cli alike.
    return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
  } catch {
    return 'unknown';
  }
}
