/** The APIs InvokeEndpoint and InvokeEndpointWithResponseStream on a container, as SDKs call them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { askContainer } from './ask-container';
import { HttpTimeout } from './http-client';
import { failureEvent, pieceEvent } from './response-stream';
import { modelError, returnedHeaders, streamedHeaders, type ApiError } from './service-conditions';
import {
  INVOCATION_TIMEOUT_MS, INVOKE_ENDPOINT_PATH, INVOKE_WITH_RESPONSE_STREAM_PATH, RESPONSE_STREAM, ROUTES, STREAMED_INVOCATION_TIMEOUT_MS,
} from '../../contract/container-http';

const VARIANT = { 'x-Amzn-Invoked-Production-Variant': 'AllTraffic' };

const isGood = (status: number): boolean => status >= 200 && status < 300;

/** The whole answer is there before the caller gets any of it, as with the API. */
async function invokeEndpoint(target: URL, request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
  try {
    const asking = { body, timeoutMs: INVOCATION_TIMEOUT_MS };
    const { status, headers, body: predictions } = await askContainer(target, ROUTES.invocations, request, response, asking);
    if (!isGood(status)) return sendError(response, modelError(status, predictions.toString('utf8')));
    response.writeHead(200, { ...returnedHeaders(headers), ...VARIANT }).end(predictions);
  } catch (error) {
    sendError(response, modelError(0, (error as Error).message));
  }
}

/** Pieces go to the caller as they come, each as an event. What breaks after the first of them is an event, too. */
async function invokeWithResponseStream(target: URL, request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
  try {
    const { status, body: answered } = await askContainer(target, ROUTES.invocations, request, response, {
      body,
      timeoutMs: STREAMED_INVOCATION_TIMEOUT_MS,
      answerWithinMs: INVOCATION_TIMEOUT_MS,
      onAnswer: (code, headers) => {
        if (isGood(code)) response.writeHead(200, { ...streamedHeaders(headers), ...VARIANT, 'Content-Type': RESPONSE_STREAM.mediaType });
      },
      onChunk: (chunk) => {
        if (response.headersSent) response.write(pieceEvent(chunk));
      },
    });
    if (!isGood(status)) return sendError(response, modelError(status, answered.toString('utf8')));
    response.end();
  } catch (error) {
    const { message } = error as Error;
    if (response.headersSent) response.end(failureEvent(error instanceof HttpTimeout ? 'late' : 'broken', message));
    else sendError(response, modelError(0, message));
  }
}

/** Answers a request of an API. @param body of the request */
type Api = (target: URL, request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<void>;

/** The API that a path belongs to. */
export function apiOf(path: string): Api | undefined {
  if (INVOKE_ENDPOINT_PATH.test(path)) return invokeEndpoint;
  return INVOKE_WITH_RESPONSE_STREAM_PATH.test(path) ? invokeWithResponseStream : undefined;
}

/** Answers as the API does. @param status another one than the API's, for callers that are none of it */
export function sendError(response: ServerResponse, error: ApiError, status: number = error.status): void {
  const { type, body } = error;
  response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-errortype': type }).end(JSON.stringify(body));
}
