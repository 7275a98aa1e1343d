/**
 * Seeded random faults that happen to training jobs: each is a trial of samples/streaming-linear. Whatever happens, the program
 * ends by itself, ends with 0 only when its model is good, and otherwise says why in one line.
 */
import { readFileSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordIo } from './record-io';
import type { ProcessTarget } from '../../../src/cli/conformance/targets/process-target';
import type { Trial } from '../../../src/cli/conformance/targets/trial';
import type { TrainingFacts } from '../../../src/cli/conformance/training/facts';
import { hostInput, type ChannelChange, type InputChange } from '../../../src/cli/conformance/training/job-input';
import { USUAL_ENV, type LoadModel } from '../../../src/cli/conformance/training/subject';
import type { HostOutcome, Progress, HostSignal } from '../../../src/cli/engine/hosts/hosts-job';
import type { PipeFeed } from '../../../src/cli/simulator/host-input';
import { CONFIG } from '../../../src/cli/simulator/input/config-files';
import { FAILURE_REASON_MAX_CHARS } from '../../../src/contract/job-outcome';
import type { Random } from '../../support/random';

/** Longest that any of these jobs may take, on a machine that is busy with other things. Unit: ms. */
const LIMIT_MS = 60_000;

/** The programs that a fault needs: as it is, and with little room to write. */
export interface FaultTargets {
  readonly plain: ProcessTarget;
  /** Files of so many bytes at most; Unit: bytes. */
  limited(bytes: number): ProcessTarget;
  /** A file system of so many pages in the folder, which says that it is full; undefined where we may not mount one. */
  readonly tiny?: (folder: 'model' | 'checkpoints' | 'output', pages: number) => ProcessTarget;
}

export interface FaultRun {
  readonly target: ProcessTarget;
  readonly trial: Trial;
  /** In words, for whoever has to repeat it. */
  readonly what: string;
  /** The data is certainly broken: there is no good model. */
  readonly mustFail?: boolean;
  /** This host is killed from outside and cannot say why it ended. */
  readonly killed?: boolean;
  /** There is no room for the failure file; the log has to tell. */
  readonly noRoomForReason?: boolean;
}

interface Setting {
  readonly random: Random;
  readonly facts: TrainingFacts;
  readonly targets: FaultTargets;
}

const FEW_EPOCHS = { epochs: '3', batch_rows: '256' };

function once(facts: TrainingFacts, change: InputChange, hyperparameters: Record<string, string> = FEW_EPOCHS): Trial {
  const host = hostInput(facts, 'algo-1', ['algo-1'], { hyperparameters, ...change });
  return { hosts: [host], env: USUAL_ENV, limitMs: LIMIT_MS };
}

const training = (change: ChannelChange): InputChange => ({ channels: { training: change, validation: 'absent' } });
const piped = (feed: Omit<PipeFeed, 'channel'>, entry: ChannelChange['entry'] = {}): InputChange => training({ pipe: feed, entry });

const readRows = ({ channels }: TrainingFacts): string => readFileSync(Object.values(channels[0].files)[0], 'utf8');

const someRows = ({ random, facts }: Setting): string => {
  const lines = readRows(facts).trimEnd().split('\n');
  const from = random.below(lines.length - 20);
  return `${lines.slice(from, from + 20 + random.below(200)).join('\n')}\n`;
};

/** Text or bytes that somebody has put into the middle of others. */
const ODD: ReadonlyArray<readonly [name: string, make: (random: Random) => Buffer]> = [
  ['random bytes', (random) => random.bytes(1 + random.below(300))],
  ['NUL bytes', (random) => Buffer.alloc(1 + random.below(50))],
  ['a lone quote', () => Buffer.from('"')],
  ['half a UTF-8 character', () => Buffer.from([0xe2, 0x82])],
  ['a byte order mark', () => Buffer.from([0xef, 0xbb, 0xbf])],
  ['UTF-16', () => Buffer.from('1,2,3\n', 'utf16le')],
  ['carriage returns', () => Buffer.from('\r\r\n\r')],
  ['commas', (random) => Buffer.from(','.repeat(1 + random.below(2_000)))],
  ['a word', () => Buffer.from('NaN?')],
  ['line breaks', (random) => Buffer.from('\n'.repeat(1 + random.below(100)))],
];

