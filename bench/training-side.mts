/*
 * One side of one measurement, in a process of its own: `node side.cjs <side> <folder>`. Prints its figures as JSON.
 * Bundled by bench/training.mts, so that no loader counts.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parse as csvParse } from 'csv-parse/sync';
import Papa from 'papaparse';
import { inferSchema, initParser } from 'udsv';
import { createChannel } from '../src/runtime/training/channel';

const [, , side, folder] = process.argv;

const channel = (inputMode: 'File' | 'Pipe') => createChannel(
  { name: 'training', contentType: 'text/csv', inputMode, recordWrapper: 'None', isSharded: false, path: `${folder}/training` },
  { signal: new AbortController().signal, log: { debug() {}, info() {}, warn() {}, error() {} } },
);

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) bytes += chunk.length;
  return bytes;
}

/** Adds up rows, so that no side can leave out making its numbers. */
function sumOf(rows: readonly ArrayLike<unknown>[]): number {
  let sum = 0;
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) sum += row[column] as number;
  }
  return sum;
}

const text = (): string => readFileSync(`${folder}/training/data.csv`, 'utf8');

/** What reads the bytes of a FIFO. */
const PIPES: Readonly<Record<string, () => Promise<number>>> = {
  'open()': () => bytesOf(channel('Pipe').open()),
  'createReadStream': () => bytesOf(createReadStream(`${folder}/training_0`)),
};

/** What reads rows of a file as numbers: the parsers of npm in their fastest form, on the whole text. */
const NUMBERS: Readonly<Record<string, () => number | Promise<number>>> = {
  async 'numbers()'() {
    let sum = 0;
    for await (const { values } of channel('File').numbers()) sum += sumOf([values]);
    return sum;
  },
  async 'records({ numbers })'() {
    let sum = 0;
    for await (const row of channel('File').records({ numbers: true })) sum += sumOf([row]);
    return sum;
  },
  'udsv': () => {
    const csv = text();
    return sumOf(initParser(inferSchema(csv, { header: () => [] } as object)).typedArrs(csv) as unknown[][]);
  },
  'papaparse': () => sumOf(Papa.parse<string[]>(text(), { delimiter: ',', newline: '\n', skipEmptyLines: true }).data.map((row) => row.map(Number))),
  'csv-parse': () => sumOf((csvParse(text()) as string[][]).map((row) => row.map(Number))),
};

/** What keeps its memory while it reads a FIFO. */
const STREAMS: Readonly<Record<string, () => Promise<unknown>>> = {
  'memory of open()': PIPES['open()'],
  async 'memory of numbers()'() {
    for await (const batch of channel('Pipe').numbers()) sumOf([batch.values]);
  },
  async 'memory of records()'() {
    let columns = 0;
    for await (const row of channel('Pipe').records<string[]>()) columns += row.length;
    return columns;
  },
};

async function timedPipe(read: () => Promise<number>): Promise<object> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const bytes = await read();
  return { bytes, seconds: (performance.now() - started) / 1000, loopDelayMaxMs: delay.max / 1e6 };
}

/** The first rounds warm the compiler up. */
async function timedNumbers(read: () => number | Promise<number>): Promise<object> {
  const seconds: number[] = [];
  let sum = 0;
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    sum = await read();
    seconds.push((performance.now() - started) / 1000);
  }
  return { sum, seconds: Math.min(...seconds.slice(1)) };
}

async function peakMemory(read: () => Promise<unknown>): Promise<object> {
  await read();
  return { megabytes: process.resourceUsage().maxRSS / 1024 };
}

async function measured(): Promise<object> {
  if (side in PIPES) return timedPipe(PIPES[side]);
  return side in NUMBERS ? timedNumbers(NUMBERS[side]) : peakMemory(STREAMS[side]);
}

void measured().then((figures) => process.stdout.write(JSON.stringify(figures)));
