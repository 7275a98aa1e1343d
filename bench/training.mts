import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { withEngine, type Engine } from './docker.mjs';
import { type Figure, inTurns, medianRatio, reportFigures } from './figures.mjs';
import { median } from './paired.mjs';
import { REPOSITORY, withProject } from './project.mjs';
import { startTimes } from './start-times.mjs';
import { PROGRAM_DIR } from '../src/contract/program.js';

const MIB = 2 ** 20;

/** Where the limits were taken `cat` moved 4.6 GB/s; elsewhere the 1 GB/s goes with it. */
const GIGABYTES_PER_SECOND_BESIDE_CAT = 1 / 4.6;

interface Bench {
  readonly folder: string;
  /** Runs one side in a process of its own. */
  readonly side: <T>(name: string, folder?: string) => Promise<T>;
}

/** Makes the FIFO of epoch 0 anew and feeds it from another process while somebody reads. */
async function fed<T>(folder: string, command: string, read: () => Promise<T>): Promise<T> {
  const fifo = join(folder, 'training_0');
  rmSync(fifo, { force: true });
  await execa('mkfifo', [fifo]);
  const writer = execa('sh', ['-c', `${command} > "$1"`, 'sh', fifo]);
  try {
    return await read();
  } finally {
    writer.kill();
    await writer.catch(() => {});
  }
}

async function pipeFigures({ folder, side }: Bench): Promise<Figure[]> {
  interface Pipe { readonly bytes: number; readonly seconds: number; readonly loopDelayMaxMs: number }
  const bytes = 1024 * MIB;
  const zeros = `head -c ${bytes} /dev/zero`;
  const cat = async (): Promise<Pipe> => {
    const started = performance.now();
    await execa('sh', ['-c', 'cat "$1" > /dev/null', 'sh', join(folder, 'training_0')]);
    return { bytes, seconds: (performance.now() - started) / 1000, loopDelayMaxMs: 0 };
  };
  const results = await inTurns(7, {
    'open()': () => fed(folder, zeros, () => side<Pipe>('open()')),
    'createReadStream': () => fed(folder, zeros, () => side<Pipe>('createReadStream')),
    'cat': () => fed(folder, zeros, cat),
  });
  const speeds = Object.fromEntries(Object.entries(results).map(([name, runs]) => {
    if (runs.some((run) => run.bytes !== bytes)) throw new Error(`${name} did not read every byte`);
    return [name, runs.map((run) => run.bytes / 1e9 / run.seconds)];
  }));
  const delays = results['open()'].map((run) => run.loopDelayMaxMs);
  const told = (name: string): string => `${name} ${median(speeds[name]).toFixed(2)} GB/s`;
  return [
    { name: 'Pipe mode: bytes through open(), times createReadStream', value: medianRatio(speeds['open()'], speeds.createReadStream), unit: '×', atLeast: 1.5, beside: told('createReadStream') },
    { name: 'Pipe mode: bytes through open()', value: median(speeds['open()']), unit: 'GB/s', atLeast: median(speeds.cat) * GIGABYTES_PER_SECOND_BESIDE_CAT, beside: told('cat') },
    { name: 'Pipe mode: longest event-loop delay meanwhile', value: median(delays), unit: 'ms', atMost: 20, beside: `quietest run ${Math.min(...delays).toFixed(1)} ms` },
  ];
}

/** Rows of ten numbers by a generator with a seed. */
function csvOf(bytes: number, format: (value: number) => string): string {
  let seed = 1;
  const number = (): string => format((seed = seed * 16807 % 2147483647) / 2147483647 * 200 - 100);
  const rows: string[] = [];
  for (let size = 0; size < bytes; size += rows[rows.length - 1].length) rows.push(`${Array.from({ length: 10 }, number).join()}\n`);
  return rows.join('');
}

