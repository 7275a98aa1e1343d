/** What the first process and those that serve say to each other: plain data only. */

/** Comes before the last two arguments of a process that serves, so that no other need load node:cluster to find out that it is none. */
export const PROCESS_ARGUMENT = 'serve-in-process';

/**
 * Last argument but one: whether the process says in the log what all of them would say, or says nothing of the kind, or takes the
 * place of one that ended while others serve, or while none does. The last one is how many serve.
 */
export type ProcessRole = 'spokesman' | 'member' | 'replacement' | 'stand-in';

export type ToProcess =
  /** All of them have their model: `/ping` may say so. */
  | { readonly type: 'serve' }
  /** The container was asked to stop, and no further connection is on its way to this process. */
  | { readonly type: 'stop' }
  /** The metrics of this process are wanted. */
  | { readonly type: 'tell'; readonly id: number }
  /** Those of all processes. */
  | { readonly type: 'gathered'; readonly id: number; readonly snapshots: readonly unknown[] };

export type FromProcess =
  /** It has its model. */
  | { readonly type: 'ready' }
  /** It has heard that all have theirs, and listens. */
  | { readonly type: 'serving' }
  /** It has got something to predict. */
  | { readonly type: 'used' }
  /** It takes no new connections. */
  | { readonly type: 'closed' }
  /** It is about to end: what the log should say of it, and how. */
  | { readonly type: 'failed'; readonly text: string; readonly exitCode: number }
  /** It was asked for metrics, which are those of all. */
  | { readonly type: 'gather'; readonly id: number }
  | { readonly type: 'told'; readonly id: number; readonly snapshot: unknown };
