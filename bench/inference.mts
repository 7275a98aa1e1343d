import { type Engine, withEngine } from './docker.mjs';
import { type Figure, reportFigures } from './figures.mjs';
import { httpFigures } from './inference/http.mjs';
import { pythonFigures } from './inference/python.mjs';
import { startFigures } from './inference/start.mjs';
import { workersFigures } from './inference/workers.mjs';

const PARTS: Readonly<Record<string, (engine: Engine) => Promise<Figure[]>>> = {
  http: httpFigures,
  python: pythonFigures,
  start: startFigures,
  workers: workersFigures,
};

/**
 * What an inference server is measured by, all of it in containers: answers per second and their p99 beside other servers,
 * the start, and what worker threads bring.
 * @param part one of {@link PARTS}; all without it
 */
export async function benchInference(part?: string): Promise<void> {
  const chosen = part === undefined ? Object.keys(PARTS) : [part];
  if (chosen.some((name) => !(name in PARTS))) throw new Error(`there is no part ${part}: ${Object.keys(PARTS).join(', ')}`);
  await withEngine(async (engine) => {
    for (const name of chosen) {
      reportFigures(await PARTS[name](engine));
      await engine.close();
    }
  });
}
