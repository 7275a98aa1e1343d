/** What jobs in Pipe mode tell about an algorithm. */
import { failed, judged, noted, passed, type Finding } from './drill';
import type { HarderCondition } from './pipe-conditions';
import type { ChannelSpec } from '../../contract/algorithm-spec';
import type { HostOutcome } from '../engine/hosts/hosts-job';
import { endOf, evidenceOf, failureOf, succeeded } from '../engine/hosts/outcome-words';
import { opened, orderProblem } from '../engine/hosts/pipe-readings';
import { count, duration } from '../quantities';

const READ_FIX = 'read <channel>_0 to its end, close it, then open <channel>_1; wait for a FIFO that is not there yet';

const SENTENCE = {
  ahead: 'a job in Pipe mode completes; each FIFO is closed before the next one is opened',
  epochs: 'each further pass over the data has a FIFO of its own',
  late: 'a FIFO that is not there yet is waited for',
  slow: 'data that comes slowly, in pieces that end anywhere, makes the same model',
  framed: 'objects in RecordIO frames are read as the objects that they are',
} as const;

/** Whether a job made the model of the one whose FIFOs were ahead. `varies`: even equal jobs make different models. */
export type Comparison = 'same' | 'different' | 'varies';

const epochsRead = (outcome: HostOutcome, channel: string): number => opened(outcome, channel).length;

/** FIFOs that were read of the channel with most of them. */
export const fifosRead = (outcome: HostOutcome, channels: readonly string[]): number =>
  Math.max(0, ...channels.map((channel) => epochsRead(outcome, channel)));

/** `training: epochs 0 to 4, the first opened after 12 ms, the last after 300 ms`. */
function epochsLine(outcome: HostOutcome, channel: string): string {
  const events = opened(outcome, channel);
  if (events.length === 0) return `${channel}: never opened`;
  const last = events.length - 1;
  const epochs = last === 0 ? 'epoch 0' : `epochs 0 to ${last}`;
  return `${channel}: ${epochs}, opened at ${duration(events[0].atMs)}${last === 0 ? '' : ` to ${duration(events[last].atMs)}`}`;
}

/** The ordinary job, and what it shows about epochs. */
export async function findingsOfAhead(outcome: HostOutcome, channels: readonly string[]): Promise<Finding[]> {
  const lines = channels.map((channel) => epochsLine(outcome, channel));
  const problem = channels.map((channel) => orderProblem(outcome, channel)).find((text) => text !== undefined);
  const isGood = succeeded(outcome) && problem === undefined;
  const evidence = isGood ? [endOf(outcome), ...lines] : [...(problem === undefined ? [] : [problem]), ...await evidenceOf(outcome, 'FIFOs ahead'), ...lines];
  return [judged(isGood, SENTENCE.ahead, READ_FIX, ...evidence), epochsFinding(outcome, channels)];
}

/** A program that reads its first FIFO again waits for ever: nobody writes into it a second time. */
function epochsFinding(outcome: HostOutcome, channels: readonly string[]): Finding {
  const again = channels.filter((channel) => epochsRead(outcome, channel) > 1);
  if (again.length > 0) return passed(SENTENCE.epochs, ...again.map((channel) => `${channel}: ${count(epochsRead(outcome, channel), 'epoch')}, a FIFO each`));
  if (!outcome.timedOut) return noted(`${SENTENCE.epochs}: not seen, since the program reads its data once`);
  return failed(SENTENCE.epochs, 'open <channel>_1 for the second pass: <channel>_0 is written once', endOf(outcome));
}

/** A job under a harder condition. */
export async function findingOf({ name, detail }: HarderCondition, outcome: HostOutcome, compared: Comparison): Promise<Finding> {
  const fix = {
    late: 'look for the FIFO again until it is there, without an end of your own',
    slow: 'keep the bytes of an unfinished row or frame until the next piece comes',
    framed: 'unwrap the frames where inputdataconfig.json says RecordWrapperType "RecordIO" (magic, length, payload, padding), or refuse them in one sentence',
  }[name];
  if (name === 'framed' && await refusesFrames(outcome)) return passed(`${SENTENCE[name]}, or refused`, ...await evidenceOf(outcome, detail));
  if (!succeeded(outcome)) return failed(SENTENCE[name], fix, ...await evidenceOf(outcome, detail));
  const model = {
    same: 'the model is that of the job whose FIFOs were ahead',
    different: 'the model is not that of the job whose FIFOs were ahead',
    varies: 'equal jobs make different models here, so these were not compared',
  }[compared];
  return judged(compared !== 'different', SENTENCE[name], fix, `${detail}: ${endOf(outcome)}`, model);
}

/** A buyer who asks for frames is told why he gets none. */
async function refusesFrames(outcome: HostOutcome): Promise<boolean> {
  if (succeeded(outcome) || outcome.timedOut || outcome.ended.signal !== undefined) return false;
  return /record ?(io|wrapper)/i.test((await failureOf(outcome))?.text ?? '');
}

export const NOT_FRAMED: Finding = noted(`${SENTENCE.framed}: does not apply, since all channels hold RecordIO frames already`);

/** What is left when the ordinary job fails. */
export const NOT_JUDGED: Finding = noted('late FIFOs, a slow writer and RecordIO frames: not judged, since the job fails without them');

/** A channel that the drill leaves as it is. */
export const notPiped = ({ name, inputModes }: ChannelSpec): Finding =>
  noted(`${name} is left as it is: ${inputModes.includes('Pipe') ? 'another mode was asked for' : `it takes ${inputModes.join(' and ')} mode, not Pipe`}`);
