import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestTypes } from './negotiate-content';
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

const ATTRIBUTES_KEY = HEADERS.customAttributes.toLowerCase();
const INFERENCE_ID_KEY = HEADERS.inferenceId.toLowerCase();

/** A class with getters: what a predictor does not ask for costs a request nothing. */
export class Invocation implements InvocationContext {
  readonly contentType: string;
  readonly accept: string;
  private controller: AbortController | undefined;

  constructor(
    private readonly req: IncomingMessage,
    private readonly res: ServerResponse,
    types: RequestTypes,
    readonly body: Buffer,
    readonly log: Log,
  ) {
    this.contentType = types.contentType;
    this.accept = types.accept;
  }

  get customAttributes(): string | undefined {
    return this.req.headers[ATTRIBUTES_KEY] as string | undefined;
  }

  get inferenceId(): string | undefined {
    return this.req.headers[INFERENCE_ID_KEY] as string | undefined;
  }

  get signal(): AbortSignal {
    if (!this.controller) {
      const controller = this.controller = new AbortController();
      const { res } = this;
      if (res.destroyed) controller.abort();
      else res.once('close', () => { if (!res.writableFinished) controller.abort(); });
    }
    return this.controller.signal;
  }

  setCustomAttributes(value: string): void {
    if (value.length > CUSTOM_ATTRIBUTES_MAX_CHARS) {
      throw new RuntimeError('SMA_RUN_CUSTOM_ATTRIBUTES', `have ${value.length} characters; ${CUSTOM_ATTRIBUTES_MAX_CHARS} are possible`);
    }
    if (!VISIBLE_ASCII.test(value)) throw new RuntimeError('SMA_RUN_CUSTOM_ATTRIBUTES', 'hold a character that is not visible ASCII');
    this.res.setHeader(HEADERS.customAttributes, value);
  }
}
