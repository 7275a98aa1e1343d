import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendAnswer } from './answer';
import { answerInParts } from './answer-in-parts';
import { HttpCaller } from './caller';
import { errorForCaller } from './error-for-caller';
import type { LoadedModel } from './loaded-model';
import { isCutInParts } from './long-bodies';
import type { RequestTypes } from './negotiate-content';
import { CallerGoneError, declaredLength, readBody, readChunks } from './read-body';
import { refuse } from './refuse';
import { HEADERS } from '../../contract/container-http';
import { describeError } from '../shared/describe-error';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';

export interface InvocationsOptions {
  readonly model: LoadedModel;
  readonly negotiate: (req: IncomingMessage) => RequestTypes;
  /** Unit: bytes */
  readonly bodyMaxBytes: number;
  /** Whether every answer says what it consumed. */
  readonly isMetered: boolean;
  readonly log: Log;
}

const ATTRIBUTES_KEY = HEADERS.customAttributes.toLowerCase();
const INFERENCE_ID_KEY = HEADERS.inferenceId.toLowerCase();
const SESSION_ID_KEY = HEADERS.sessionId.toLowerCase();

/**
 * An answer cannot be taken back once it has begun. Where its end is missing the caller knows that it is none: the service says
 * ModelStreamError. What has been answered until then still leaves.
 */
function breakOff(res: ServerResponse, error: unknown, log: Log): void {
  log.error('an answer broke off after its beginning had been sent', error);
  res.socket!.destroySoon();
}

/** `POST /invocations`. */
export function createInvocations({ model, negotiate, bodyMaxBytes, isMetered, log }: InvocationsOptions) {
  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { answer } = model;
    if (!answer) throw new RuntimeError('SMA_RUN_LOADING');
    const { contentType, accept } = negotiate(req);
    // What is too long always will be: that is said before the request is told to come again. Both before the body fills the memory.
    const length = declaredLength(req, bodyMaxBytes);
    const { headers } = req;
    const caller = new HttpCaller(res);
    const facts = {
      contentType,
      accept,
      contentTypeHeader: headers['content-type'],
      customAttributes: headers[ATTRIBUTES_KEY] as string | undefined,
      inferenceId: headers[INFERENCE_ID_KEY] as string | undefined,
      sessionId: headers[SESSION_ID_KEY] as string | undefined,
    };
    if (model.byRecord && isCutInParts(req, facts, bodyMaxBytes, isMetered)) {
      model.admit?.(0);
      const parallel = model.occupancy?.().workers ?? 1;
      return sendAnswer(res, await answerInParts(answer, facts, readChunks(req, bodyMaxBytes), caller, parallel));
    }
    model.admit?.(length);
    const body = await readBody(req, bodyMaxBytes);
    return sendAnswer(res, await answer({ ...facts, body }, caller));
  }
  return (req: IncomingMessage, res: ServerResponse): void => {
    handle(req, res).catch((error: unknown) => {
      if (isA(error, CallerGoneError)) log.debug(describeError(error));
      else if (res.headersSent && res.destroyed) log.debug(`the caller has gone, and the rest of the answer with it (${describeError(error)})`);
      else if (res.headersSent) breakOff(res, error, log);
      else refuse(req, res, errorForCaller(error, log));
    });
  };
}
