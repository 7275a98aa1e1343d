import type { Body } from './bodies.mjs';
import { debianImage } from './images.mjs';
import type { Side } from './sides.mjs';
import { INFERENCE_PORT } from '../../src/contract/container-http.js';
import type { Engine } from '../docker.mjs';

/** What came of one load. */
export interface Load {
  /** Answers. Unit: 1/s */
  readonly rate: number;
  readonly p99Ms: number;
}

/** Puts load on a server for so many seconds. */
export type PutLoad = (side: Side, body: Body, connections: number, seconds: number) => Promise<Load>;

/**
 * The load generator: wrk, in a container of its own that shares the server's network. Between containers each packet passes a bridge and
 * two packet filters, which takes as much of the two cores for an answer as a fast server, and a slow one hardly feels. autocannon is a
 * Node program that takes as much processor time for a request as the servers that we measure; wrk takes a small part of that.
 * @throws Error when a request failed: then the figures say nothing
 */
export async function loadGenerator(engine: Engine): Promise<PutLoad> {
  const image = await debianImage(engine, 'load');
  return async ({ name, container }, body, connections, seconds) => {
    const command = [
      'wrk', '--threads', '1', '--connections', `${connections}`, '--duration', `${seconds}s`, '--timeout', '30s', '--script', '/load/post.lua',
      `http://127.0.0.1:${INFERENCE_PORT}/invocations`,
    ];
    const output = await container.beside(image, command, { BODY: body.text });
    const told = JSON.parse(output.trimEnd().split('\n').at(-1)!) as { requests: number; seconds: number; p99Ms: number; failed: number };
    if (told.failed > 0 || told.requests === 0) throw new Error(`${name} failed under load: ${output}`);
    return { rate: told.requests / told.seconds, p99Ms: told.p99Ms };
  };
}
