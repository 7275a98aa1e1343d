import type { Caller, InvocationRequest } from './answering';
import { CUSTOM_ATTRIBUTES_MAX_CHARS, HEADERS } from '../../contract/container-http';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';

/** One request, as a predictor sees it. */
export interface InvocationContext<A extends AlgorithmTypes = AlgorithmTypes> {
  /** Media type of the request, lower case, without parameters; the first declared one when the request names none. */
  readonly contentType: A['contentTypes'];
  /** Media type of the response that the request accepts. */
  readonly accept: A['responseTypes'];
  /** What the caller put into `X-Amzn-SageMaker-Custom-Attributes`, unchecked. */
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
  /** Aborts when the caller has gone away before the response. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /**
   * Sends custom attributes back to the caller; without a call none are sent.
   * @param value at most 1024 characters, visible ASCII and blanks
   * @throws RuntimeError SMA_RUN_CUSTOM_ATTRIBUTES
   */
  setCustomAttributes(value: string): void;
}

const VISIBLE_ASCII = /^[\x20-\x7e]*$/;

/** What a predictor is given: the request, and what it may say about the answer. */
export class Invocation implements InvocationContext {
  readonly contentType: string;
  readonly accept: string;
  readonly body: Buffer;
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
  /** By name; undefined while there is none. */
  responseHeaders: Record<string, string> | undefined;

  constructor(request: InvocationRequest, private readonly caller: Caller, readonly log: Log) {
    this.contentType = request.contentType;
    this.accept = request.accept;
    this.body = request.body;
    this.customAttributes = request.customAttributes;
    this.inferenceId = request.inferenceId;
  }

  get signal(): AbortSignal {
    return this.caller.signal;
  }

  setCustomAttributes(value: string): void {
    if (value.length > CUSTOM_ATTRIBUTES_MAX_CHARS) {
      throw new RuntimeError('SMA_RUN_CUSTOM_ATTRIBUTES', `have ${value.length} characters; ${CUSTOM_ATTRIBUTES_MAX_CHARS} are possible`);
    }
    if (!VISIBLE_ASCII.test(value)) throw new RuntimeError('SMA_RUN_CUSTOM_ATTRIBUTES', 'hold a character that is not visible ASCII');
    this.responseHeaders = { ...this.responseHeaders, [HEADERS.customAttributes]: value };
  }
}
