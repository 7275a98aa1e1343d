import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { describeStep, headerOf, isSameStep, parseHeader, type Frame } from '../../../../src/runtime/training/cluster/frame';
import { greetingOf, rankOf, tokenOf } from '../../../../src/runtime/training/cluster/greeting';
import { ownAddress, type InterfaceAddress } from '../../../../src/runtime/training/cluster/host-network';
import { combine, ownerCount, partOf } from '../../../../src/runtime/training/cluster/reduce';
import { shownTime } from '../../../../src/runtime/training/cluster/settings';
import { SocketBytes } from '../../../../src/runtime/training/cluster/socket-bytes';
import { factsOf } from '../../support/cluster';

const FRAME: Frame = { type: 'message', kind: 'mean', sequence: 4_000_000_000, count: 2 ** 40, payloadBytes: 2 ** 43 };

describe('a header', () => {
  it('is read as it was written', () => {
    expect(parseHeader(headerOf(FRAME))).toEqual(FRAME);
  });

  it.each([[0, 0], [4, 9], [5, 9], [6, 1]])('is none with another byte %i', (place, value) => {
    const bytes = headerOf(FRAME);
    bytes[place] = value;

    expect(parseHeader(bytes)).toBeUndefined();
  });
});

describe('a step', () => {
  it('is described as the call that it comes from', () => {
    expect(describeStep({ sequence: 3, kind: 'barrier', count: 0 })).toBe('barrier 3');
    expect(describeStep({ sequence: 1, kind: 'max', count: 1 })).toBe('allReduce 1 (max of 1 number)');
  });

  it('is another one by number, kind or length', () => {
    const step = { sequence: 3, kind: 'sum', count: 5 } as const;

    expect(isSameStep(step, { ...step })).toBe(true);
    for (const other of [{ ...step, sequence: 4 }, { ...step, kind: 'mean' as const }, { ...step, count: 6 }]) expect(isSameStep(step, other)).toBe(false);
  });
});

describe('a greeting', () => {
  const facts = factsOf(['algo-1', 'algo-2'], 0);
  const token = tokenOf(facts, 'job');

  it('tells the rank to hosts of the same job, whichever host computes the token', () => {
    expect(rankOf(greetingOf(1, token), tokenOf(factsOf(['algo-1', 'algo-2'], 1), 'job'))).toBe(1);
  });

  it('tells nothing to hosts of another job', () => {
    expect(rankOf(greetingOf(1, token), tokenOf(facts, 'job-2'))).toBeUndefined();
    expect(rankOf(greetingOf(1, token), tokenOf(factsOf(['algo-1', 'algo-3'], 0), 'job'))).toBeUndefined();
  });

  it('of another version tells nothing', () => {
    const greeting = greetingOf(1, token);
    greeting[3]++;

    expect(rankOf(greeting, token)).toBeUndefined();
  });
});

describe('the bytes of a socket', () => {
  const fed = () => {
    const socket = new PassThrough();
    return { socket, bytes: new SocketBytes(socket as unknown as Socket) };
  };

  it('come in the pieces that are asked for, however they arrive', async () => {
    const { socket, bytes } = fed();
    const first = bytes.fill(Buffer.alloc(5));
    for (const part of ['ab', 'c', 'defgh', 'ij']) socket.write(part);

    expect(String(await first)).toBe('abcde');
    expect(String(await bytes.fill(Buffer.alloc(0)))).toBe('');
    expect(String(await bytes.fill(Buffer.alloc(4)))).toBe('fghi');
    socket.end('k');
    expect(String(await bytes.fill(Buffer.alloc(2)))).toBe('jk');
    await expect(bytes.fill(Buffer.alloc(1))).rejects.toThrow('the connection was closed');
  });

  it('are not read far ahead of what is asked for', async () => {
    const { socket, bytes } = fed();
    for (let part = 0; part < 40; part++) {
      socket.write(Buffer.alloc(64 * 1024, part));
      await new Promise(setImmediate);
    }
    expect(socket.isPaused()).toBe(true);
    const all = await bytes.fill(Buffer.alloc(64 * 1024 * 40));

    expect(all[64 * 1024 * 30]).toBe(30);
    expect(socket.isPaused()).toBe(false);
  });
});

describe('sharing the work', () => {
  it('leaves short arrays to the leader and gives every host a part of long ones', () => {
    expect([0, 1, 2048, 2049, 10_000, 1_000_000].map((numbers) => ownerCount(numbers, 4))).toEqual([1, 1, 1, 2, 4, 4]);
  });

  it('covers the array without gap and overlap', () => {
    const values = Float64Array.from({ length: 10_007 }, (_, index) => index);
    const parts = [0, 1, 2].map((owner) => partOf(values, owner, 3));

    expect(parts.flatMap((part) => [...part])).toEqual([...values]);
    expect(Math.max(...parts.map(({ length }) => length)) - Math.min(...parts.map(({ length }) => length))).toBeLessThanOrEqual(1);
  });

  it('combines in the order of ranks', () => {
    const contributions = [1e16, 1, -1e16].map((value) => Float64Array.of(value));

    expect([...combine('sum', contributions.map((values) => values.slice()))]).toEqual([1e16 + 1 - 1e16]);
    expect([...combine('mean', [3, 5].map((value) => Float64Array.of(value)))]).toEqual([4]);
  });
});

describe('the address to listen on', () => {
  const addresses: InterfaceAddress[] = [
    { name: 'lo', address: '127.0.0.1', family: 'IPv4', internal: true },
    { name: 'eth0', address: 'fe80::1', family: 'IPv6', internal: false },
    { name: 'eth0', address: '2001:db8::1', family: 'IPv6', internal: false },
    { name: 'eth0', address: '10.0.0.4', family: 'IPv4', internal: false },
    { name: 'eth1', address: '10.0.1.4', family: 'IPv4', internal: false },
  ];

  it.each<[string, string[], string | undefined, string | undefined]>([
    ['the one that the own name stands for', ['10.0.1.4'], 'eth0', '10.0.1.4'],
    ["the interface's when the name stands for loopback", ['127.0.0.1'], 'eth0', '10.0.0.4'],
    ["the interface's when the name stands for another machine", ['10.9.9.9'], 'eth1', '10.0.1.4'],
    ["the interface's when the name does not resolve", [], 'eth0', '10.0.0.4'],
    ['unknown when there is no such interface', [], 'ethwe', undefined],
    ['unknown when nothing tells it', ['127.0.0.1'], undefined, undefined],
  ])('is %s', (_case, named, interfaceName, expected) => {
    expect(ownAddress(named, interfaceName, addresses)).toBe(expected);
  });
});

it('times are shown in the unit that fits', () => {
  expect([15 * 60_000, 1500].map(shownTime)).toEqual(['15 min', '1.5 s']);
});
