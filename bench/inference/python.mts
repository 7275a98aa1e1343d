import { BODIES } from './bodies.mjs';
import { debianImage, nodeImage } from './images.mjs';
import { loadGenerator, type PutLoad } from './load.mjs';
import { echoImage, withIris } from './ours.mjs';
import { ROUNDS, SECONDS, WARM_UP_SECONDS } from './settings.mjs';
import { isClasses, isEcho, type Side, startSide } from './sides.mjs';
import type { Engine } from '../docker.mjs';
import { type Figure, inTurns, medianRatio } from '../figures.mjs';
import { median } from '../paired.mjs';

const CONNECTIONS = 16;

/** As many as gunicorn has workers. */
const PROCESSES = 2;

/** A server to compare with, which is measured for each body. */
interface Rival {
  readonly name: string;
  readonly side: Side;
  /** By name of the body; a figure without it is told and not judged. */
  readonly atLeast: Readonly<Record<string, number>>;
}

async function figuresBeside(putLoad: PutLoad, ourName: string, ours: Side, rivals: readonly Rival[]): Promise<Figure[]> {
  const sides = [ours, ...rivals.map(({ side }) => side)];
  const figures: Figure[] = [];
  for (const body of BODIES) {
    for (const side of sides) await putLoad(side, body, CONNECTIONS, WARM_UP_SECONDS);
    const turns = sides.map((side) => [side.name, () => putLoad(side, body, CONNECTIONS, SECONDS)] as const);
    const loads = await inTurns(ROUNDS, Object.fromEntries(turns));
    const rates = (side: Side): number[] => loads[side.name].map(({ rate }) => rate);
    figures.push(...rivals.map(({ name, side, atLeast }): Figure => ({
      name: `${body.name}, ${CONNECTIONS} connections: answers per second of ${ourName} (${median(rates(ours)).toFixed(0)}/s), times ${name}`,
      value: medianRatio(rates(ours), rates(side)), unit: '×', atLeast: atLeast[body.name], beside: `${median(rates(side)).toFixed(0)}/s`,
    })));
  }
  for (const { container } of sides) await container.remove();
  return figures;
}

/** The walkthrough's server as it stands there and behind nginx and gunicorn, beside ours that answers the same. */
async function walkthroughFigures(engine: Engine, putLoad: PutLoad): Promise<Figure[]> {
  const start = async (name: string, image: string): Promise<Side> => startSide(engine, name, image, BODIES, isEcho);
  const ours = await start('ours', await echoImage(engine, PROCESSES));
  return figuresBeside(putLoad, `the same by us, inline in ${PROCESSES} processes`, ours, [
    { name: "the walkthrough's Flask server", side: await start('flask', await debianImage(engine, 'flask')), atLeast: { '100 B': 15, '5 kB': 15 } },
    {
      name: "the walkthrough's application behind nginx and gunicorn, two workers",
      side: await start('gunicorn', await debianImage(engine, 'gunicorn')),
      atLeast: { '100 B': 6, '5 kB': 6 },
    },
    // Not judged: they tell how much of the distance is that of a process, and of Node.
    { name: 'the same by us in one process', side: await start('one', await echoImage(engine, 1)), atLeast: {} },
    { name: 'the same on bare node:http, two processes', side: await start('bare-echo', await nodeImage(engine, 'bare-echo')), atLeast: {} },
  ]);
}

async function classifierFigures(engine: Engine, putLoad: PutLoad): Promise<Figure[]> {
  return withIris(engine, async ({ image, folders }) => {
    const ours = await startSide(engine, 'iris', image, BODIES, isClasses, { folders });
    const side = await startSide(engine, 'sklearn', await debianImage(engine, 'sklearn'), BODIES, isClasses);
    return figuresBeside(putLoad, 'the iris starter', ours, [
      { name: 'a tree behind nginx, gunicorn, Flask, pandas and scikit-learn', side, atLeast: { '100 B': 20, '5 kB': 20 } },
    ]);
  });
}

/** Our servers beside those that people write in Python. */
export async function pythonFigures(engine: Engine): Promise<Figure[]> {
  const putLoad = await loadGenerator(engine);
  return [...await walkthroughFigures(engine, putLoad), ...await classifierFigures(engine, putLoad)];
}
