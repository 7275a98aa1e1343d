import type { MessagePort } from 'node:worker_threads';
import { AbortableCaller, abortReason } from '../abortable-caller';
import type { Answer } from '../answer';
import type { Answering } from '../answering';
import { errorForCaller } from '../error-for-caller';
import { loadAnswering } from '../load-answering';
import type { LoadInference } from '../load-inference';
import { handOverAnswer, receivedRequest } from './handed-over';
import { WORKER_ARGUMENT, type FromWorker, type NumberedRequest, type PoolWorkerData, type ToWorker } from './protocol';
import { StreamSender } from './stream-sender';
import type { AlgorithmSpec } from '../../../contract/algorithm-spec';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { EXIT_CODE } from '../../../contract/job-outcome';
import { createLog, type Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';
import { isA } from '../../shared/unknown-error';

const workerThreads = (): typeof import('node:worker_threads') => process.getBuiltinModule('node:worker_threads');

/** Undefined unless this thread is a worker of the pool. */
export function poolWorkerData(): PoolWorkerData | undefined {
  if (!process.argv.includes(WORKER_ARGUMENT)) return undefined;
  const { isMainThread, workerData } = workerThreads();
  const data = isMainThread ? undefined : workerData as Partial<PoolWorkerData> | null;
  return data?.smAlgorithmWorker ? data as PoolWorkerData : undefined;
}

const logTo = (write: (text: string) => void): Log =>
  createLog(write, process.env[CONTAINER_ENV.logLevel], process.env[CONTAINER_ENV.logFormat]);

/** One request, from its arrival in this thread to its last word. */
interface Running {
  readonly caller: AbortableCaller;
  stream?: StreamSender;
}

/** The worker's half of the pool: answers what the main thread hands over. */
class WorkerProgram {
  private readonly stop = new AbortController();
  private readonly running = new Map<number, Running>();
  private readonly log = logTo((text) => this.say({ type: 'log', text }));
  private answer: Answering | undefined;

  constructor(private readonly port: MessagePort, private readonly isSpokesman: boolean) {}

  async start<M>(load: LoadInference<M>, spec: AlgorithmSpec): Promise<void> {
    // A promise that nobody awaits, say of a prediction whose caller has gone, must not end the thread.
    process.on('unhandledRejection', (reason) => this.log.error('a promise was rejected and nobody awaited it', reason));
    this.port.on('message', (message: ToWorker) => this.heard(message));
    const { log } = this;
    try {
      const loaded = await loadAnswering({
        load,
        spec,
        log,
        modelLog: this.isSpokesman ? log : { ...log, info: log.debug },
        // The main thread has gathered the requests: they arrive in one message.
        batching: spec.inference.batching && { ...spec.inference.batching, maxWaitMs: 0 },
        signal: this.stop.signal,
      });
      if (!loaded) return;
      this.answer = loaded.answer;
      this.say({ type: 'ready', byRecord: loaded.byRecord });
    } catch (error) {
      this.loadFailed(error);
    }
  }

  private loadFailed(error: unknown): void {
    let text = '';
    logTo((line) => { text += line; }).error('the server cannot start', error);
    this.say({ type: 'failed', text, exitCode: isA(error, RuntimeError) ? error.exitCode : EXIT_CODE.algorithmError });
    this.port.close();
  }

  private heard(message: ToWorker): void {
    switch (message.type) {
      case 'work': for (const numbered of message.requests) void this.work(numbered); return;
      case 'credit': this.running.get(message.id)?.stream?.credit(); return;
      case 'stop': this.stop.abort(); return;
      case 'abort': {
        const running = this.running.get(message.id);
        running?.caller.abort(abortReason(message.kind));
        running?.stream?.stop();
      }
    }
  }

  private async work({ id, request }: NumberedRequest): Promise<void> {
    const running: Running = { caller: new AbortableCaller() };
    this.running.set(id, running);
    try {
      const { body, ...head } = await this.answer!(receivedRequest(request), running.caller);
      if (typeof body === 'string' || body instanceof Uint8Array) {
        const { value, transfer } = handOverAnswer({ ...head, body });
        this.say({ type: 'answered', id, answer: value }, transfer);
      } else {
        await this.stream(id, running, head, body);
      }
    } catch (error) {
      const { code, message } = errorForCaller(error, this.log, running.caller.isAborted);
      this.say({ type: 'refused', id, code, message });
    } finally {
      this.running.delete(id);
    }
  }

  private async stream(id: number, running: Running, head: Omit<Answer, 'body'>, body: AsyncIterable<Uint8Array>): Promise<void> {
    const stream = running.stream = new StreamSender(id, body, (message, transfer) => this.say(message, transfer));
    if (running.caller.isAborted) stream.stop();
    this.say({ type: 'begun', id, head });
    await stream.send();
    this.say({ type: 'end', id });
  }

  private say(message: FromWorker, transfer: ArrayBuffer[] = []): void {
    this.port.postMessage(message, transfer);
  }
}

/** Serves the main thread until that ends this one. */
export async function runWorker<M>({ smAlgorithmWorker }: PoolWorkerData, load: LoadInference<M>, spec: AlgorithmSpec): Promise<void> {
  await new WorkerProgram(workerThreads().parentPort!, smAlgorithmWorker.isSpokesman).start(load, spec);
}
