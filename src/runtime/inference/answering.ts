/**
 * The seam between HTTP and the user's code with its model. Nothing but plain data crosses it, so that the code may be in this
 * thread or in another one.
 */
import type { Answer } from './answer';
import { answerRaw } from './answer-raw';
import { answerRecords } from './answer-records';
import type { Place } from './backlog';
import type { InferenceDefinition } from './define-inference';
import { isBatchJob } from './server-settings';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import type { Log } from '../shared/log';
import type { MaybePromise } from '../shared/maybe-promise';

/** What a request says, its types negotiated and its body read. */
export interface InvocationRequest {
  /** Declared media type of the body. */
  readonly contentType: string;
  /** Declared media type of the answer. */
  readonly accept: string;
  /** The header as it came, with its parameters. */
  readonly contentTypeHeader: string | undefined;
  readonly body: Buffer;
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
  /** `NEW_SESSION`, or the id of a session that has been started. */
  readonly sessionId: string | undefined;
  /**
   * Whether the body is one of several parts of a longer one, cut between records. Its answer is a part as well: predictions
   * only, without what a format puts around all of them. Only where {@link isByRecord}.
   */
  readonly part?: boolean;
}

/** Whoever waits for an answer. */
export interface Caller {
  /** Aborts when the answer is not wanted any more. Made when asked for: most predictors never look. */
  readonly signal: AbortSignal;
}

/**
 * Answers at once where the definition does, since small requests would feel each promise on their way.
 * @param place of the request, which is left when it needs none any more; without one it gets its own, as a part of a request does:
 *   that cannot be refused
 * @throws BadRecordError; RuntimeError with a status for what the caller did, without one for what the algorithm did
 */
export type Answering = (request: InvocationRequest, caller: Caller, place?: Place) => MaybePromise<Answer>;

/** Answers with a model that has been loaded. */
export type AnswerWith<M> = (model: M) => Answering;

/** What is going on behind the seam. */
export interface Occupancy {
  /** Threads that predict. */
  readonly workers: number;
  /** Those of them that predict at the moment. */
  readonly busy: number;
  /** Requests that wait for one. */
  readonly queued: number;
  /** Workers that ended or were stopped and have been replaced since the start. */
  readonly replaced: number;
  /** Requests since the start that found no place. */
  readonly refused: number;
}

/** Whether a definition predicts record by record, so that a long body may be answered in parts. */
export const isByRecord = <M>(definition: InferenceDefinition<M>): boolean => 'predict' in definition;

/**
 * How a definition answers, once it has its model.
 * @param isBatch whether the container runs in a batch transform job
 * @throws RuntimeError SMA_RUN_NO_CODEC, before there is a model
 */
export function answeringBy<M>(
  definition: InferenceDefinition<M>, spec: AlgorithmSpec, log: Log, isBatch = isBatchJob(process.env),
): AnswerWith<M> {
  return 'predict' in definition ? answerRecords(definition, spec, log, isBatch) : answerRaw(definition, spec, log);
}
