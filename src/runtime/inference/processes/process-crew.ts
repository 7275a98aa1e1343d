import type { Cluster, Worker } from 'node:cluster';
import { GatheredMetrics } from './gathered-metrics';
import { PROCESS_ARGUMENT, type FromProcess, type ProcessRole, type ToProcess } from './protocol';
import { EXIT_CODE } from '../../../contract/job-outcome';
import type { Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';
import { LoadAttempts, RETRY_MS } from '../load-attempts';
import { ProcessOwner, type ProcessLimits } from '../process-owner';
import { programFile } from '../program-file';

/** Loaded by those who need it only: a server of one process starts sooner. */
const cluster = (): Cluster => process.getBuiltinModule('node:cluster') as unknown as Cluster;

/** One process that serves, as the first one sees it. */
interface Member {
  /** From 0; whoever takes another's place has its number. */
  readonly place: number;
  readonly worker: Worker;
  /** It has taken another's place. */
  readonly isLater: boolean;
  isReady: boolean;
  /** It knows that all have their model. */
  isServing: boolean;
  /** It has got something to predict. */
  isUsed: boolean;
  /** It takes connections, which node:cluster hands to it. */
  isListening: boolean;
  /** It takes no new connections. */
  isClosed: boolean;
  /** What it has said of its end. */
  failure: Extract<FromProcess, { type: 'failed' }> | undefined;
}

/** Where Node is told how much of the container's memory JavaScript's heap may take, each of several processes has its share of that. */
export const shareHeap = (nodeArgs: readonly string[], count: number): string[] => nodeArgs.map((arg) =>
  arg.replace(/^(--max-old-space-size-percentage=)(\d+)$/, (_, flag: string, percent: string) => `${flag}${Math.max(1, Math.floor(Number(percent) / count))}`));

/** How a process that said nothing ended, in words. */
const ending = (code: number | null, signal: NodeJS.Signals | null): string => signal === null
  ? `its code ended it (process.exit, exit code ${code})`
  : `${signal} ended it${signal === 'SIGKILL' ? ', as the kernel does where memory runs out' : ''}`;

/** Sends a signal. Node would send that of a process which the system has not started to a number that it never set: 0 is the own group. */
const signalTo = ({ worker }: Member, name: NodeJS.Signals): void => {
  if (worker.process.pid !== undefined) worker.process.kill(name);
};

/**
 * The first of several processes: starts those that serve, hands out connections in turn (node:cluster), and sees to it that all of
 * them are there. Serves nothing itself.
 */
export class ProcessCrew extends ProcessOwner {
  private readonly members = new Map<number, Member>();
  private readonly attempts = new LoadAttempts();
  private readonly metrics = new GatheredMetrics();
  /** How the container was asked to stop, until that has been told. */
  private asked: NodeJS.Signals | undefined;
  private hasStarted = false;
  private isEnding = false;
  private exitCode: number = EXIT_CODE.ok;

  /** @param count how many serve */
  constructor(limits: ProcessLimits, log: Log, private readonly write: (text: string) => void, private readonly count: number) {
    super(limits, log);
  }

  /** Starts the processes. What goes wrong ends this one, and the log says why. */
  start(): void {
    try {
      cluster().schedulingPolicy = cluster().SCHED_RR;
      for (let place = 0; place < this.count; place++) this.hire(place, place === 0 ? 'spokesman' : 'member');
    } catch (error) {
      this.fail('the server cannot start', error);
    }
  }

  protected async stopServing(signal: NodeJS.Signals): Promise<void> {
    this.asked = signal;
    if (this.members.size === 0) this.end(this.exitCode);
    // Each of them keeps to its own, shorter time.
    setTimeout(() => {
      this.log.error(`${this.members.size} processes were still there when the time was up`);
      this.end(EXIT_CODE.algorithmError);
    }, this.limits.graceMs - this.limits.marginMs / 4).unref();
    for (const member of this.members.values()) this.stopMember(member);
  }

  protected override end(exitCode: number): void {
    this.isEnding = true;
    for (const member of this.members.values()) signalTo(member, 'SIGKILL');
    super.end(exitCode);
  }

  /**
   * By a signal a process might refuse a connection that is on its way to it: node:cluster would keep that for others, of which there
   * are none, and its caller would wait for the end of all. So no connection is handed out any more, and it is told so behind the last.
   */
  private stopMember(member: Member): void {
    if (!member.isListening || !member.worker.isConnected()) {
      signalTo(member, 'SIGTERM');
      return;
    }
    member.worker.disconnect();
    this.say(member, { type: 'stop' });
  }

  private hire(place: number, role: ProcessRole): void {
    const args = [...process.argv.slice(2), PROCESS_ARGUMENT, role, String(this.count)];
    cluster().setupPrimary({ exec: programFile(), execArgv: shareHeap(process.execArgv, this.count), args });
    const worker = cluster().fork();
    const isLater = this.hasStarted;
    const nothingYet = { isReady: false, isServing: false, isUsed: false, isListening: false, isClosed: false, failure: undefined };
    const member: Member = { place, worker, isLater, ...nothingYet };
    this.members.set(place, member);
    worker.on('message', (message: FromProcess) => this.heard(member, message));
    worker.once('listening', () => { member.isListening = true; });
    worker.once('exit', (code: number | null, signal: NodeJS.Signals | null) => this.left(member, code, signal, ending(code, signal)));
    worker.on('error', (error) => {
      this.log.error('a process cannot be started or reached', error);
      // One that the system has not started has no exit.
      if (worker.process.pid === undefined) this.left(member, EXIT_CODE.algorithmError, null, `the system did not start it (${error.message})`);
    });
  }

  private heard(member: Member, message: FromProcess): void {
    switch (message.type) {
      case 'ready': this.ready(member); break;
      case 'serving': this.serving(member); break;
      case 'used': member.isUsed = true; break;
      case 'closed': this.closed(member); break;
      case 'failed': member.failure = message; break;
      case 'gather': this.gather(member, message.id); break;
      case 'told': this.metrics.told(member.place, message.id, message.snapshot); break;
    }
  }

  private ready(member: Member): void {
    member.isReady = true;
    if (this.hasStarted) this.release(member);
    // The spokesman, who says "ready", is the last to hear it: then no other answers that it is not.
    else if (this.all(({ isReady }) => isReady)) for (const other of this.members.values()) if (other.place !== 0) this.release(other);
  }

  private serving(member: Member): void {
    member.isServing = true;
    if (member.isLater) this.log.info(`process ${member.place + 1} serves`);
    if (this.hasStarted || !this.all(({ place, isServing }) => place === 0 || isServing)) return;
    this.hasStarted = true;
    this.release(this.members.get(0)!);
  }

  private all(is: (member: Member) => boolean): boolean {
    return this.members.size === this.count && [...this.members.values()].every(is);
  }

  private closed(member: Member): void {
    member.isClosed = true;
    this.tellWhenClosed();
  }

  /** As soon as it is true of all. */
  private tellWhenClosed(): void {
    if (this.asked === undefined || [...this.members.values()].some(({ isClosed }) => !isClosed)) return;
    this.tellStop(this.asked);
    this.asked = undefined;
  }

  private release(member: Member): void {
    this.say(member, { type: 'serve' });
  }

  private gather(member: Member, id: number): void {
    const ask = (place: number, question: number): void => this.say(this.members.get(place)!, { type: 'tell', id: question });
    void this.metrics.gather([...this.members.keys()], ask).then((snapshots) => this.say(member, { type: 'gathered', id, snapshots }));
  }

  /** @param how it ended, in words for one that said nothing itself */
  private left(member: Member, code: number | null, signal: NodeJS.Signals | null, how: string): void {
    const { place, failure } = member;
    if (this.members.get(place) !== member) return;
    this.members.delete(place);
    this.metrics.left(place);
    if (this.isEnding) return;
    if (this.stop.signal.aborted) {
      // The signal itself ends only those that have not come as far as to listen to it, and these have nothing to finish.
      const isKilled = signal !== null && signal !== 'SIGTERM' && signal !== 'SIGINT';
      if (failure) this.write(failure.text);
      else if (isKilled) this.log.error(`process ${place + 1} ended while it stopped: ${how}`);
      this.exitCode ||= isKilled ? EXIT_CODE.algorithmError : code ?? EXIT_CODE.ok;
      this.tellWhenClosed();
      if (this.members.size === 0) this.end(this.exitCode);
      return;
    }
    if (!this.hasStarted) {
      if (failure) this.write(failure.text);
      else this.log.error('a process cannot start', new RuntimeError('SMA_RUN_PROCESS_ENDED', how));
      this.end(failure?.exitCode ?? EXIT_CODE.algorithmError);
      return;
    }
    if (failure) this.write(failure.text);
    this.log.error(`process ${place + 1} ended${failure ? '' : `: ${how}`}; another one takes its place`);
    // One that ends before it has predicted anything would do so for ever.
    if (!member.isUsed) {
      this.tryLater(place, failure?.exitCode ?? EXIT_CODE.algorithmError);
      return;
    }
    this.attempts.worked(place);
    this.hireAgain(place);
  }

  private hireAgain(place: number): void {
    if (this.stop.signal.aborted || this.isEnding) return;
    const othersServe = [...this.members.values()].some(({ isServing }) => isServing);
    try {
      this.hire(place, othersServe ? 'replacement' : 'stand-in');
    } catch (error) {
      this.log.error('a process cannot be started', error);
      this.tryLater(place, EXIT_CODE.algorithmError);
    }
  }

  private tryLater(place: number, exitCode: number): void {
    const failures = this.attempts.failed(place);
    if (this.attempts.isEnough(place)) {
      this.log.error(`process ${place + 1} could not be replaced: ${failures} attempts in a row failed`);
      this.end(exitCode);
      return;
    }
    setTimeout(() => this.hireAgain(place), RETRY_MS);
  }

  private say({ worker }: Member, message: ToProcess): void {
    if (worker.isConnected()) worker.send(message, () => {});
  }
}
