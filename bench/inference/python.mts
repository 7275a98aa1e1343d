import { BODIES } from './bodies.mjs';
import { debianImage, nodeImage } from './images.mjs';
import { loadGenerator, type PutLoad } from './load.mjs';
import { echoImage, inProcesses, withIris } from './ours.mjs';
import { ROUNDS, SECONDS, WARM_UP_SECONDS } from './settings.mjs';
import { isClasses, isEcho, type Side, startSide } from './sides.mjs';
import type { Engine, Env } from '../docker.mjs';
import { type Figure, inTurns, medianRatio } from '../figures.mjs';
import { median } from '../paired.mjs';

const CONNECTIONS = 16;

/** As many as gunicorn has workers: so many are judged. One is told beside them. */
const PROCESSES = 2;

/** Ours, in so many processes. */
interface Ours {
  readonly processes: number;
  readonly side: Side;
}

/** A server to compare with, which is measured for each body. */
interface Rival {
  readonly name: string;
  readonly side: Side;
  /** By name of the body; a figure without it is told and not judged. */
  readonly atLeast: Readonly<Record<string, number>>;
  /** Present where it is compared only with so many processes of ours. */
  readonly processes?: number;
}

async function figuresBeside(putLoad: PutLoad, ourName: string, all: readonly Ours[], rivals: readonly Rival[]): Promise<Figure[]> {
  const sides = [...all, ...rivals].map(({ side }) => side);
  const figures: Figure[] = [];
  for (const body of BODIES) {
    for (const side of sides) await putLoad(side, body, CONNECTIONS, WARM_UP_SECONDS);
    const turns = sides.map((side) => [side.name, () => putLoad(side, body, CONNECTIONS, SECONDS)] as const);
    const loads = await inTurns(ROUNDS, Object.fromEntries(turns));
    const rates = (side: Side): number[] => loads[side.name].map(({ rate }) => rate);
    const told = (side: Side): string => `${median(rates(side)).toFixed(0)}/s`;
    for (const ours of all) {
      const what = `${ourName} in ${ours.processes} ${ours.processes > 1 ? 'processes' : 'process'} (${told(ours.side)})`;
      const comparable = rivals.filter(({ processes = ours.processes }) => processes === ours.processes);
      figures.push(...comparable.map(({ name, side, atLeast }): Figure => ({
        name: `${body.name}, ${CONNECTIONS} connections: answers per second of ${what}, times ${name}`,
        value: medianRatio(rates(ours.side), rates(side)), unit: '×', beside: told(side),
        atLeast: ours.processes === PROCESSES ? atLeast[body.name] : undefined,
      })));
    }
  }
  for (const { container } of sides) await container.remove();
  return figures;
}

/** The walkthrough's server as it stands there and behind nginx and gunicorn, beside ours that answers the same. */
async function walkthroughFigures(engine: Engine, putLoad: PutLoad): Promise<Figure[]> {
  const start = (name: string, image: string, env: Env = {}): Promise<Side> => startSide(engine, name, image, BODIES, isEcho, { env });
  const echo = await echoImage(engine);
  const bare = await nodeImage(engine, 'bare-echo');
  const ours: Ours[] = [];
  const bares: Rival[] = [];
  for (const processes of [PROCESSES, 1]) {
    ours.push({ processes, side: await start(`ours-${processes}`, echo, inProcesses(processes)) });
    // How much of the distance is that of Node.
    const side = await start(`bare-${processes}`, bare, { PROCESSES: `${processes}` });
    bares.push({ name: 'the same on bare node:http in as many', side, atLeast: {}, processes });
  }
  return figuresBeside(putLoad, 'the same by us', ours, [
    { name: "the walkthrough's Flask server", side: await start('flask', await debianImage(engine, 'flask')), atLeast: { '100 B': 15, '5 kB': 15 } },
    {
      name: "the walkthrough's application behind nginx and gunicorn, two workers",
      side: await start('gunicorn', await debianImage(engine, 'gunicorn')),
      atLeast: { '100 B': 6, '5 kB': 6 },
    },
    ...bares,
  ]);
}

async function classifierFigures(engine: Engine, putLoad: PutLoad): Promise<Figure[]> {
  return withIris(engine, async ({ image, folders }) => {
    const ours: Ours[] = [];
    for (const processes of [PROCESSES, 1]) {
      const options = { folders, env: inProcesses(processes) };
      ours.push({ processes, side: await startSide(engine, `iris-${processes}`, image, BODIES, isClasses, options) });
    }
    const side = await startSide(engine, 'sklearn', await debianImage(engine, 'sklearn'), BODIES, isClasses);
    return figuresBeside(putLoad, 'the iris starter', ours, [
      { name: 'a tree behind nginx, gunicorn, Flask, pandas and scikit-learn, two workers', side, atLeast: { '100 B': 20, '5 kB': 20 } },
    ]);
  });
}

/** Our servers beside those that people write in Python. */
export async function pythonFigures(engine: Engine): Promise<Figure[]> {
  const putLoad = await loadGenerator(engine);
  return [...await walkthroughFigures(engine, putLoad), ...await classifierFigures(engine, putLoad)];
}
