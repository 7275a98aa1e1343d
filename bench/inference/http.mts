import { BODIES } from './bodies.mjs';
import { nodeImage } from './images.mjs';
import { loadGenerator } from './load.mjs';
import { sumImage } from './ours.mjs';
import { ROUNDS, SECONDS, WARM_UP_SECONDS } from './settings.mjs';
import { isSums, startSide } from './sides.mjs';
import type { Engine } from '../docker.mjs';
import { type Figure, inTurns, medianRatio } from '../figures.mjs';
import { median } from '../paired.mjs';

/** One process inline beside a bare `node:http` server and Fastify that do the same work in the same base image. */
export async function httpFigures(engine: Engine): Promise<Figure[]> {
  const putLoad = await loadGenerator(engine, BODIES);
  const images = { ours: await sumImage(engine), bare: await nodeImage(engine, 'bare'), fastify: await nodeImage(engine, 'fastify') };
  const sides = [];
  for (const [name, image] of Object.entries(images)) sides.push(await startSide(engine, name, image, BODIES, isSums));
  for (const side of sides) {
    for (const body of BODIES) await putLoad(side, body, 16, WARM_UP_SECONDS);
  }
  const figures: Figure[] = [];
  for (const body of BODIES) {
    for (const connections of [1, 16]) {
      const turns = sides.map((side) => [side.name, () => putLoad(side, body, connections, SECONDS)] as const);
      const loads = await inTurns(ROUNDS, Object.fromEntries(turns));
      const rates = (name: string): number[] => loads[name].map(({ rate }) => rate);
      const p99s = (name: string): number[] => loads[name].map(({ p99Ms }) => p99Ms);
      const told = (name: string): string => `${name} ${median(rates(name)).toFixed(0)}/s`;
      const what = `${body.name}, ${connections} connection${connections > 1 ? 's' : ''}`;
      figures.push(
        { name: `${what}: answers per second (${told('ours')}), times bare node:http`, value: medianRatio(rates('ours'), rates('bare')), unit: '×', atLeast: 0.95, beside: told('bare') },
        { name: `${what}: answers per second, times Fastify`, value: medianRatio(rates('ours'), rates('fastify')), unit: '×', atLeast: 1, beside: told('fastify') },
      );
      if (connections === 16) {
        figures.push({
          name: `${what}: p99 (${median(p99s('ours')).toFixed(2)} ms), times bare node:http`, value: medianRatio(p99s('ours'), p99s('bare')), unit: '×', atMost: 1.5,
          beside: `bare ${median(p99s('bare')).toFixed(2)} ms`,
        });
      }
    }
  }
  return figures;
}
