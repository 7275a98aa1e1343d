/** What the service makes of a caller's request before a container gets it, and of the container's answer; pure. */
import type { IncomingHttpHeaders } from 'node:http';
import { ANSWER_HEADERS, HEADERS, MODEL_ERROR, REALTIME_PAYLOAD_MAX_BYTES, RESPONSE_STREAM, VALIDATION_ERROR_STATUS } from '../../contract/container-http';

/** All that comes through; everything else of a caller's headers is dropped. */
const FORWARDED: readonly string[] = ['Content-Type', 'Accept', ...Object.values(HEADERS)];

/** The platform may add headers, which containers have to ignore: this one is there so that those which do not are found. */
export const DECOY_HEADERS: Readonly<Record<string, string>> = { 'X-Amzn-SageMaker-Decoy': 'ignore what you do not know' };

/** What comes back to the caller. */
const RETURNED: readonly string[] =
  ['Content-Type', ANSWER_HEADERS.customAttributes, ANSWER_HEADERS.newSessionId, ANSWER_HEADERS.closedSessionId];

const only = (names: readonly string[], headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => {
    const { [name.toLowerCase()]: value } = headers;
    return typeof value === 'string' ? [[name, value]] : [];
  }));

/** Headers of the request to the container. @param headers as Node gives them: names in lower case */
export const forwardedHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  ({ ...only(FORWARDED, headers), ...DECOY_HEADERS });

/** Headers of the answer that the caller gets. */
export const returnedHeaders = (headers: IncomingHttpHeaders): Record<string, string> => only(RETURNED, headers);

/** The same of an answer in events, whose own media type takes the usual place. */
export function streamedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const { 'Content-Type': contentType, ...others } = returnedHeaders(headers);
  return { ...others, ...(contentType !== undefined && { [RESPONSE_STREAM.contentTypeHeader]: contentType }) };
}

/** An error of the API, as its clients read it. */
export interface ApiError {
  readonly type: 'ModelError' | 'ValidationError';
  readonly status: typeof MODEL_ERROR.status | typeof VALIDATION_ERROR_STATUS;
  readonly body: Readonly<Record<string, string | number>>;
}

/** Status of the container; 0 when there was no answer. */
export type ContainerStatus = number;

/** What a caller of InvokeEndpoint gets where the container gave no prediction. @param message body of its answer, or why there is none */
export function modelError(status: ContainerStatus, message: string, variant = 'primary'): ApiError {
  const side = status >= 400 && status < 500 ? 'client' : 'server';
  return {
    type: 'ModelError',
    status: MODEL_ERROR.status,
    body: {
      ErrorCode: MODEL_ERROR.codes[side],
      Message: `Received ${side} error (${status}) from ${variant} with message "${message}".`,
      OriginalMessage: message,
      OriginalStatusCode: status,
      LogStreamArn: '',
    },
  };
}

/** A request that never reaches a container. */
export const validationError = (message: string): ApiError => ({ type: 'ValidationError', status: VALIDATION_ERROR_STATUS, body: { Message: message } });

export const tooLargeMessage = `the body is larger than ${REALTIME_PAYLOAD_MAX_BYTES / 1024 ** 2} MiB, which is the most that SageMaker takes in real time`;
