import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Body } from './bodies.mjs';
import { burn } from './burn.js';
import { loadGenerator } from './load.mjs';
import { busyImage } from './ours.mjs';
import { ROUNDS, SECONDS, WARM_UP_SECONDS } from './settings.mjs';
import { type IsRight, post, type Side, startSide } from './sides.mjs';
import { Concurrency } from '../../src/index.js';
import type { Engine } from '../docker.mjs';
import { type Figure, inTurns, medianRatio } from '../figures.mjs';
import { median } from '../paired.mjs';

/** The limit is one for two of them. */
const WORKERS = 2;
const CONNECTIONS = 16;

/** How long every worker is blocked. Unit: ms */
const BLOCKED_MS = 5_000;
const PINGS = 200;

/** Steps of {@link burn} that take a millisecond of one processor. */
function stepsPerMs(): number {
  const steps = 5_000_000;
  const times = Array.from({ length: 9 }, () => {
    const { user } = process.cpuUsage();
    burn(steps);
    return (process.cpuUsage().user - user) / 1_000;
  });
  return Math.round(steps / median(times.slice(2)));
}

/** The predictor repeats the number of milliseconds that it is given, after so much work. */
const milliseconds = (ms: number): Body => ({ name: `${ms} ms`, text: `${ms}\n`, classes: [], sums: [ms] });
const isRepeated: IsRight = (answer, { text }) => answer === text;

async function poolFigures(engine: Engine, inline: Side, workers: Side): Promise<Figure[]> {
  const bodies = [milliseconds(2), milliseconds(20)];
  const putLoad = await loadGenerator(engine);
  const figures: Figure[] = [];
  for (const body of bodies) {
    for (const side of [inline, workers]) await putLoad(side, body, CONNECTIONS, WARM_UP_SECONDS);
    const turns = [inline, workers].map((side) => [side.name, () => putLoad(side, body, CONNECTIONS, SECONDS)] as const);
    const loads = await inTurns(ROUNDS, Object.fromEntries(turns));
    const rates = ({ name }: Side): number[] => loads[name].map(({ rate }) => rate);
    figures.push({
      name: `${body.name} of work: answers per second of ${WORKERS} workers (${median(rates(workers)).toFixed(0)}/s), times inline`,
      value: medianRatio(rates(workers), rates(inline)), unit: '×', atLeast: 1.6, beside: `inline ${median(rates(inline)).toFixed(0)}/s`,
    });
  }
  return figures;
}

/** Unit: ms; Infinity for a ping that failed. */
function pingMs({ url }: Side): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    request(`${url}/ping`, { agent: false }, (res) => {
      res.resume().once('end', () => resolve(res.statusCode === 200 ? performance.now() - startedAt : Infinity));
    }).once('error', () => resolve(Infinity)).end();
  });
}

/** Pings one after the other while every worker is inside one synchronous prediction. */
async function pingFigures(workers: Side): Promise<Figure[]> {
  let answered = 0;
  const predictions = Array.from({ length: WORKERS }, async () => {
    await post(workers, `${BLOCKED_MS}\n`);
    answered++;
  });
  // The predictions have begun long before this is over, and go on long after the pings.
  await pause(BLOCKED_MS / 10);
  const times: number[] = [];
  for (let ping = 0; ping < PINGS; ping++) {
    times.push(await pingMs(workers));
    await pause(BLOCKED_MS / 2 / PINGS);
  }
  const early = answered;
  await Promise.all(predictions);
  const sorted = [...times].sort((one, other) => one - other);
  const failed = times.filter((ms) => ms === Infinity).length;
  const beside = `${PINGS} pings, median ${median(times).toFixed(1)} ms`;
  return [
    { name: 'Predictions that were over before the pings were, so that these show nothing', value: early, unit: '', atMost: 0, beside },
    { name: `Every worker in a prediction of ${BLOCKED_MS / 1000} s: p99 of /ping`, value: sorted[Math.ceil(PINGS * 0.99) - 1], unit: 'ms', atMost: 50, beside },
    { name: `Every worker in a prediction of ${BLOCKED_MS / 1000} s: pings that failed`, value: failed, unit: '', atMost: 0, beside },
  ];
}

/** Worker threads beside the main thread, for a predictor that computes. */
export async function workersFigures(engine: Engine): Promise<Figure[]> {
  const steps = stepsPerMs();
  const body = [milliseconds(2)];
  const inline = await startSide(engine, 'inline', await busyImage(engine, 'busy-inline', Concurrency.inline(), steps), body, isRepeated);
  const workers = await startSide(engine, 'workers', await busyImage(engine, 'busy-workers', Concurrency.workers({ count: WORKERS }), steps), body, isRepeated);
  return [...await poolFigures(engine, inline, workers), ...await pingFigures(workers)];
}
