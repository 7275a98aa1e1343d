import type { JobChannel, Piece } from './job-channel';
import { recordIoFrame, UnframablePayload } from './record-io-frames';
import { shareOf, type HostPlace } from './share';
import type { PipeFeed } from '../host-input';
import { objectBytes } from '../objects';
import { channelsCannotBeFed } from '../sample-data';

/** One epoch of a channel in Pipe mode, as a host gets it: its items one after the other, inflated, framed where the job says so. */
export async function* epochBytes(channel: JobChannel, host: HostPlace, epoch: number): AsyncGenerator<Buffer> {
  const isFramed = channel.config.RecordWrapperType === 'RecordIO';
  for (const item of shareOf(channel, host, epoch)) {
    for (const piece of item) {
      const open = () => bytesOf(piece, channel);
      try {
        yield* isFramed ? recordIoFrame(open) : open();
      } catch (error) {
        throw asUserError(error, channel, piece);
      }
    }
  }
}

async function* bytesOf(piece: Piece, { compression }: JobChannel): AsyncGenerator<Buffer> {
  if ('file' in piece) yield* objectBytes(piece, compression);
  else yield Buffer.from(piece.text);
}

/** What is wrong with an object stays one sentence for whoever put it there. */
function asUserError(error: unknown, { name, source }: JobChannel, piece: Piece): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const what = 'key' in piece ? piece.key : 'a value of the manifest';
  const isOfData = error instanceof UnframablePayload || typeof code === 'string';
  if (!isOfData) return error;
  const problem = code?.startsWith('Z_') ? `is not whole gzip data (${message})` : message;
  return channelsCannotBeFed(source, [`${name}: ${what} ${problem}`], error);
}

export const pipeFeed = (channel: JobChannel, host: HostPlace, lateMs?: number): PipeFeed => ({
  channel: channel.name,
  epoch: (epoch) => epochBytes(channel, host, epoch),
  ...(lateMs !== undefined && { lateMs }),
});
