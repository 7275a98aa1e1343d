import { AbortableCaller, abortReason } from './abortable-caller';
import type { Answer } from './answer';
import type { Answering, Caller, InvocationRequest } from './answering';
import type { Backlog } from './backlog';
import { FollowedPieces } from './followed-pieces';
import { RuntimeError } from '../shared/runtime-error';

/** One request that is answered in this thread, until its last piece. */
class InlineInvocation {
  private readonly caller: AbortableCaller;
  private pieces: FollowedPieces | undefined;
  private late: RuntimeError | undefined;

  constructor(caller: Caller, private readonly onEnd: () => void) {
    this.caller = new AbortableCaller(caller);
  }

  async answer(answering: Answering, request: InvocationRequest): Promise<Answer> {
    let streams = false;
    try {
      const answer = await answering(request, this.caller);
      const { body } = answer;
      if (typeof body === 'string' || body instanceof Uint8Array) return answer;
      streams = true;
      this.pieces = new FollowedPieces(body, this.onEnd);
      if (this.late) {
        void this.pieces.return().catch(() => {});
        throw this.late;
      }
      return { ...answer, body: this.pieces };
    } finally {
      if (!streams) this.onEnd();
    }
  }

  /** Tells the predictor, and the caller too where the answer has begun. */
  giveUp(error: RuntimeError): void {
    this.late = error;
    this.caller.abort(abortReason('late'));
    this.pieces?.break(error);
  }
}

/**
 * Answers in this thread, within a time and as long as there are not too many requests. A prediction that does not look at its
 * signal goes on after its time and keeps its place: only a worker can be stopped.
 * @param timeoutMs undefined for no limit
 */
export function inlineAnswering(answering: Answering, backlog: Backlog, timeoutMs: number | undefined): Answering {
  return (request, caller) => new Promise<Answer>((resolve, reject) => {
    const bytes = request.body.length;
    // A part of a request whose answer has begun cannot be refused.
    if (!request.part) backlog.check(bytes);
    backlog.enter(bytes);
    let timer: NodeJS.Timeout | undefined;
    const invocation = new InlineInvocation(caller, () => {
      clearTimeout(timer);
      backlog.leave(bytes);
    });
    if (timeoutMs !== undefined) {
      timer = setTimeout(() => {
        const error = new RuntimeError('SMA_RUN_TIMEOUT', String(timeoutMs / 1000));
        invocation.giveUp(error);
        reject(error);
      }, timeoutMs);
    }
    invocation.answer(answering, request).then(resolve, reject);
  });
}
