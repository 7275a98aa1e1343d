import { pipeChannels, pipedJob } from './moments';
import { expectSuccess } from './outcomes';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { evidenceOf, failureOf, succeeded } from '../../engine/hosts/outcome-words';
import { opened, orderProblem, readings } from '../../engine/hosts/pipe-readings';
import { duration } from '../../quantities';
import { inOddPieces } from '../../simulator/input/odd-pieces';
import { fail, pass, skip, type Check, type Verdict } from '../check';

/** How many pieces are written one by one, so that the program has to put rows and frames together again. */
const PACED_PIECES = 12;

const PIPE_FIX = 'read <channel>_0 to its end, close it, then open <channel>_1; wait for a FIFO that is not there yet';

/** Why there is nothing to look at. */
function noPipes(subject: TrainingSubject): Verdict | undefined {
  if (pipeChannels(subject).length === 0) return skip('no channel is known to take Pipe mode');
  const reason = subject.unable('pipes');
  return reason ? skip(reason) : undefined;
}

const plain = async (subject: TrainingSubject): Promise<HostOutcome> => subject.once('pipe mode', await pipedJob(subject));

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Jobs that get the same bytes as one piece and in odd ones. A sample of a RecordIO content type holds frames. */
async function splitAnywhere(subject: TrainingSubject): Promise<Verdict> {
  const { channels = {} } = await pipedJob(subject);
  const feed = (pieces: (bytes: Buffer) => Pieces, pacedPieces = 0) => Object.fromEntries(Object.entries(channels).map(([name, change]) => {
    const { pipe } = change as { pipe: { epoch: (epoch: number) => [Buffer] } };
    return [name, { pipe: { ...pipe, pacedPieces, epoch: (epoch: number) => pieces(pipe.epoch(epoch)[0]) } }];
  }));
  const whole = await subject.job({ channels: feed((bytes) => [bytes]) });
  const split = await subject.job({ channels: feed((bytes) => inOddPieces([bytes]), PACED_PIECES) });
  const fix = 'keep the bytes of an unfinished row or frame until the next piece comes';
  const ended = await expectSuccess([['one piece', whole], ['pieces of 1 to 8191 bytes', split]], fix);
  if (ended.verdict !== 'pass') return ended;
  const compared = await subject.compared(whole, split, () => subject.job({ channels: feed((bytes) => [bytes]) }));
  return compared === 'different' ? fail(fix, ...ended.evidence, 'the models differ') : ended;
}

/** The last epoch that the program reads holds no bytes; where it reads one only, a clean failure will do. */
async function emptyEpoch(subject: TrainingSubject): Promise<Verdict> {
  const before = await plain(subject);
  if (!succeeded(before)) return skip('a job in Pipe mode does not succeed at all; see check 36');
  const epochs = Math.max(...pipeChannels(subject).map(({ spec }) => opened(before, spec.name).length));
  const { channels = {} } = await pipedJob(subject);
  const emptied = Object.fromEntries(Object.entries(channels).map(([name, change]) => {
    const { pipe } = change as { pipe: { epoch: (epoch: number) => Iterable<Uint8Array> } };
    return [name, { pipe: { ...pipe, epoch: (epoch: number) => (epoch === epochs - 1 ? [] : pipe.epoch(epoch)) } }];
  }));
  const outcome = await subject.job({ channels: emptied });
  const seen = await evidenceOf(outcome, `epoch ${epochs - 1} of ${epochs} is empty`);
  if (succeeded(outcome)) return pass(...seen);
  const clean = !outcome.timedOut && outcome.ended.signal === undefined && await failureOf(outcome) !== undefined;
  return epochs === 1 && clean ? pass(...seen, 'a job without any data may fail, as long as it says so') : fail('go on when an epoch ends before its first byte', ...seen);
}

export const pipeChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 36, kind: 'T', source: SOURCE.input,
    name: 'in Pipe mode epochs are read in order, each closed before the next is opened',
    async run(subject) {
      const none = noPipes(subject);
      if (none) return none;
      const outcome = await plain(subject);
      const problem = pipeChannels(subject).map(({ spec }) => orderProblem(outcome, spec.name)).find((text) => text !== undefined);
      if (problem) return fail(PIPE_FIX, ...await evidenceOf(outcome, problem), readings(outcome));
      const ended = await expectSuccess([['Pipe mode', outcome]], PIPE_FIX);
      return ended.verdict === 'pass' ? pass(...ended.evidence, readings(outcome)) : ended;
    },
  },
  {
    number: 37, kind: 'T', source: SOURCE.input,
    name: 'in Pipe mode a FIFO that appears late is waited for',
    async run(subject) {
      const none = noPipes(subject);
      if (none) return none;
      const { lateFifoMs: lateMs } = subject.times;
      const outcome = await subject.job(await pipedJob(subject, { lateMs }));
      return expectSuccess([[`each FIFO ${duration(lateMs)} late`, outcome]], PIPE_FIX);
    },
  },
  {
    number: 38, kind: 'T', source: SOURCE.input,
    name: 'in Pipe mode channels that are served at the same time do not block each other',
    async run(subject) {
      const none = noPipes(subject);
      if (none) return none;
      const names = pipeChannels(subject).map(({ spec }) => spec.name);
      if (names.length < 2) return skip('fewer than two channels take Pipe mode');
      const outcome = await plain(subject);
      const unread = names.filter((name) => opened(outcome, name).length === 0);
      if (unread.length > 0) return fail(PIPE_FIX, ...await evidenceOf(outcome, `never opened: ${unread.join(', ')}`));
      const ended = await expectSuccess([[`${names.join(' and ')} at the same time`, outcome]], 'let channels be read in any order; a reader that closes early ends well');
      return ended.verdict === 'pass' ? pass(...ended.evidence, readings(outcome)) : ended;
    },
  },
  {
    number: 39, kind: 'T', source: SOURCE.input,
    name: 'in Pipe mode an empty epoch is survived, and rows and frames may be split anywhere',
    async run(subject) {
      const none = noPipes(subject);
      if (none) return none;
      const empty = await emptyEpoch(subject);
      if (empty.verdict !== 'pass') return empty;
      const split = await splitAnywhere(subject);
      return split.verdict === 'pass' ? pass(...empty.evidence, ...split.evidence) : split;
    },
  },
];
