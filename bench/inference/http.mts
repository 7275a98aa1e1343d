import { BODIES, type Body } from './bodies.mjs';
import { nodeImage } from './images.mjs';
import { loadGenerator, type Load, type PutLoad } from './load.mjs';
import { sumImage } from './ours.mjs';
import { ROUNDS_OF_START, SECONDS, STARTS, WARM_UP_SECONDS } from './settings.mjs';
import { isSums, type Side, startSide } from './sides.mjs';
import type { Engine } from '../docker.mjs';
import { type Figure, inTurns, medianRatio } from '../figures.mjs';
import { median } from '../paired.mjs';

type Loads = Record<string, Load[]>;

const CASES = BODIES.flatMap((body) => [1, 16].map((connections) => ({ body, connections })));

/** All cases on servers that were just started. */
async function loadsOf(sides: readonly Side[], putLoad: PutLoad): Promise<Loads[]> {
  for (const side of sides) {
    for (const body of BODIES) await putLoad(side, body, 16, WARM_UP_SECONDS);
  }
  const loads: Loads[] = [];
  for (const { body, connections } of CASES) {
    const turns = sides.map((side) => [side.name, () => putLoad(side, body, connections, SECONDS)] as const);
    loads.push(await inTurns(ROUNDS_OF_START, Object.fromEntries(turns)));
  }
  return loads;
}

function figuresOf(body: Body, connections: number, loads: Loads): Figure[] {
  const rates = (name: string): number[] => loads[name].map(({ rate }) => rate);
  const p99s = (name: string): number[] => loads[name].map(({ p99Ms }) => p99Ms);
  const told = (name: string): string => `${name} ${median(rates(name)).toFixed(0)}/s`;
  const what = `${body.name}, ${connections} connection${connections > 1 ? 's' : ''}`;
  const figures: Figure[] = [
    { name: `${what}: answers per second (${told('ours')}), times bare node:http`, value: medianRatio(rates('ours'), rates('bare')), unit: '×', atLeast: 0.95, beside: told('bare') },
    { name: `${what}: answers per second, times Fastify`, value: medianRatio(rates('ours'), rates('fastify')), unit: '×', atLeast: 1, beside: told('fastify') },
  ];
  if (connections === 1) return figures;
  return [...figures, {
    name: `${what}: p99 (${median(p99s('ours')).toFixed(2)} ms), times bare node:http`, value: medianRatio(p99s('ours'), p99s('bare')), unit: '×', atMost: 1.5,
    beside: `bare ${median(p99s('bare')).toFixed(2)} ms`,
  }];
}

/** One process inline beside a bare `node:http` server and Fastify that do the same work in the same base image. */
export async function httpFigures(engine: Engine): Promise<Figure[]> {
  const putLoad = await loadGenerator(engine);
  const images = { ours: await sumImage(engine), bare: await nodeImage(engine, 'bare'), fastify: await nodeImage(engine, 'fastify') };
  const names = Object.keys(images);
  const all: Loads[] = CASES.map(() => Object.fromEntries(names.map((name) => [name, []])));
  for (let start = 0; start < STARTS; start++) {
    const sides = [];
    for (const [name, image] of Object.entries(images)) sides.push(await startSide(engine, name, image, BODIES, isSums));
    const loads = await loadsOf(sides, putLoad);
    all.forEach((ofCase, at) => names.forEach((name) => ofCase[name].push(...loads[at][name])));
    for (const { container } of sides) await container.remove();
  }
  return CASES.flatMap(({ body, connections }, at) => figuresOf(body, connections, all[at]));
}
