import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendAnswer } from './answer';
import { HttpCaller } from './caller';
import { errorForCaller } from './error-for-caller';
import type { LoadedModel } from './loaded-model';
import type { RequestTypes } from './negotiate-content';
import { CallerGoneError, readBody } from './read-body';
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
export function createInvocations({ model, negotiate, bodyMaxBytes, log }: InvocationsOptions) {
  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { answer } = model;
    if (!answer) throw new RuntimeError('SMA_RUN_LOADING');
    const { contentType, accept } = negotiate(req);
    // Before the body fills the memory.
    model.admit?.(Number(req.headers['content-length'] ?? 0));
    const body = await readBody(req, bodyMaxBytes);
    const { headers } = req;
    await sendAnswer(res, await answer({
      contentType,
      accept,
      contentTypeHeader: headers['content-type'],
      body,
      customAttributes: headers[ATTRIBUTES_KEY] as string | undefined,
      inferenceId: headers[INFERENCE_ID_KEY] as string | undefined,
      sessionId: headers[SESSION_ID_KEY] as string | undefined,
    }, new HttpCaller(res)));
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