const HUGE: ReadonlyArray<readonly [name: string, text: (random: Random) => string]> = [
  ['1e308', () => '1e308'],
  ['-1e308', () => '-1e308'],
  ['1e999', () => '1e999'],
  ['inf', () => 'inf'],
  ['nan', () => 'nan'],
  ['digits without end', (random) => '9'.repeat(1 + random.below(20_000))],
  ['a fraction without end', (random) => `0.${'3'.repeat(1 + random.below(20_000))}`],
  ['a field of 2 MB', () => 'x'.repeat(2_000_000)],
];

const inserted = (text: Buffer, odd: Buffer, random: Random): Buffer => {
  const at = random.below(text.length + 1);
  return Buffer.concat([text.subarray(0, at), odd, text.subarray(at)]);
};

type MakeFault = (setting: Setting) => FaultRun;

const truncatedFrames: MakeFault = (setting) => {
  const { random, facts, targets } = setting;
  const frames = Array.from({ length: 1 + random.below(5) }, () => recordIo(Buffer.from(someRows(setting))));
  const whole = Buffer.concat(frames);
  const borders = frames.map((_, at) => Buffer.concat(frames.slice(0, at + 1)).length);
  const at = 1 + random.below(whole.length - 1);
  return {
    target: targets.plain,
    trial: once(facts, piped({ epoch: () => [whole.subarray(0, at)] }, { RecordWrapperType: 'RecordIO' })),
    what: `RecordIO of ${whole.length} bytes cut after ${at}`,
    mustFail: !borders.includes(at),
  };
};

const brokenFrames: MakeFault = (setting) => {
  const { random, facts, targets } = setting;
  const frame = recordIo(Buffer.from(someRows(setting)));
  const at = random.below(8);
  frame[at] ^= 1 << random.below(8);
  return {
    target: targets.plain,
    trial: once(facts, piped({ epoch: () => [frame] }, { RecordWrapperType: 'RecordIO' })),
    what: `a bit of byte ${at} of a RecordIO head is turned`,
    // A changed length may end where another frame could begin only by a miracle.
    mustFail: true,
  };
};

const cutFifo: MakeFault = (setting) => {
  const { random, facts, targets } = setting;
  const bytes = Buffer.from(someRows(setting));
  const cutIn = random.below(4);
  const at = random.below(bytes.length);
  return {
    target: targets.plain,
    trial: once(facts, piped({ epoch: (epoch) => [epoch === cutIn ? bytes.subarray(0, at) : bytes] })),
    what: `the FIFO of epoch ${cutIn} ends after ${at} of ${bytes.length} bytes`,
  };
};

const brokenJson: MakeFault = ({ random, facts, targets }) => {
  const name = random.of([CONFIG.hyperparameters, CONFIG.inputData, CONFIG.resources]);
  const { config } = hostInput(facts, 'algo-1', ['algo-1'], { hyperparameters: FEW_EPOCHS });
  const text = config[name];
  const [how, broken] = random.of<readonly [string, () => string]>([
    ['cut', () => text.slice(0, random.below(text.length))],
    ['a character lost', () => text.replace(text[random.below(text.length)], '')],
    ['a random character', () => inserted(Buffer.from(text), random.bytes(1), random).toString('latin1')],
    ['another type', () => random.of(['null', '[]', '"text"', '7', '{"training":7}', '{"hosts":{}}', '{"current_host":7,"hosts":[]}', '{"epochs":{"a":1}}'])],
    ['nested without end', () => '['.repeat(100_000)],
    ['empty', () => ''],
    ['odd keys', () => '{"__proto__":{"x":1},"constructor":"1","training":{"TrainingInputMode":"File"},"":""}'],
  ]);
  return { target: targets.plain, trial: once(facts, { config: { [name]: broken() } }), what: `${name}: ${how}` };
};

const oddBytes: MakeFault = (setting) => {
  const { random, facts, targets } = setting;
  const [name, make] = random.of(ODD);
  const bytes = inserted(Buffer.from(someRows(setting)), make(random), random);
  const asFile = random.below(2) === 0;
  const change = asFile ? training({ files: { 'a.csv': bytes } }) : piped({ epoch: () => [bytes] });
  return { target: targets.plain, trial: once(facts, change), what: `${name} in the middle of ${asFile ? 'a file' : 'a FIFO'}` };
};

