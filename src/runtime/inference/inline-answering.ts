import { AbortableCaller, abortReason } from './abortable-caller';
import type { Answer } from './answer';
import { isWhole } from './answer-pieces';
import type { Answering } from './answering';
import type { Backlog, Place } from './backlog';
import { FollowedPieces } from './followed-pieces';
import { isToCome } from '../shared/maybe-promise';
import { RuntimeError } from '../shared/runtime-error';

/** An answer that is still to come or that comes in pieces: followed until its last one, within a time. */
class ComingAnswer {
  private readonly timer: NodeJS.Timeout | undefined;
  private pieces: FollowedPieces | undefined;
  private late: RuntimeError | undefined;
  private reject: ((error: RuntimeError) => void) | undefined;

  constructor(private readonly caller: AbortableCaller, private readonly place: Place, timeoutMs: number | undefined) {
    if (timeoutMs !== undefined) this.timer = setTimeout(() => this.giveUp(new RuntimeError('SMA_RUN_TIMEOUT', String(timeoutMs / 1000))), timeoutMs);
  }

  from(answer: Answer | PromiseLike<Answer>): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.reject = reject;
      this.follow(answer).then(resolve, reject);
    });
  }

  private async follow(coming: Answer | PromiseLike<Answer>): Promise<Answer> {
    let streams = false;
    try {
      const answer = await coming;
      const { body } = answer;
      if (isWhole(body)) return answer;
      streams = true;
      this.pieces = new FollowedPieces(body, () => this.end());
      if (this.late) {
        void this.pieces.return().catch(() => {});
        throw this.late;
      }
      return { ...answer, body: this.pieces };
    } finally {
      if (!streams) this.end();
    }
  }

  /** Tells the predictor, and the caller too where the answer has begun. */
  private giveUp(error: RuntimeError): void {
    this.late = error;
    this.caller.abort(abortReason('late'));
    this.pieces?.break(error);
    this.reject?.(error);
  }

  private end(): void {
    clearTimeout(this.timer);
    this.place.leave();
  }
}

/**
 * Answers in this thread, within a time and as long as there are not too many requests. A prediction that does not look at its
 * signal goes on after its time and keeps its place: only a worker can be stopped.
 * @param timeoutMs undefined for no limit
 */
export function inlineAnswering(answering: Answering, backlog: Backlog, timeoutMs: number | undefined): Answering {
  return (request, outer, place = backlog.enter(request.body.length)) => {
    const caller = new AbortableCaller(outer);
    let answer;
    try {
      answer = answering(request, caller);
    } catch (error) {
      place.leave();
      throw error;
    }
    // Nothing can happen to an answer that is there: no time runs, nobody waits.
    if (!isToCome(answer) && isWhole(answer.body)) {
      place.leave();
      return answer;
    }
    return new ComingAnswer(caller, place, timeoutMs).from(answer);
  };
}
