import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HEADER_BYTES, headerOf } from '../../../../src/runtime/training/cluster/frame';
import { GREETING_BYTES, greetingOf, tokenOf } from '../../../../src/runtime/training/cluster/greeting';
import { everywhere, factsOf, hostsOf, Loopback, reasons, type TestHost } from '../../support/cluster';

describe('what cannot go on', () => {
  it('is told by every host when one fails, with the reason where it began', async () => {
    const hosts = hostsOf(3);
    await everywhere(hosts, (host) => host.barrier());
    const waiting = reasons([hosts[0].barrier()]);
    void hosts[1].leave({ error: new RangeError('row 7 is\nodd') });

    expect(await waiting).toEqual(['host algo-2 has failed: RangeError: row 7 is odd']);
    await expect(hosts[2].barrier()).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_PEER_FAILED', message: 'host algo-2 has failed: RangeError: row 7 is odd' });
    await expect(hosts[0].barrier()).rejects.toThrow('host algo-2 has failed');
  });

  it.each<[string, (host: TestHost) => Promise<unknown>, (host: TestHost) => Promise<unknown>, RegExp]>([
    ['another operation', (host) => host.barrier(), (host) => host.broadcast(1), /^host algo-\d is at (broadcast|barrier) 1 where this host is at (barrier|broadcast) 1$/],
    ['another length', (host) => host.allReduce(new Float64Array(5000), 'sum'), (host) => host.allReduce(new Float64Array(1), 'sum'), /is at allReduce 1 \(sum of (5000 numbers|1 number)\) where this host is at/],
    ['another reduction', (host) => host.allReduce(Float64Array.of(1), 'max'), (host) => host.allReduce(Float64Array.of(1), 'min'), /\((max|min) of 1 number\)/],
  ])('is told when hosts are at %s', async (_case, one, other, message) => {
    const hosts = hostsOf(3);
    const found = await reasons(hosts.map((host) => host.rank === 1 ? other(host) : one(host)));

    for (const reason of found) expect(reason).toMatch(/^host algo-\d (is at|has failed: host algo-\d is at) /);
    expect(found.join('\n')).toMatch(new RegExp(message.source, 'm'));
    const ends = await Promise.allSettled(hosts.map((host) => host.barrier()));
    expect(ends).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: 'SMA_RUN_CLUSTER_OUT_OF_STEP' }) });
  });

  it('is told when a host has finished before', async () => {
    const hosts = hostsOf(2);
    await everywhere(hosts, (host) => host.barrier());
    void hosts[1].leave('finished');

    await expect(hosts[0].barrier()).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_PEER_ENDED', message: 'host algo-2 has finished while this host is at barrier 2' });
  });

  it('is told when a host does not come in time, here and there', async () => {
    const hosts = hostsOf(3);
    await everywhere(hosts, (host) => host.ready());
    const [first, third] = await reasons([hosts[0].barrier({ timeoutMs: 60 }), hosts[2].barrier()]);

    expect(first).toBe('algo-2 has not come to barrier 1 within 0.06 s');
    expect(third).toBe('host algo-1 has failed: algo-2 has not come to barrier 1 within 0.06 s');
    await expect(hosts[0].barrier()).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_TIMEOUT' });
  });

  it.each([0, -1, NaN])('is a time-out of %s', async (timeoutMs) => {
    await expect(hostsOf(2)[0].barrier({ timeoutMs })).rejects.toThrow(`timeoutMs is ${timeoutMs}; it must be a number of milliseconds above 0`);
  });

  it('is no endless time-out', async () => {
    const hosts = hostsOf(2);
    await everywhere(hosts, (host) => host.barrier({ timeoutMs: Infinity }));
    await everywhere(hosts, (host) => host.barrier({ timeoutMs: 1e12 }));
  });

  /** A host of the job that speaks as the test wants. */
  async function speaking(bytes: Buffer, act: (leader: TestHost) => Promise<unknown>): Promise<Promise<unknown>[]> {
    const network = new Loopback();
    const [leader] = hostsOf(2, { network });
    const met = leader.ready();
    await network.until(() => network.ports.has('algo-1'));
    const socket = connect(network.ports.get('algo-1')!, '127.0.0.1').on('error', () => {});
    socket.write(greetingOf(1, tokenOf(factsOf(['algo-1', 'algo-2'], 1), undefined)));
    await met;
    const failure = act(leader);
    failure.catch(() => {});
    expect(GREETING_BYTES).toBe((await once(socket, 'data'))[0].length);
    socket.end(bytes);
    return [failure];
  }

  const step = { sequence: 1, kind: 'sum' as const, count: 2 };

  it.each<[string, Buffer, string]>([
    ['no header', Buffer.alloc(HEADER_BYTES, 1), 'host algo-2 sent a header that is none'],
    ['a header of another length', headerOf({ ...step, type: 'message', payloadBytes: 2 ** 47 }), 'host algo-2 sent 140737488355328 bytes in allReduce 1 (sum of 2 numbers)'],
    ['an endless reason', headerOf({ ...step, type: 'failed', payloadBytes: 2 ** 30 }), 'host algo-2 sent a reason of 1073741824 bytes'],
    ['an odd reason', Buffer.concat([headerOf({ ...step, type: 'failed', payloadBytes: 2 }), Buffer.from('{}')]), 'host algo-2 sent a reason that is none'],
  ])('is told when a peer sends %s', async (_case, bytes, message) => {
    const [failure] = await speaking(bytes, (leader) => leader.allReduce(new Float64Array(2), 'sum'));

    await expect(failure).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_PROTOCOL', message });
  });

  it.each<[string, Buffer]>([
    ['between messages', Buffer.alloc(0)],
    ['inside a header', headerOf({ ...step, type: 'message', payloadBytes: 16 }).subarray(0, 9)],
    ['inside a message', Buffer.concat([headerOf({ ...step, type: 'message', payloadBytes: 16 }), Buffer.alloc(7)])],
  ])('is told when a peer is gone %s', async (_case, bytes) => {
    const [failure] = await speaking(bytes, (leader) => leader.allReduce(new Float64Array(2), 'sum'));

    await expect(failure).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_PEER_LOST', message: expect.stringMatching(/^host algo-2 is gone: /) });
  });

  it('refuses a broadcast of more than a gibibyte before it makes room for it', async () => {
    const network = new Loopback();
    const [, other] = hostsOf(2, { network });
    const server = createServer((socket) => {
      const token = tokenOf(factsOf(['algo-1', 'algo-2'], 1), undefined);
      socket.on('error', () => {});
      socket.write(greetingOf(0, token));
      socket.write(headerOf({ sequence: 1, kind: 'broadcast', count: 0, type: 'message', payloadBytes: 2 ** 30 + 1 }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    network.of('algo-1').opened({ address: '127.0.0.1', port: (server.address() as AddressInfo).port });

    await expect(other.broadcast(1)).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_PROTOCOL', message: 'host algo-1 sent 1073741825 bytes in broadcast 1' });
    server.close();
  });
});

describe('a stop', () => {
  it('ends what waits with the reason of the signal, on the hosts that are asked', async () => {
    const hosts = hostsOf(3);
    await everywhere(hosts, (host) => host.ready());
    const waiting = hosts.slice(0, 2).map((host) => host.barrier());
    const ended = Promise.allSettled(waiting);
    hosts[2].stop();
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    hosts[0].stop();
    hosts[1].stop();

    expect(await ended).toEqual([0, 1].map((rank) => ({ status: 'rejected', reason: hosts[rank].stopReason })));
    await expect(hosts[0].allReduce(Float64Array.of(1), 'sum')).rejects.toBe(hosts[0].stopReason);
  });

  it('of one host alone ends the others after a while', async () => {
    const hosts = hostsOf(2, { times: { stopTimeout: 40 } });
    await everywhere(hosts, (host) => host.ready());
    const waiting = hosts[0].barrier();
    hosts[1].stop();

    await expect(waiting).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_PEER_ENDED', message: expect.stringMatching(/^host algo-2 was asked to stop while/) });
  });

  it('ends the search for a peer', async () => {
    const network = new Loopback();
    const [, other] = hostsOf(2, { network });
    const waiting = other.barrier();
    waiting.catch(() => {});
    await network.until(() => network.missed.length > 0);
    other.stop();

    await expect(waiting).rejects.toBe(other.stopReason);
  });
});

describe('leaving', () => {
  it('lets a slow peer read what it has been sent', async () => {
    const hosts = hostsOf(2);
    await everywhere(hosts, (host) => host.ready());
    const big = Buffer.alloc(20_000_000, 1);
    const sent = hosts[0].broadcast(big).then(() => hosts[0].leave('finished'));
    const received = await hosts[1].broadcast(Buffer.alloc(0));
    await sent;

    expect(received.equals(big)).toBe(true);
  });
});
