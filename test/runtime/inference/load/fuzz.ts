/** Sends fuzzed requests and looks at what comes back: the server stays up, says why it answers 500, and shows nothing of its inside. */
import { connect } from 'node:net';
import { fuzzedBytes } from './fuzz-requests';
import { type Concurrency, type LoadServer, STACK_TRACE, startLoadServer } from './load-server';
import { Random } from '../../../support/random';
import { call } from '../../support/serve';

const CONNECTIONS = 16;

/** Longest that a connection may stay open after we have closed our side of it, on a machine that is busy with other things. Unit: ms */
const CLOSED_WITHIN_MS = 30_000;

/** How long we wait for an answer before we close our side: what is no whole request has none until then. Unit: ms */
const SILENCE_MS = 50;

/** What a server may say to what is no proper request. */
const STATUSES = new Set([100, 200, 400, 404, 405, 406, 408, 411, 413, 414, 415, 417, 431, 500, 501, 505]);

export interface FuzzFigures {
  runs: number;
  /** Answers by status; 0 for connections without any. */
  readonly statuses: Record<number, number>;
  readonly problems: string[];
}

/** Everything that comes back until the server closes; an error of the connection is its end. */
function conversation(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    // A server may drop the requests of a caller that has closed its side.
    let silence = setTimeout(() => socket.end(), SILENCE_MS);
    const heard = (part: string): void => {
      text += part;
      clearTimeout(silence);
      silence = setTimeout(() => socket.end(), 0);
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection is still open after ${CLOSED_WITHIN_MS / 1_000} s`));
    }, CLOSED_WITHIN_MS);
    socket.setEncoding('latin1').on('data', heard).on('error', () => {});
    socket.once('close', () => {
      clearTimeout(silence);
      clearTimeout(timer);
      resolve(text);
    });
  });
}

async function problemOf(port: number, bytes: Uint8Array, statuses: Record<number, number>): Promise<string | undefined> {
  const text = await conversation(port, bytes);
  const found = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  for (const status of found.length > 0 ? found : [0]) statuses[status] = (statuses[status] ?? 0) + 1;
  if (STACK_TRACE.test(text)) return `shows a stack trace: ${JSON.stringify(text.slice(0, 1_000))}`;
  const odd = found.find((status) => !STATUSES.has(status));
  return odd === undefined ? undefined : `answers ${odd}: ${JSON.stringify(text.slice(0, 500))}`;
}

/** Every 500 has its reason in the log, and nothing else is an error there. */
function problemsOfLog(server: LoadServer, statuses: Readonly<Record<number, number>>): string[] {
  const errors = server.output().split('\n').filter((line) => / ERROR /.test(line));
  const reasons = errors.filter((line) => line.includes('an invocation failed')).length;
  const problems = (statuses[500] ?? 0) > reasons ? [`${statuses[500]} answers of 500, ${reasons} reasons in the log`] : [];
  const other = errors.filter((line) => !line.includes('an invocation failed'));
  return other.length > 0 ? [...problems, `${other.length} other errors in the log, first ${other[0]}`] : problems;
}

/** @param seed of the first connection; each further one has the next */
export async function runFuzz(
  seed: number, count: number, concurrency: Concurrency, onRun: (figures: FuzzFigures) => void = () => undefined,
): Promise<FuzzFigures> {
  const server = await startLoadServer(concurrency);
  const figures: FuzzFigures = { runs: 0, statuses: {}, problems: [] };
  let next = 0;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (next < count && server.child.exitCode === null) {
      const own = seed + next++;
      const problem = await problemOf(server.port, fuzzedBytes(new Random(own)), figures.statuses).catch((error: unknown) => String(error));
      if (problem) figures.problems.push(`seed ${own}: ${problem}`);
      figures.runs += 1;
      onRun(figures);
    }
  }));
  const ping = await call(server.port, '/ping').then(({ status }) => status, String);
  if (ping !== 200) figures.problems.push(`/ping gives ${ping} afterwards: ${server.output().slice(-2_000)}`);
  server.child.kill('SIGTERM');
  const { exitCode, signal } = await server.ended;
  if (exitCode !== 0) figures.problems.push(`the server ended with ${exitCode ?? signal}`);
  figures.problems.push(...problemsOfLog(server, figures.statuses));
  return figures;
}
