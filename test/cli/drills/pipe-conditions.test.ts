import { describe, expect, it } from 'vitest';
import { ahead, framed, late, latenessFor, slow } from '../../../src/cli/drills/pipe-conditions';
import type { TrainingInput } from '../../../src/cli/simulator/input/host-inputs';
import { recordIo } from '../conformance/record-io';
import { bytesOf, channel } from '../simulator/input/job-channels';

const DATA = 'some rows of data\n'.repeat(20);
const piped = channel({ items: [[{ text: DATA }]] });
const filed = channel({ name: 'files', inputMode: 'File', keys: ['a.csv'] });
const input: TrainingInput = { hyperparameters: {}, channels: [piped, filed], instanceType: 'local', lateFifoMs: 5 };
const epoch = async (feed: { epoch: (epoch: number) => unknown }) => bytesOf(feed.epoch(0) as AsyncIterable<Uint8Array>);

describe('the conditions of drill:pipe', () => {
  it('begin with FIFOs that are there ahead, whatever was asked for', () => {
    expect(ahead(input, 'algo-1').input.pipes).toEqual([expect.not.objectContaining({ lateMs: expect.anything() as unknown })]);
  });

  it('make FIFOs late', () => {
    expect(late(input, 'algo-1', 700)).toMatchObject({ detail: 'each FIFO 700 ms late', input: { pipes: [{ lateMs: 700 }] } });
  });

  it('make a writer slow, who writes the same bytes', async () => {
    const { input: { pipes: [feed] } } = slow(input, 'algo-1');

    expect(feed.pacedPieces).toBeGreaterThan(10);
    expect(feed.lateMs).toBeUndefined();
    expect((await epoch(feed)).toString()).toBe(DATA);
  });

  it('frame the objects of piped channels, and say so to the program', async () => {
    const condition = framed(input, 'algo-1')!;

    expect(await epoch(condition.input.pipes[0])).toEqual(recordIo(Buffer.from(DATA)));
    expect(JSON.parse(condition.input.config['inputdataconfig.json'])).toMatchObject({
      training: { RecordWrapperType: 'RecordIO' }, files: { RecordWrapperType: 'None' },
    });
  });

  it.each([
    ['come in frames already', channel({ recordWrapper: 'RecordIO' })],
    ['hold frames', { ...piped, config: { ...piped.config, ContentType: 'application/x-recordio-protobuf; a=b' } }],
  ])('frame no channels that %s', (_, one) => {
    expect(framed({ ...input, channels: [one] }, 'algo-1')).toBeUndefined();
  });

  it.each([[0, 3_000], [1, 3_000], [10, 1_500], [1_000, 500]])('make %d FIFOs late by %d ms each', (fifos, expected) => {
    expect(latenessFor(fifos)).toBe(expected);
  });
});
