/**
 * What the main thread and its worker threads say to each other: plain data only. A request is named by a number, from `work` until
 * its last word: `answered`, `refused` or `end`.
 */
import type { RuntimeErrorCode } from '../../shared/runtime-error';
import type { AbortKind } from '../abortable-caller';
import type { Answer } from '../answer';
import type { InvocationRequest } from '../answering';

/** Last argument of a worker's program, so that the main thread need not load node:worker_threads to find out that it is none. */
export const WORKER_ARGUMENT = 'predict-in-worker';

/** What a worker is started with; its key tells it from worker threads of the user's own. */
export interface PoolWorkerData {
  readonly smAlgorithmWorker: {
    /** Whether it says in the log what all of them would say about the model. */
    readonly isSpokesman: boolean;
  };
}

/** A request whose body may have been handed over. */
export type WireRequest = Omit<InvocationRequest, 'body'> & { readonly body: Uint8Array };

/** An answer that is whole. */
export type WireAnswer = Omit<Answer, 'body'> & { readonly body: string | Uint8Array };

export interface NumberedRequest {
  readonly id: number;
  readonly request: WireRequest;
}

export type ToWorker =
  /** Requests to answer: one, or those of a batch. */
  | { readonly type: 'work'; readonly requests: readonly NumberedRequest[] }
  | { readonly type: 'abort'; readonly id: number; readonly kind: AbortKind }
  /** One more piece of a streamed answer may be sent. */
  | { readonly type: 'credit'; readonly id: number }
  /** The container is asked to stop. */
  | { readonly type: 'stop' };

export type FromWorker =
  /** @see isByRecord */
  | { readonly type: 'ready'; readonly byRecord: boolean }
  /** Module or model cannot be loaded: what the log says of it, and how the process should end. */
  | { readonly type: 'failed'; readonly text: string; readonly exitCode: number }
  /** A finished line of the log. */
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'answered'; readonly id: number; readonly answer: WireAnswer }
  /** An error, which the worker has logged where it is not the caller's; of a streamed answer even after its beginning. */
  | { readonly type: 'refused'; readonly id: number; readonly code: RuntimeErrorCode; readonly message: string }
  /** The head of an answer whose pieces follow. */
  | { readonly type: 'begun'; readonly id: number; readonly head: Omit<Answer, 'body'> }
  | { readonly type: 'piece'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly id: number };

/** Pieces of a streamed answer on their way: enough to keep the caller busy, few enough to hold back the predictor. */
export const PIECES_AHEAD = 4;
