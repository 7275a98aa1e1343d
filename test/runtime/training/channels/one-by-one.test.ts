import { expect, it } from 'vitest';
import { oneByOne } from '../../../../src/runtime/training/channels/one-by-one';
import { all } from '../../support/channels';

async function* lists(log: string[] = []): AsyncGenerator<number[]> {
  try {
    for (const list of [[], [1, 2], [], [3], []]) {
      log.push(`asked for ${list}`);
      yield list;
    }
  } finally {
    log.push('closed');
  }
}

const END = { done: true, value: undefined };

it('gives the items of lists', async () => {
  expect(await all(oneByOne(lists()))).toEqual([1, 2, 3]);
});

it('asks for a list when the one before is used up', async () => {
  const log: string[] = [];
  const items = oneByOne(lists(log));
  expect(log).toEqual([]);

  await items.next();
  await items.next();
  expect(log).toEqual(['asked for ', 'asked for 1,2']);
});

it('closes the lists when its reader leaves', async () => {
  const log: string[] = [];
  const items = oneByOne(lists(log));
  for await (const item of items) {
    expect(item).toBe(1);
    break;
  }

  expect(log.at(-1)).toBe('closed');
  expect(await items.next()).toEqual(END);
});

it('answers in order when it is asked several times at once', async () => {
  const items = oneByOne(lists());

  expect(await Promise.all([1, 2, 3, 4, 5].map(() => items.next()))).toEqual([
    { done: false, value: 1 }, { done: false, value: 2 }, { done: false, value: 3 }, END, END,
  ]);
});

it('passes an error on once', async () => {
  const items = oneByOne((async function* () {
    yield [1];
    throw new Error('no more');
  })());

  expect(await items.next()).toEqual({ done: false, value: 1 });
  await expect(items.next()).rejects.toThrow('no more');
  expect(await items.next()).toEqual(END);
});
