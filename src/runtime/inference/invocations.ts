import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendAnswer } from './answer';
import { answerInParts } from './answer-in-parts';
import type { InvocationRequest } from './answering';
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
import { goOn, isToCome, type MaybePromise } from '../shared/maybe-promise';
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

const NO_BYTES = Buffer.alloc(0);

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
  /** A promise only where something is still to come: small requests would feel each. */
  function handle(req: IncomingMessage, res: ServerResponse): MaybePromise<void> {
    const { answer } = model;
    if (!answer) throw new RuntimeError('SMA_RUN_LOADING');
    const { contentType, accept } = negotiate(req);
    // What is too long always will be: that is said before the request is told to come again. Both before the body fills the memory.
    const length = declaredLength(req, bodyMaxBytes);
    const { headers } = req;
    const caller = new HttpCaller(res);
    const requestOf = (body: Buffer): InvocationRequest => ({
      contentType,
      accept,
      contentTypeHeader: headers['content-type'],
      body,
      customAttributes: headers[ATTRIBUTES_KEY] as string | undefined,
      inferenceId: headers[INFERENCE_ID_KEY] as string | undefined,
      sessionId: headers[SESSION_ID_KEY] as string | undefined,
    });
    const place = model.admit?.(length);
    if (model.byRecord && isCutInParts(req, { contentType, accept }, bodyMaxBytes, isMetered)) {
      // Its parts have places of their own, one after the other.
      place?.leave();
      const parallel = model.occupancy?.().workers ?? 1;
      const chunks = readChunks(req, bodyMaxBytes);
      return answerInParts(answer, requestOf(NO_BYTES), chunks, caller, parallel).then((whole) => sendAnswer(res, whole));
    }
    return readBody(req, bodyMaxBytes).then(
      (body) => {
        place?.take(body.length);
        return goOn(answer(requestOf(body), caller, place), (whole) => sendAnswer(res, whole));
      },
      (error: unknown) => {
        place?.leave();
        throw error;
      },
    );
  }

  return (req: IncomingMessage, res: ServerResponse): void => {
    const failed = (error: unknown): void => {
      if (isA(error, CallerGoneError)) log.debug(describeError(error));
      else if (res.headersSent && res.destroyed) log.debug(`the caller has gone, and the rest of the answer with it (${describeError(error)})`);
      else if (res.headersSent) breakOff(res, error, log);
      else refuse(req, res, errorForCaller(error, log, res.destroyed));
    };
    try {
      const handled = handle(req, res);
      if (isToCome(handled)) handled.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}
