import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendAnswer } from './answer';
import type { AnswerInvocation } from './answer-invocation';
import { BadRecordError } from './bad-record-error';
import { Invocation } from './invocation-context';
import type { LoadedModel } from './loaded-model';
import type { RequestTypes } from './negotiate-content';
import { CallerGoneError, readBody } from './read-body';
import { refuse } from './refuse';
import { describeError } from '../shared/describe-error';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';

export interface InvocationsOptions<M> {
  readonly model: LoadedModel<M>;
  readonly negotiate: (req: IncomingMessage) => RequestTypes;
  readonly answer: AnswerInvocation<M>;
  /** Unit: bytes */
  readonly bodyMaxBytes: number;
  readonly log: Log;
}

/** What the caller is told; the details of everything that is not his fault go to the log only. */
function errorForCaller(error: unknown, log: Log): RuntimeError {
  if (error instanceof BadRecordError) {
    const place = error.index === undefined ? '' : `record ${error.index + 1}: `;
    return new RuntimeError('SMA_RUN_BAD_RECORD', `${place}${error.message || 'the algorithm cannot use the data'}`);
  }
  if (error instanceof RuntimeError && error.status !== undefined) return error;
  log.error('an invocation failed', error);
  return new RuntimeError('SMA_RUN_PREDICTION_FAILED');
}

/** `POST /invocations`. */
export function createInvocations<M>({ model, negotiate, answer, bodyMaxBytes, log }: InvocationsOptions<M>) {
  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!model.isReady) throw new RuntimeError('SMA_RUN_LOADING');
    const types = negotiate(req);
    const invocation = new Invocation(req, res, types, await readBody(req, bodyMaxBytes), log);
    sendAnswer(res, await answer(model.value, invocation, req.headers['content-type']));
  }
  return (req: IncomingMessage, res: ServerResponse): void => {
    handle(req, res).catch((error: unknown) => {
      if (error instanceof CallerGoneError) log.debug(describeError(error));
      else refuse(req, res, errorForCaller(error, log));
    });
  };
}
