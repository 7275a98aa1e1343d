import type { Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';
import type { InvocationContext } from '../invocation-context';
import { countOf, type Records } from '../records';

/** One call of `predict` that waits to be joined with others. */
export interface Joined {
  readonly records: Records;
  readonly request: InvocationContext;
  resolve(predictions: readonly unknown[]): void;
  reject(error: unknown): void;
}

/** Aborts when nobody waits for any of the answers any more, with the reason of the last. */
function commonSignal(joined: readonly Joined[]): AbortSignal {
  const controller = new AbortController();
  let waiting = joined.length;
  for (const { request: { signal } } of joined) {
    const gone = (): void => {
      waiting -= 1;
      if (waiting === 0) controller.abort(signal.reason);
    };
    if (signal.aborted) gone();
    else signal.addEventListener('abort', gone, { once: true });
  }
  return controller.signal;
}

const notForOne = (): never => { throw new RuntimeError('SMA_RUN_BATCHED'); };

/**
 * What a predictor is given with the records of several requests: what all of them have in common. What it would say about the
 * answer to one of them is refused; each consumes as many units as it has records.
 */
export class BatchInvocation implements InvocationContext {
  readonly contentType: string;
  readonly accept: string;
  readonly customAttributes = undefined;
  readonly inferenceId = undefined;
  readonly sessionId = undefined;
  readonly setCustomAttributes = notForOne;
  readonly startSession = notForOne;
  readonly closeSession = notForOne;
  private known: AbortSignal | undefined;

  constructor(private readonly joined: readonly Joined[], readonly log: Log) {
    const [{ request }] = joined;
    this.contentType = request.contentType;
    this.accept = request.accept;
  }

  get signal(): AbortSignal {
    return this.known ??= commonSignal(this.joined);
  }

  get consumedUnits(): number {
    return this.joined.reduce((sum, { records }) => sum + countOf(records), 0);
  }

  set consumedUnits(_units: number) {
    notForOne();
  }
}
