import { encode, encodeComment } from 'eventsource-encoder';
import type { RawResponse } from './define-inference';

/** One event of a stream of `text/event-stream`. */
export interface ServerSentEvent {
  /** May have several lines. */
  readonly data: string;
  /** Name of the event, one line. @default - the caller's own, `message` */
  readonly event?: string;
  /** One line. */
  readonly id?: string | number;
  /** How long a caller waits before it connects again. Unit: ms */
  readonly retry?: number;
}

export interface ServerSentEventsOptions {
  /**
   * A comment is sent whenever nothing else was for this long, so that nobody on the way takes the connection for dead. 0 for none.
   * Unit: s
   * @default 15
   */
  readonly keepAliveSeconds?: number;
}

const KEEP_ALIVE_DEFAULT_SECONDS = 15;

const encoded = (event: string | ServerSentEvent): string => encode(typeof event === 'string' ? { data: event } : event);

/** Whether a promise settles in time; 0 waits for ever. */
async function settles(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  if (withinMs === 0) return true;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<boolean>((resolve) => void (timer = setTimeout(resolve, withinMs, false)));
  try {
    return await Promise.race([promise.then(() => true), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

async function* withKeepAlive(events: AsyncIterable<string | ServerSentEvent>, everyMs: number): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = iterator.next();
      while (!await settles(next, everyMs)) yield encodeComment('');
      const { done, value } = await next;
      if (done) return;
      yield encoded(value);
    }
  } finally {
    // Of no effect where they have ended by themselves.
    await iterator.return?.();
  }
}

/**
 * A response of {@link defineRawInference} in Server-Sent Events, `text/event-stream`: a response type that the definition has to
 * declare.
 * @param events a text is the data of an event
 * @throws TypeError, while they are sent, for a name or an id of several lines
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * @example
 * export default defineRawInference<Algorithm, Model>({
 *   loadModel: (files) => load(files),
 *   invoke: (model, { body, signal }) => serverSentEvents(model.tokens(String(body), signal)),
 * });
 */
export function serverSentEvents(
  events: AsyncIterable<string | ServerSentEvent>, { keepAliveSeconds = KEEP_ALIVE_DEFAULT_SECONDS }: ServerSentEventsOptions = {},
): RawResponse & { readonly contentType: 'text/event-stream' } {
  return { contentType: 'text/event-stream', body: withKeepAlive(events, keepAliveSeconds * 1000) };
}
