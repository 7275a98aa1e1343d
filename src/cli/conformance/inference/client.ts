import { setMaxListeners } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { ROUTES } from '../../../contract/container-http';
import { mediaType } from '../../../contract/media-types';
import { cutText } from '../../../contract/quoted';
import { HttpTimeout, sendRequest, type HttpRequest } from '../../simulator/http-client';
import type { Payload } from '../../simulator/payloads';
import type { TrialServer } from '../targets/serving-trial';

/** Unit: characters. */
const SHOWN_BODY_CHARS = 200;

/** What came back. */
export interface Reply {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Unit: ms. */
  readonly durationMs: number;
  /** Why there was no answer. */
  readonly problem?: string;
}

export interface Question extends Partial<Pick<HttpRequest, 'method' | 'headers' | 'body' | 'onChunk' | 'timeoutMs' | 'signal'>> {
  readonly path: string;
}

export const isGood = ({ status }: Reply): boolean => status >= 200 && status < 300;
/** The caller's fault, told as such. */
export const isRefusal = ({ status }: Reply): boolean => status >= 400 && status < 500;
/** Too much at once, told as such. */
export const isOverload = ({ status }: Reply): boolean => status === 503 || status === 429;

export const typeOf = ({ headers }: Reply): string => mediaType(headers['content-type'] ?? '');
export const textOf = ({ body }: Pick<Reply, 'body'>): string => body.toString('utf8');
export const sameAnswer = (one: Reply, other: Reply): boolean =>
  one.status === other.status && typeOf(one) === typeOf(other) && one.body.equals(other.body);

/** In words of a report. */
export function told(reply: Reply): string {
  if (reply.status === 0) return `no answer: ${reply.problem}`;
  const text = textOf(reply).trim();
  return `${reply.status} ${typeOf(reply) || 'without a content type'}${text === '' ? ', empty' : `: ${cutText(text, SHOWN_BODY_CHARS)}`}`;
}

/** Asks a server as the service does, with exactly the headers that are named. A bad answer is a value, not an exception. */
export class Client {
  private readonly giveUp: AbortSignal;

  constructor(readonly server: TrialServer, private readonly timeoutMs: number, signal: AbortSignal) {
    this.giveUp = AbortSignal.any([signal]);
    // Every request listens to it.
    setMaxListeners(0, this.giveUp);
  }

  async ask({ path, method = 'GET', timeoutMs = this.timeoutMs, signal, ...rest }: Question): Promise<Reply> {
    const startedAt = performance.now();
    const either = signal ? AbortSignal.any([signal, this.giveUp]) : this.giveUp;
    try {
      return await sendRequest({ url: `${this.server.url}${path}`, method, timeoutMs, signal: either, ...rest });
    } catch (error) {
      this.giveUp.throwIfAborted();
      const { code, message } = error as NodeJS.ErrnoException;
      const problem = error instanceof HttpTimeout ? message : code ?? message;
      return { status: 0, headers: {}, body: Buffer.alloc(0), durationMs: performance.now() - startedAt, problem };
    }
  }

  ping(timeoutMs: number): Promise<Reply> {
    return this.ask({ path: ROUTES.ping, timeoutMs });
  }

  /** @param change over what the payload says; a header that is undefined is not sent */
  invoke({ contentType, accept, body }: Pick<Payload, 'contentType' | 'accept' | 'body'>, change: InvocationChange = {}): Promise<Reply> {
    const { headers: changed = {}, ...rest } = change;
    const headers = Object.fromEntries(Object.entries({ 'Content-Type': contentType, 'Accept': accept, ...changed })
      .filter((header): header is [string, string] => header[1] !== undefined));
    return this.ask({ path: ROUTES.invocations, method: 'POST', headers, body, ...rest });
  }
}

export type InvocationChange = Omit<Question, 'path' | 'method' | 'headers'> & {
  readonly headers?: Readonly<Record<string, string | undefined>>;
};
