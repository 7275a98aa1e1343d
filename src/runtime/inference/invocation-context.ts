import type { Caller, InvocationRequest } from './answering';
import { checkHeaderValue } from './header-value';
import type { ServingSpec } from '../../contract/algorithm-spec';
import { ANSWER_HEADERS, CUSTOM_ATTRIBUTES_MAX_CHARS, NEW_SESSION_MAX_CHARS, SESSION_ID_FORM } from '../../contract/container-http';
import { quoted } from '../../contract/quoted';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';
import { attempt } from '../shared/unknown-error';

/**
 * One request, as a predictor sees it. What is said in headers has to be said before the first piece of the answer.
 *
 * With `batching` in the definition a call of `predict` holds the records of several requests: types, log and signal (of the last
 * caller who waits) are theirs together, attributes and ids are undefined, and what is said about one answer throws SMA_RUN_BATCHED.
 */
export interface InvocationContext<A extends AlgorithmTypes = AlgorithmTypes> {
  /** Media type of the request, lower case, without parameters; the first declared one when the request names none. */
  readonly contentType: A['contentTypes'];
  /** Media type of the response that the request accepts. */
  readonly accept: A['responseTypes'];
  /** What the caller put into `X-Amzn-SageMaker-Custom-Attributes`, unchecked. */
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
  /** `NEW_SESSION` when the caller asks for a session, or the id of one that {@link startSession} has started; unchecked. */
  readonly sessionId: string | undefined;
  /** Aborts when the caller has gone away before the response, or when its time is up (`reason.name` is `TimeoutError`). */
  readonly signal: AbortSignal;
  readonly log: Log;
  /**
   * What a buyer pays for when the price is per inference: whole units from 1, told with every answer of 2xx. Needs `metering` in the
   * definition. Not told where a batch transform job streams a body in parts, since such jobs are paid by the hour.
   * @default - the number of records of the request; 1 in raw inference
   * @throws RuntimeError SMA_RUN_CONSUMED_UNITS
   */
  consumedUnits: number;
  /**
   * Sends custom attributes back to the caller; without a call none are sent.
   * @param value at most 1024 characters, visible ASCII and blanks
   * @throws RuntimeError SMA_RUN_CUSTOM_ATTRIBUTES
   */
  setCustomAttributes(value: string): void;
  /**
   * Tells the service that a session begins: it sends later requests with this id to this container. Real time only.
   * @param id at most 226 characters, letters and digits with single or several `-` between them
   * @param expiresAt told in whole seconds, rounded down
   * @throws RuntimeError SMA_RUN_SESSION
   */
  startSession(id: string, expiresAt: Date): void;
  /**
   * Tells the service that a session has ended.
   * @param id as given to {@link startSession}
   * @throws RuntimeError SMA_RUN_SESSION
   */
  closeSession(id: string): void;
}

function checkSessionId(id: string): void {
  if (!SESSION_ID_FORM.test(id)) throw new RuntimeError('SMA_RUN_SESSION', `has the id ${quoted(String(id))}`);
}

function wholeSeconds(time: Date): string {
  // Undefined for a time that is none, and of another form for a year that has not four digits.
  const text = attempt(() => time.toISOString().replace(/\.\d+Z$/, 'Z')) ?? '';
  if (!/^\d{4}-/.test(text)) throw new RuntimeError('SMA_RUN_SESSION', 'ends at no time that can be told');
  return text;
}

/** What a predictor is given: the request, and what it may say about the answer. */
export class Invocation implements InvocationContext {
  readonly contentType: string;
  readonly accept: string;
  readonly body: Buffer;
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
  readonly sessionId: string | undefined;
  private readonly isPart: boolean;
  private responseHeaders: Record<string, string> | undefined;

  /** @param units what the request consumes when the predictor says nothing */
  constructor(
    request: InvocationRequest, private readonly caller: Caller, readonly log: Log,
    private readonly metering: ServingSpec['metering'], private units: number,
  ) {
    this.contentType = request.contentType;
    this.accept = request.accept;
    this.body = request.body;
    this.customAttributes = request.customAttributes;
    this.inferenceId = request.inferenceId;
    this.sessionId = request.sessionId;
    this.isPart = request.part === true;
  }

  get signal(): AbortSignal {
    return this.caller.signal;
  }

  get consumedUnits(): number {
    return this.units;
  }

  set consumedUnits(units: number) {
    if (!this.metering) throw new RuntimeError('SMA_RUN_CONSUMED_UNITS', 'is set, and the algorithm declares no metering');
    if (!Number.isSafeInteger(units) || units < 1) throw new RuntimeError('SMA_RUN_CONSUMED_UNITS', `is ${units}`);
    this.units = units;
  }

  setCustomAttributes(value: string): void {
    checkHeaderValue(value, CUSTOM_ATTRIBUTES_MAX_CHARS, (problem) => new RuntimeError('SMA_RUN_CUSTOM_ATTRIBUTES', problem));
    this.set(ANSWER_HEADERS.customAttributes, value);
  }

  startSession(id: string, expiresAt: Date): void {
    checkSessionId(id);
    const value = `${id}; Expires=${wholeSeconds(expiresAt)}`;
    checkHeaderValue(value, NEW_SESSION_MAX_CHARS, (problem) => new RuntimeError('SMA_RUN_SESSION', `has a header that ${problem}`));
    this.set(ANSWER_HEADERS.newSessionId, value);
  }

  closeSession(id: string): void {
    checkSessionId(id);
    checkHeaderValue(id, NEW_SESSION_MAX_CHARS, (problem) => new RuntimeError('SMA_RUN_SESSION', `has an id that ${problem}`));
    this.set(ANSWER_HEADERS.closedSessionId, id);
  }

  /** By name; undefined where there is none. */
  headersFor(status: number): Record<string, string> | undefined {
    // What all parts together consume is known when the head has long been sent.
    if (!this.metering || this.isPart || status >= 300) return this.responseHeaders;
    const metered = JSON.stringify({ Dimension: this.metering.dimension, ConsumedUnits: this.units });
    return { ...this.responseHeaders, [ANSWER_HEADERS.metering]: metered };
  }

  private set(name: string, value: string): void {
    this.responseHeaders = { ...this.responseHeaders, [name]: value };
  }
}
