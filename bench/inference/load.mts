import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Body } from './bodies.mjs';
import { debianImage } from './images.mjs';
import type { Side } from './sides.mjs';
import type { Engine } from '../docker.mjs';

/** What came of one load. */
export interface Load {
  /** Answers. Unit: 1/s */
  readonly rate: number;
  readonly p99Ms: number;
}

/** Puts load on a server for so many seconds. */
export type PutLoad = (side: Side, body: Body, connections: number, seconds: number) => Promise<Load>;

const INSIDE = '/load';

/**
 * The load generator: wrk, in a container of its own. autocannon is a Node program that takes as much processor time for a request as
 * the servers that we measure, and on two cores it would take theirs; wrk takes a small part of one.
 * @throws Error when a request failed: then the figures say nothing
 */
export async function loadGenerator(engine: Engine, bodies: readonly Body[]): Promise<PutLoad> {
  const folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-bench-'));
  const file = (body: Body): string => `body-${bodies.indexOf(body)}`;
  for (const body of bodies) writeFileSync(join(folder, file(body)), body.text);
  const container = await engine.start(await debianImage(engine, 'load'), { folders: { [INSIDE]: folder } });
  rmSync(folder, { recursive: true, force: true });
  return async ({ name, url }, body, connections, seconds) => {
    const command = ['wrk', '--threads', '1', '--connections', `${connections}`, '--duration', `${seconds}s`, '--timeout', '30s', '--script', `${INSIDE}/post.lua`, `${url}/invocations`];
    const output = await container.exec(command, { BODY: `${INSIDE}/${file(body)}` });
    const told = JSON.parse(output.trimEnd().split('\n').at(-1)!) as { requests: number; seconds: number; p99Ms: number; failed: number };
    if (told.failed > 0 || told.requests === 0) throw new Error(`${name} failed under load: ${output}`);
    return { rate: told.requests / told.seconds, p99Ms: told.p99Ms };
  };
}
