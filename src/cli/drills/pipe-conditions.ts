/** The conditions of Pipe mode under which a drill looks at a training job; pure. */
import { mediaType } from '../../contract/media-types';
import { RECORD_IO_TYPES } from '../../contract/record-io';
import { duration } from '../quantities';
import type { HostInput, PipeFeed } from '../simulator/host-input';
import { hostInputs, type TrainingInput } from '../simulator/input/host-inputs';
import type { JobChannel } from '../simulator/input/job-channel';
import { inOddPieces } from '../simulator/input/odd-pieces';

/** How one job of the drill differs from an ordinary one in Pipe mode. */
export interface PipeCondition {
  readonly name: string;
  /** For whoever waits. */
  readonly detail: string;
  readonly input: HostInput;
}

/** One that the service does not promise to spare a program. */
export interface HarderCondition extends PipeCondition {
  readonly name: 'late' | 'slow' | 'framed';
}

/** Pieces of an epoch that a slow writer writes one by one. */
const SLOW_PIECES = 40;

/** All waits for late FIFOs of a channel together take about as long, within bounds for each. Unit: ms. */
const LATE_TOTAL_MS = 15_000;
const LATE_MS = { least: 500, most: 3_000 } as const;

/** How late FIFOs come, by how many of a channel the job reads. Unit: ms. */
export const latenessFor = (fifos: number): number =>
  Math.round(Math.min(LATE_MS.most, Math.max(LATE_MS.least, LATE_TOTAL_MS / Math.max(fifos, 1))));

export const isPiped = ({ inputMode }: JobChannel): boolean => inputMode === 'Pipe';

/** Its data is frames already. */
const isRecordIo = ({ config: { ContentType: type } }: JobChannel): boolean =>
  type !== undefined && RECORD_IO_TYPES.includes(mediaType(type));

/** The job as it is: FIFOs are there ahead. */
export const ahead = (input: TrainingInput, host: string): PipeCondition =>
  ({ name: 'ahead', detail: 'FIFOs ahead of their reader', input: inputOf(input, host) });

export const late = (input: TrainingInput, host: string, lateFifoMs: number): HarderCondition =>
  ({ name: 'late', detail: `each FIFO ${duration(lateFifoMs)} late`, input: inputOf(input, host, lateFifoMs) });

export function slow(input: TrainingInput, host: string): HarderCondition {
  const { pipes, ...rest } = inputOf(input, host);
  const slowly = (feed: PipeFeed): PipeFeed => ({ ...feed, pacedPieces: SLOW_PIECES, epoch: (epoch) => inOddPieces(feed.epoch(epoch)) });
  return { name: 'slow', detail: 'a slow writer', input: { ...rest, pipes: pipes.map(slowly) } };
}

/** Undefined where every channel holds frames, or comes in them, already. */
export function framed(input: TrainingInput, host: string): HarderCondition | undefined {
  const wants = (channel: JobChannel) => isPiped(channel) && !isRecordIo(channel) && channel.config.RecordWrapperType !== 'RecordIO';
  if (!input.channels.some(wants)) return undefined;
  const channels = input.channels.map((channel) =>
    (wants(channel) ? { ...channel, config: { ...channel.config, RecordWrapperType: 'RecordIO' as const } } : channel));
  return { name: 'framed', detail: 'each object in a RecordIO frame', input: inputOf({ ...input, channels }, host) };
}

/** Only what is about late FIFOs has late ones. */
const inputOf = (input: TrainingInput, host: string, lateFifoMs?: number): HostInput => hostInputs({ ...input, lateFifoMs }, [host])[0];
