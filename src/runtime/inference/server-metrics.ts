import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Occupancy } from './answering';

/** What `/metrics` tells of the server. */
export interface ServerMetrics {
  /** Of the text. */
  readonly contentType: string;
  /** Counts a request. @returns what is called at its end, with its status or `aborted` when the caller has gone before */
  begin(): (status: string) => void;
  /** What there is to tell of this process, as plain data. */
  snapshot(): Promise<unknown>;
  /** @param snapshots of all processes, which are added up; of this one alone when absent */
  text(snapshots?: readonly unknown[]): Promise<string>;
}

/**
 * Makes the metrics of a server.
 * @param occupancy what is going on behind the seam; undefined while the model loads
 */
export type CreateMetrics = (occupancy: () => Occupancy | undefined) => ServerMetrics;

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** The same handler, its requests counted. */
export const counted = (handle: Handler, metrics: ServerMetrics): Handler => (req, res) => {
  const end = metrics.begin();
  res.once('close', () => end(res.writableFinished ? String(res.statusCode) : 'aborted'));
  handle(req, res);
};

/**
 * `GET /metrics`: the format of Prometheus.
 * @param gather gives the snapshots of all processes where there are several
 */
export const createMetricsRoute = (metrics: ServerMetrics, gather?: () => Promise<readonly unknown[]>): Handler => (_req, res) => {
  void Promise.resolve(gather?.()).then((snapshots) => metrics.text(snapshots)).then((text) => {
    res.writeHead(200, { 'Content-Type': metrics.contentType, 'Content-Length': Buffer.byteLength(text) }).end(text);
  }).catch((error: unknown) => {
    // Nobody is left without an answer; the log gets it as a rejection that nobody awaited.
    res.destroy();
    throw error;
  });
};
