import { describe, expect, it } from 'vitest';
import { everywhere, hostsOf, Loopback, reasons } from '../../support/cluster';

/** Numbers of very different sizes, so that another order of adding gives other bits. */
function numbersOf(rank: number, count: number): Float64Array {
  let state = 12345 + rank;
  return Float64Array.from({ length: count }, () => {
    state = Math.imul(state, 1103515245) + 12345 & 0x7fffffff;
    return (state / 0x7fffffff - 0.5) * 10 ** (state % 30 - 15);
  });
}

/** What the plain loop over hosts in their order gives. */
function plain(all: readonly Float64Array[], combine: (a: number, b: number) => number): Float64Array {
  return all[0].map((first, place) => all.slice(1).reduce((total, values) => combine(total, values[place]), first));
}

const bits = (values: Float64Array): string => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

describe('one host', () => {
  it('does nothing and gives back what it gets', async () => {
    const network = new Loopback();
    const [host] = hostsOf(1, { network });
    const [values, value] = [Float64Array.of(1, 2), { a: 1 }];
    await host.ready();
    await host.barrier();

    expect(await host.broadcast(value)).toBe(value);
    expect(await host.allReduce(values, 'mean')).toBe(values);
    expect([...values]).toEqual([1, 2]);
    expect(network.ports.size).toBe(0);
  });
});

describe('allReduce', () => {
  const combining = { sum: (a: number, b: number) => a + b, max: Math.max, min: Math.min };

  it.each([[2, 1], [2, 5000], [3, 0], [3, 7], [3, 10_000], [4, 2048], [4, 100_001]])('on %i hosts adds up %i numbers as a plain loop does, to the bit', async (count, length) => {
    const hosts = hostsOf(count);
    const inputs = hosts.map(({ rank }) => numbersOf(rank, length));
    for (const [name, combine] of Object.entries(combining)) {
      const expected = bits(plain(inputs, combine));
      const results = await everywhere(hosts, (host) => host.allReduce(inputs[host.rank].slice(), name as 'sum'));

      for (const result of results) expect(bits(result) === expected).toBe(true);
    }
  });

  it('gives the mean', async () => {
    const hosts = hostsOf(4);
    const results = await everywhere(hosts, (host) => host.allReduce(Float64Array.of(host.rank, 1), 'mean'));

    expect(results.map((values) => [...values])).toEqual(Array(4).fill([1.5, 1]));
  });

  it('gives the same bits whatever comes first', async () => {
    const inputs = [0, 1, 2].map((rank) => numbersOf(rank, 9000));
    const run = async (order: number[]) => {
      const hosts = hostsOf(3);
      await everywhere(hosts, (host) => host.ready());
      const pending: Promise<Float64Array>[] = [];
      for (const rank of order) {
        pending[rank] = hosts[rank].allReduce(inputs[rank].slice(), 'sum');
        // Whatever the others can do without the next host, they have done.
        for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      }
      return (await Promise.all(pending)).map(bits);
    };
    const [first, ...others] = [...await run([0, 1, 2]), ...await run([2, 1, 0]), ...await run([1, 2, 0])];

    expect(others.every((result) => result === first)).toBe(true);
  });

  it('overwrites the array that it is given, a part of a larger one too', async () => {
    const hosts = hostsOf(2);
    const memory = hosts.map(({ rank }) => new Float64Array(3000).fill(rank + 1));
    const results = await everywhere(hosts, (host) => host.allReduce(memory[host.rank].subarray(1, 2999), 'sum'));

    for (const { rank } of hosts) {
      expect(results[rank].buffer).toBe(memory[rank].buffer);
      expect([memory[rank][0], memory[rank][1], memory[rank][2998], memory[rank][2999]]).toEqual([rank + 1, 3, 3, rank + 1]);
    }
  });

  it('keeps infinities, lets NaN win, and tells -0 from 0', async () => {
    const hosts = hostsOf(2);
    const inputs = [Float64Array.of(Infinity, NaN, -0, -0), Float64Array.of(1, 1, -0, 0)];
    const [max] = await everywhere(hosts, (host) => host.allReduce(inputs[host.rank].slice(), 'max'));
    const [sum] = await everywhere(hosts, (host) => host.allReduce(inputs[host.rank].slice(), 'sum'));

    expect([...max]).toEqual([Infinity, NaN, -0, 0]);
    expect([...sum]).toEqual([Infinity, NaN, -0, 0]);
  });

  it('carries eight million numbers, more than any buffer in between', async () => {
    const hosts = hostsOf(2);
    const results = await everywhere(hosts, (host) => host.allReduce(new Float64Array(8_000_000).fill(host.rank + 0.5), 'sum'));

    for (const values of results) expect(values.every((value) => value === 2)).toBe(true);
  });

  it('takes calls that are not awaited in their turn', async () => {
    const hosts = hostsOf(3);
    const results = await everywhere(hosts, (host) => Promise.all(
      Array.from({ length: 50 }, (_, index) => host.allReduce(Float64Array.of(index, host.rank), 'sum').then((values) => [...values])),
    ));

    for (const ofHost of results) expect(ofHost).toEqual(Array.from({ length: 50 }, (_, index) => [3 * index, 3]));
  });

  it.each([
    [[1, 2] as unknown as Float64Array, 'sum' as const, /takes a Float64Array/],
    [Float64Array.of(1), 'maxx' as 'max', /takes "sum", "mean", "max", "min", not "maxx" \(did you mean max\?\)/],
  ])('refuses what it cannot reduce, on one host as well', async (values, reduction, message) => {
    await expect(hostsOf(1)[0].allReduce(values, reduction)).rejects.toThrow(message);
  });
});

describe('broadcast', () => {
  it("gives the leader's bytes and values to all", async () => {
    const hosts = hostsOf(3);
    const value = { weights: Float64Array.of(0.1, NaN), names: ['é', '"'], at: new Date(5), map: new Map([[1, undefined]]) };

    expect(await everywhere(hosts, (host) => host.broadcast(host.isLeader ? value : undefined))).toEqual([value, value, value]);
    const bytes = await everywhere(hosts, (host) => host.broadcast(host.isLeader ? Buffer.alloc(3_000_000, 7) : Buffer.alloc(0)));
    for (const one of bytes) expect(one.length === 3_000_000 && one.every((byte) => byte === 7)).toBe(true);
    expect(await everywhere(hosts, (host) => host.broadcast(host.rank))).toEqual([0, 0, 0]);
  });

  it('of something that cannot be copied fails on the host that has it, and the others learn why', async () => {
    const [leader, other] = hostsOf(2);
    const [ours, theirs] = await reasons([leader.broadcast(() => 1), other.broadcast(() => 1)]);

    expect(ours).toMatch(/could not be cloned/);
    expect(theirs).toMatch(/^host algo-1 has failed: .*could not be cloned/);
  });
});

describe('barrier', () => {
  it('ends nowhere before all have come', async () => {
    const hosts = hostsOf(3);
    await everywhere(hosts, (host) => host.ready());
    let passed = 0;
    const early = hosts.slice(0, 2).map((host) => host.barrier().then(() => void passed++));
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(passed).toBe(0);
    await hosts[2].barrier();
    await Promise.all(early);

    expect(passed).toBe(2);
  });
});
