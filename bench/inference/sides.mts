import { setTimeout as pause } from 'node:timers/promises';
import type { Body } from './bodies.mjs';
import { INFERENCE_PORT } from '../../src/contract/container-http.js';
import type { Container, ContainerOptions, Engine } from '../docker.mjs';

/** A server under load. */
export interface Side {
  readonly name: string;
  readonly container: Container;
  readonly url: string;
}

/** Whether an answer is right. */
export type IsRight = (answer: string, body: Body) => boolean;

const lines = (answer: string): string[] => answer.trimEnd().split('\n');

export const isSums: IsRight = (answer, { sums }) => JSON.stringify(lines(answer).map(Number)) === JSON.stringify(sums);

/** Two trees need not agree on every flower. */
export const isClasses: IsRight = (answer, { classes }) => {
  const told = lines(answer);
  return told.length === classes.length && told.filter((label, row) => label === classes[row]).length >= 0.9 * classes.length;
};

/** The walkthrough's server repeats what it got. */
export const isEcho: IsRight = (answer, { text }) => (JSON.parse(answer) as { text: string }).text === text;

/** Longest wait for a server. Unit: ms */
const READY_WITHIN_MS = 60_000;

async function waitForPing(side: Side): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const status = await fetch(`${side.url}/ping`).then((response) => response.status, () => undefined);
    if (status === 200) return;
    if (performance.now() > until) throw new Error(`${side.name} is not ready after ${READY_WITHIN_MS / 1000} s: /ping gives ${status}\n${await side.container.logs()}`);
    await pause(50);
  }
}

export async function post(side: Side, body: string): Promise<string> {
  const response = await fetch(`${side.url}/invocations`, { method: 'POST', headers: { 'Content-Type': 'text/csv', 'Accept': 'text/csv' }, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${side.name} answers ${response.status}: ${text}`);
  return text;
}

/** Starts a server, waits until it is ready and looks at its answers: whoever answers wrong is not measured. */
export async function startSide(
  engine: Engine, name: string, image: string, bodies: readonly Body[], isRight: IsRight, options: ContainerOptions = {},
): Promise<Side> {
  const container = await engine.start(image, options);
  const side: Side = { name, container, url: `http://${container.address}:${INFERENCE_PORT}` };
  await waitForPing(side);
  for (const body of bodies) {
    const answer = await post(side, body.text);
    if (!isRight(answer, body)) throw new Error(`${name} answers ${body.name} wrong: ${answer.slice(0, 500)}`);
  }
  return side;
}
