import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PipeEvent } from '../../../../src/cli/engine/hosts/hosts-job';
import { feedPipes, type PipePlace } from '../../../../src/cli/engine/hosts/pipe-feeder';
import { start } from '../../../../src/cli/exec';
import type { PipeFeed } from '../../../../src/cli/simulator/host-input';
import { tmpDir } from '../../../support/tmp-dir';

/** More than a FIFO holds. */
const LARGE = Buffer.alloc(1_000_000, 'x');

function feeding(epoch: PipeFeed['epoch'], { lagMs, before }: { lagMs?: number; before?: () => Promise<void> } = {}) {
  const dir = tmpDir('sma-fifo-');
  const made: Record<string, () => void> = {};
  const isMade = (name: string) => new Promise<void>((resolve) => (made[name] = resolve));
  const first = isMade('training_0');
  const place: PipePlace = {
    async makeFifo(name) {
      await start('mkfifo', [join(dir, name)]).finished;
      made[name]?.();
    },
    script: async (text, fifo, options) => (await start('sh', ['-c', text, join(dir, fifo)], {
      ...options, onLine: async (line) => {
        await before?.();
        return options.onLine?.(line);
      },
    }).finished).exitCode,
    lagMs,
  };
  const ending = new AbortController();
  const events: string[] = [];
  const onEvent = ({ fifo, what }: Omit<PipeEvent, 'atMs'>) => void events.push(`${fifo} ${what}`);
  const fed = feedPipes({ channel: 'training', epoch }, place, onEvent, ending.signal);
  return { fed, events, first, fifo: (number: number) => join(dir, `training_${number}`), end: () => ending.abort() };
}

async function read(file: string): Promise<string> {
  let text = '';
  for await (const chunk of createReadStream(file, 'utf8')) text += chunk as string;
  return text;
}

describe('feedPipes', () => {
  it('writes one epoch into each FIFO, until the program ends', async () => {
    const { fed, events, fifo, first, end } = feeding((epoch) => [Buffer.from(`epoch ${epoch}`)], { lagMs: 1_000 });
    await first;

    expect([await read(fifo(0)), await read(fifo(1))]).toEqual(['epoch 0', 'epoch 1']);
    end();
    await fed;
    expect(events.slice(0, 3)).toEqual(['training_0 opened', 'training_0 ended', 'training_1 opened']);
  });

  it('closes what an epoch is read from when its reader leaves early', async () => {
    const closed: number[] = [];
    const { fed, events, fifo, first, end } = feeding(async function* (epoch) {
      try {
        for (;;) yield LARGE;
      } finally {
        closed.push(epoch);
      }
    });
    await first;
    for await (const _ of createReadStream(fifo(0))) break;
    for await (const _ of createReadStream(fifo(1))) break;
    end();
    await fed;

    expect(events).toEqual(expect.arrayContaining(['training_0 left']));
    expect(closed).toEqual(expect.arrayContaining([0]));
  });

  it('hears of a FIFO that was opened although its program ended at once', async () => {
    let end = (): void => undefined;
    const feed = feeding(() => [Buffer.from('x')], { lagMs: 1_000, before: async () => end() });
    ({ end } = feed);
    await feed.first;

    expect(await read(feed.fifo(0))).toBe('x');
    await feed.fed;
    expect(feed.events).toEqual(['training_0 opened', 'training_0 ended']);
  });

  it.each([['at once', 0], ['in its middle', 3]])('fails with the reason of an epoch that cannot be read, %s', async (_, pieces) => {
    const { fed, fifo, first } = feeding(async function* () {
      for (let piece = 0; piece < pieces; piece += 1) yield LARGE;
      throw new Error('the data is broken');
    });
    await first;
    void read(fifo(0));

    await expect(fed).rejects.toThrow('the data is broken');
  });
});
