import { afterAll, expect, test } from 'vitest';
import { type KilledEngine, runKills } from './kills';
import { removeImages } from '../support/engine-state';

/** KILL_SEED, KILLS and KILL_ENGINE repeat a run, or a part of it. */
const seed = Number(process.env.KILL_SEED ?? 20_261_124);
const kills = Number(process.env.KILLS ?? 20);
const engines = (process.env.KILL_ENGINE?.split(',') ?? ['process', 'docker']) as KilledEngine[];

const images = new Set<string>();
afterAll(() => images.size > 0 && removeImages(...images));

test.each(engines)('kills at random moments of a run with the engine %s leave nothing that the next run does not remove', async (engine) => {
  const startedAt = performance.now();
  const { images: made, ...figures } = await runKills(engine, seed, kills, (line) => console.log(line));
  made.filter(() => engine === 'docker').forEach((image) => images.add(image));
  console.log(JSON.stringify({ engine, seed, ...figures, seconds: Math.round((performance.now() - startedAt) / 1_000) }, null, 2));

  expect(figures.problems).toEqual([]);
});
