import { lookup } from 'node:dns/promises';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = '/etc/hosts';
/** `.ci/run` removes lines with this mark, should a test run be killed. */
const MARK = '# sm-algorithm-test';

/**
 * Makes a name that of this machine, for the engine, too; gives the function that takes it back. Only in CI: elsewhere somebody who
 * did not ask for it would lose the way to that host, and has to say it by CI=true.
 */
export async function hostsLine(host: string): Promise<() => void> {
  const found = await lookup(host).catch(() => undefined);
  if (found?.address === '127.0.0.1') return () => undefined;
  if (!process.env.CI) throw new Error(`${host} is not this machine: run .ci/run, or this file with CI=true as root, which adds a line to ${FILE} and removes it at the end`);
  const before = readFileSync(FILE, 'utf8');
  const restore = () => writeFileSync(FILE, readFileSync(FILE, 'utf8').split('\n').filter((line) => !line.endsWith(MARK)).join('\n'));
  // In place: in a container the file is a mount, which cannot be replaced.
  writeFileSync(FILE, `${before.replace(/\n?$/, '\n')}127.0.0.1 ${host} ${MARK}\n`);
  process.once('exit', restore);
  return () => {
    restore();
    process.removeListener('exit', restore);
  };
}
