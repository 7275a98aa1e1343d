/** Full load with a share of bad bodies, aborts and slow callers; every answer is compared with what its request asked for. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Concurrency, STACK_TRACE, startLoadServer } from './load-server';
import { badRequest, goodRequest, type SoakRequest } from './soak-requests';
import { Random } from '../../../support/random';
import { call } from '../../support/serve';

const CONNECTIONS = 16;

/** From here on memory shall not grow. Unit: s */
const SETTLED_SECONDS = 60;
/** Samples of which the middle one counts: memory goes up and down between collections. */
const SAMPLES = 15;

export interface SoakOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly concurrency: Concurrency;
  /** Told once a second. */
  readonly onSecond?: (figures: SoakFigures) => void;
}

export interface SoakFigures {
  seconds: number;
  /** Requests by kind. */
  readonly counts: Record<string, number>;
  /** What went wrong, with the seed of the request. */
  readonly problems: string[];
  /** Memory of the server's processes by second. Unit: MiB */
  readonly memory: number[];
}

/** Of a process and those that it has started. Unit: MiB */
function residentMib(pid: number): number {
  const kib = execFileSync('ps', ['-o', 'rss=', '-p', String(pid), '--ppid', String(pid)], { encoding: 'utf8' }).trim().split(/\s+/).map(Number);
  return kib.reduce((sum, one) => sum + one, 0) / 1024;
}

const middle = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

/** Memory at the end over memory when it had settled; undefined for a run that is too short to tell. */
export function memoryGrowth({ memory }: SoakFigures): number | undefined {
  if (memory.length < SETTLED_SECONDS + 2 * SAMPLES) return undefined;
  return middle(memory.slice(-SAMPLES)) / middle(memory.slice(SETTLED_SECONDS - SAMPLES, SETTLED_SECONDS)) - 1;
}

async function textOf(res: IncomingMessage, random: Random, isSlow: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of res) {
    chunks.push(chunk as Buffer);
    if (isSlow) await pause(random.below(20));
  }
  return Buffer.concat(chunks).toString();
}

/** One caller on a connection of its own. */
class SoakCaller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly port: number, private readonly random: Random, private readonly figures: SoakFigures) {}

  /** @param id no other request has it */
  async one(id: string): Promise<void> {
    const { random } = this;
    const kind = random.below(100) < 97 ? 'good' : random.of(['bad', 'abort', 'slow']);
    this.figures.counts[kind] = (this.figures.counts[kind] ?? 0) + 1;
    const sent = kind === 'bad' ? badRequest(random) : goodRequest(random, id);
    if (kind === 'abort') return this.abort(sent);
    const problem = await this.problemOf(sent, kind === 'slow').catch((error: unknown) => String(error));
    if (problem) this.figures.problems.push(`request ${id}, ${kind}: ${problem}`);
  }

  end(): void {
    this.agent.destroy();
  }

  private request({ headers, text }: SoakRequest, agent: Agent | false) {
    return request({ port: this.port, host: '127.0.0.1', path: '/invocations', method: 'POST', agent, headers: { ...headers, 'Content-Length': Buffer.byteLength(text) } });
  }

  private async problemOf(sent: SoakRequest, isSlow: boolean): Promise<string | undefined> {
    const req = this.request(sent, this.agent);
    const answered = once(req, 'response');
    answered.catch(() => {});
    const bytes = Buffer.from(sent.text as string);
    for (let at = 0; isSlow && at < bytes.length; at += Math.ceil(bytes.length / 5)) {
      req.write(bytes.subarray(at, at + Math.ceil(bytes.length / 5)));
      await pause(this.random.below(200));
    }
    req.end(isSlow ? undefined : bytes);
    const [res] = await answered as [IncomingMessage];
    const text = await textOf(res, this.random, isSlow);
    if (res.statusCode !== sent.status) return `got ${res.statusCode}, not ${sent.status}: ${text.slice(0, 300)}`;
    if (sent.body !== undefined && text !== sent.body) return `got ${text.slice(0, 300)}, not ${sent.body.slice(0, 300)}`;
    return STACK_TRACE.test(text) ? `got a stack trace: ${text.slice(0, 300)}` : undefined;
  }

  /** Goes away in the middle of the body, or while the answer is made or read. */
  private async abort(sent: SoakRequest): Promise<void> {
    const req = this.request(sent, false).on('error', () => {});
    const closed = new Promise<void>((resolve) => void req.once('close', () => resolve()));
    const bytes = Buffer.from(sent.text as string);
    const isWhole = this.random.below(2) === 0;
    const sentBytes = isWhole ? bytes : bytes.subarray(0, this.random.below(bytes.length));
    req.write(sentBytes, () => void setTimeout(() => req.destroy(), this.random.below(10)));
    if (isWhole) req.end();
    req.on('response', (res) => res.on('error', () => {}).resume());
    await closed;
  }
}

/** Puts load on a server for so long, stops it, and tells what happened. */
export async function runSoak({ seed, seconds, concurrency, onSecond }: SoakOptions): Promise<SoakFigures> {
  const server = await startLoadServer(concurrency);
  const figures: SoakFigures = { seconds: 0, counts: {}, problems: [], memory: [] };
  const until = performance.now() + seconds * 1_000;
  const isOver = (): boolean => performance.now() >= until || server.child.exitCode !== null || figures.problems.length > 100;
  const watch = setInterval(() => {
    if (server.child.exitCode !== null) return;
    figures.memory.push(residentMib(server.child.pid!));
    figures.seconds += 1;
    onSecond?.(figures);
  }, 1_000);
  await Promise.all(Array.from({ length: CONNECTIONS }, async (_, index) => {
    const caller = new SoakCaller(server.port, new Random(seed + index), figures);
    for (let count = 0; !isOver(); count++) await caller.one(`${seed + index}-${count}`);
    caller.end();
  }));
  clearInterval(watch);
  if (server.child.exitCode === null && (await call(server.port, '/ping')).status !== 200) figures.problems.push('/ping is not 200 after the load');
  server.child.kill('SIGTERM');
  const { exitCode, signal } = await server.ended;
  if (exitCode !== 0) figures.problems.push(`the server ended with ${exitCode ?? signal}`);
  const errors = server.output().split('\n').filter((line) => / ERROR /.test(line));
  if (errors.length > 0) figures.problems.push(`${errors.length} errors in the log, first ${errors[0]}`);
  return figures;
}