async function numberFigures({ folder, side }: Bench, kind: string, format: (value: number) => string): Promise<Figure[]> {
  const OURS = ['numbers()', 'records({ numbers })'];
  const THEIRS = ['udsv', 'papaparse', 'csv-parse'];
  const csv = csvOf(8 * MIB, format);
  mkdirSync(join(folder, 'training'), { recursive: true });
  writeFileSync(join(folder, 'training', 'data.csv'), csv);
  const sides = [...OURS, ...THEIRS].map((name) => [name, () => side<{ sum: number; seconds: number }>(name)] as const);
  const results = await inTurns(3, Object.fromEntries(sides));
  const sums = Object.values(results).flat().map(({ sum }) => sum);
  if (sums.some((sum) => Math.abs(sum - sums[0]) > 1e-6 * Math.abs(sums[0]))) throw new Error(`the parsers do not agree: ${[...new Set(sums)].join(', ')}`);
  const speed = (name: string): number => median(results[name].map(({ seconds }) => csv.length / 1e6 / seconds));
  const fastest = [...THEIRS].sort((one, other) => speed(other) - speed(one))[0];
  const beside = THEIRS.map((name) => `${name} ${speed(name).toFixed(0)} MB/s`).join(', ');
  return OURS.map((name): Figure => ({
    name: `CSV, ${kind}: rows to numbers by ${name}, ${speed(name).toFixed(0)} MB/s, times ${fastest}`,
    value: speed(name) / speed(fastest), unit: '×', atLeast: 0.9, beside,
  }));
}

async function memoryFigures({ folder, side }: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of ['open()', 'numbers()', 'records()']) {
    const peak = async (megabytes: number): Promise<number> => {
      const rows = `yes 1.5,-2.25,300,0.125,12345.678 | head -c ${megabytes * 1_000_000}`;
      process.stderr.write(`memory of ${name}, ${megabytes} MB\n`);
      return (await fed(folder, rows, () => side<{ megabytes: number }>(`memory of ${name}`))).megabytes;
    };
    const small = await peak(20);
    const large = await peak(2000);
    figures.push({ name: `Memory of ${name}: peak on 2 GB over that on 20 MB`, value: large - small, unit: 'MiB', atMost: 64, beside: `${small.toFixed(0)} and ${large.toFixed(0)} MiB` });
  }
  return figures;
}

/** Writes its line when the user's function is called. */
const FIRST_LINE = `
  import { defineTraining } from 'sm-algorithm/training';
  export default defineTraining(async () => void process.stdout.write('first line'));
`;

/** Inside one container of a generated training image, so that both sides have the same Node and the same disk. */
async function startFigures(engine: Engine): Promise<Figure[]> {
  const channels = [{ name: 'training', contentTypes: ['text/csv'], required: false }];
  const definition = { name: 'bench-start', training: { channels }, inference: { contentTypes: ['text/csv'] } };
  const times = await withProject(definition, { 'src/train.ts': FIRST_LINE }, async (project) => {
    const image = await engine.build('start-training', project.image('training'));
    return startTimes(engine, image, {
      rounds: 25,
      until: 'output',
      sides: {
        // Its own log would be the first line.
        'train': { command: [`${PROGRAM_DIR}/train`], env: { SAGEMAKER_CONTAINER_LOG_LEVEL: 'error' } },
        'node -e': { command: ['node', '-e', 'process.stdout.write("0")'] },
      },
    });
  });
  const [ours, theirs] = [times.train, times['node -e']];
  return [{
    name: "Start of train to the user's first line, over node -e in the same container", value: median(ours) - median(theirs), unit: 'ms', atMost: 60,
    beside: `medians ${median(ours).toFixed(0)} and ${median(theirs).toFixed(0)} ms`,
  }];
}

/**
 * What a training job is measured by: bytes of a FIFO beside `fs.createReadStream` and `cat`, CSV to numbers beside the parsers of
 * npm, memory on long streams, and the start inside a training image, which needs a Docker engine: without one this fails at its end.
 */
export async function benchTraining(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-bench-'));
  const bundle = join(folder, 'side.cjs');
  try {
    await build({
      entryPoints: [join(REPOSITORY, 'bench', 'training-side.mts')], outfile: bundle, bundle: true, platform: 'node', target: 'node20', format: 'cjs',
    });
    const bench: Bench = { folder, side: async (name) => JSON.parse((await execa(process.execPath, [bundle, name, folder])).stdout) };
    reportFigures([
      ...await pipeFigures(bench),
      ...await numberFigures(bench, 'four decimals', (value) => value.toFixed(4)),
      ...await numberFigures(bench, 'full precision', String),
      ...await memoryFigures(bench),
    ]);
    reportFigures(await withEngine(startFigures));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