const hugeValues: MakeFault = (setting) => {
  const { random, facts, targets } = setting;
  const [name, text] = random.of(HUGE);
  if (random.below(4) === 0) {
    const hyperparameter = random.of(facts.hyperparameters.map((spec) => spec.name));
    return { target: targets.plain, trial: once(facts, {}, { ...FEW_EPOCHS, [hyperparameter]: text(random) }), what: `${hyperparameter} is ${name}` };
  }
  const lines = someRows(setting).trimEnd().split('\n').map((line) => line.split(','));
  const line = random.of(lines);
  line[random.below(line.length)] = text(random);
  const files = { 'a.csv': `${lines.map((cells) => cells.join(',')).join('\n')}\n` };
  return { target: targets.plain, trial: once(facts, training({ files })), what: `${name} in the data` };
};

const fullDisk: MakeFault = ({ random, facts, targets }) => {
  if (targets.tiny && random.below(2) === 0) {
    const folder = random.of(['model', 'checkpoints', 'output'] as const);
    const pages = 1 + random.below(3);
    return { target: targets.tiny(folder, pages), trial: once(facts, {}), what: `${folder}: a file system of ${pages} pages`, noRoomForReason: folder === 'output' };
  }
  const bytes = random.below(1_500);
  return { target: targets.limited(bytes), trial: once(facts, {}), what: `files of at most ${bytes} bytes`, noRoomForReason: true };
};

/** After so many lines and events of FIFOs: a moment without a clock. */
const after = ({ lines, pipes }: Progress, count: number): boolean => lines.length + pipes.length >= count;
const isHeld = ({ pipes }: Progress): boolean => pipes.some(({ what }) => what === 'held');
/**
 * Before hosts have met, one that is gone cannot be told from one that comes late, and is waited for. The leader says this after
 * their first exchange.
 */
const haveMet = ({ lines }: Progress): boolean => lines.some(({ text }) => / rows of \d+ features/.test(text));

const killedPeer: MakeFault = ({ random, facts, targets }) => {
  const hosts = targets.plain.hostNames(2 + random.below(2));
  const victim = random.below(hosts.length);
  const moment = random.below(40);
  const when = (progress: Progress) => haveMet(progress) && after(progress, moment);
  const signal: HostSignal = { name: 'SIGKILL', when, watched: victim === 0 ? 0 : 1, graceMs: LIMIT_MS };
  const hyperparameters = { ...FEW_EPOCHS, epochs: '200' };
  const trials = hosts.map((name) => hostInput(facts, name, hosts, { hyperparameters }));
  // The signal goes to the first of the trial; the leader is watched, which comes next.
  const inOrder = [trials[victim], ...trials.filter((_, at) => at !== victim)];
  return {
    target: targets.plain,
    trial: { hosts: inOrder, env: USUAL_ENV, signal, keepPeers: true, limitMs: LIMIT_MS },
    what: `host ${victim} of ${hosts.length} is killed at event ${moment} of the leader`,
    killed: true,
  };
};

const stopped: MakeFault = ({ random, facts, targets }) => {
  // Before the first line nothing of the program runs that could take the signal.
  const moment = 1 + random.below(15);
  const change = random.below(2) === 0 ? {} : piped({ epoch: () => [Buffer.from(readRows(facts))], holdEpoch: random.below(3) });
  const trial = once(facts, change, { ...FEW_EPOCHS, epochs: '200' });
  const signal: HostSignal = { name: 'SIGTERM', when: (progress) => after(progress, moment) || isHeld(progress), graceMs: LIMIT_MS };
  return { target: targets.plain, trial: { ...trial, signal }, what: `SIGTERM at event ${moment}, ${change.channels ? 'Pipe' : 'File'} mode` };
};

const oddFolders: MakeFault = ({ random, facts, targets }) => {
  const [what, change] = random.of<readonly [string, InputChange]>([
    ['no file in the channel', training({ files: {} })],
    ['a folder with the name of a data file', training({ files: { 'a.csv/': '' } })],
    ['only empty files', training({ files: { 'a.csv': '', 'b.csv': '\n' } })],
    ['no configuration at all', { config: Object.fromEntries(Object.values(CONFIG).map((name) => [name, undefined])) }],
    ['rows of different lengths', training({ files: { 'a.csv': '1,2,3\n1,2\n' } })],
    ['a single row', training({ files: { 'a.csv': '1,2,3\n' } })],
    ['a single column', training({ files: { 'a.csv': '1\n2\n' } })],
    ['ten thousand columns', training({ files: { 'a.csv': `${Array.from({ length: 10_000 }, (_, at) => at).join(',')}\n` } })],
    ['names with odd characters', training({ files: { '\u{1F600} \'"$(x)\n.csv': readRows(facts), '--help': readRows(facts) } })],
  ]);
  return { target: targets.plain, trial: once(facts, change), what };
};

export const FAULTS: Readonly<Record<string, MakeFault>> = {
  'truncated frames': truncatedFrames,
  'broken frames': brokenFrames,
  'cut FIFOs': cutFifo,
  'broken JSON': brokenJson,
  'odd bytes': oddBytes,
  'huge values': hugeValues,
  'full disk': fullDisk,
  'killed peers': killedPeer,
  'stopped jobs': stopped,
  'odd folders': oddFolders,
};

/** What a job did wrong about its fault; undefined when it did everything right. */
export async function problemOf(fault: FaultRun, outcomes: readonly HostOutcome[], loadModel: LoadModel): Promise<string | undefined> {
  for (const [at, outcome] of outcomes.entries()) {
    const problem = await problemOfHost(fault, outcome, at === 0, loadModel);
    if (problem) return `${problem} (${outcome.name}; last lines: ${outcome.lines.slice(-3).map(({ text }) => text).join(' | ')})`;
  }
  return undefined;
}

async function problemOfHost(fault: FaultRun, outcome: HostOutcome, first: boolean, loadModel: LoadModel): Promise<string | undefined> {
  if (outcome.timedOut) return 'it hangs';
  if (fault.killed && first && outcome.ended.signal === 'SIGKILL') return undefined;
  if (outcome.ended.signal) return `it was ended by ${outcome.ended.signal}`;
  if (outcome.ended.exitCode === 0) return fault.mustFail ? 'exit code 0 on broken data' : problemOfModel(fault, outcome, loadModel);
  return problemOfReason(fault, outcome);
}

async function problemOfModel({ trial }: FaultRun, outcome: HostOutcome, loadModel: LoadModel): Promise<string | undefined> {
  const file = join(outcome.paths.model, 'model.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    const mayLackModel = trial.signal?.name === 'SIGTERM' || trial.hosts.length > 1;
    return mayLackModel ? undefined : 'exit code 0 without a model';
  }
  const { weights, bias } = JSON.parse(text) as { weights: unknown[]; bias: unknown };
  if (![...weights, bias].every((value) => typeof value === 'number' && Number.isFinite(value))) return `exit code 0 with a model of ${text.slice(0, 100)}`;
  const unloadable = await loadModel(outcome.paths.model);
  return unloadable && `exit code 0 with a model that inference refuses: ${unloadable}`;
}

async function problemOfReason({ noRoomForReason }: FaultRun, { paths, lines }: HostOutcome): Promise<string | undefined> {
  const found = await lstat(paths.failure).catch(() => undefined);
  const reason = found?.isFile() ? await readFile(paths.failure) : Buffer.alloc(0);
  if (noRoomForReason && lines.some(({ text }) => /ENOSPC|EFBIG|no space|too large/i.test(text))) return undefined;
  const text = reason.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(reason)) return 'the failure file is not UTF-8';
  const [line] = text.split('\n');
  if ((line.match(/\p{L}{2,}/gu)?.length ?? 0) < 2) return `no reason in one line: ${JSON.stringify(line)}`;
  if (text.length > FAILURE_REASON_MAX_CHARS) return `a failure file of ${text.length} characters`;
  return /^\s+at .+:\d+:\d+\)?$/m.test(text) ? 'a stack trace in the failure file' : undefined;
}
