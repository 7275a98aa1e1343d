import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { greetingOf, tokenOf } from '../../../../src/runtime/training/cluster/greeting';
import { everywhere, factsOf, hostsOf, Loopback, reasons } from '../../support/cluster';

describe('meeting peers', () => {
  it('brings eleven hosts together, whatever they are called', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `algo-${index + 1}-x7k2q`);
    const hosts = hostsOf(names);
    const results = await everywhere(hosts, (host) => host.allReduce(Float64Array.of(host.rank), 'sum'));

    expect(results.map(([sum]) => sum)).toEqual(Array(11).fill(55));
  });

  it('waits for a peer whose name does not resolve yet', async () => {
    const network = new Loopback();
    const [leader, other] = hostsOf(2, { network });
    const waiting = other.barrier();
    await network.until(() => network.missed.length >= 3);
    await Promise.all([leader.barrier(), waiting]);

    expect(new Set(network.missed)).toEqual(new Set(['algo-1']));
  });

  it('tells the log which peers are missing', async () => {
    const network = new Loopback();
    const [leader, second, third] = hostsOf(3, { network, times: { missingTold: 5 } });
    const met = Promise.all([leader.ready(), second.ready()]);
    while (!leader.log().includes('still waits for algo-3 to connect')) await new Promise(setImmediate);
    await Promise.all([met, third.ready()]);

    expect(leader.log()).toContain('INFO connected with the other hosts: algo-2, algo-3');
  });

  it('gives up on a name after its time, and says so', async () => {
    const [, other] = hostsOf(2, { times: { nameTimeout: 30 } });

    await expect(other.ready()).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_NAME', message: 'the name of host algo-1 has not resolved for 0.03 s (ENOTFOUND)' });
  });

  it('gives up on a name when the time of the call is up before', async () => {
    const [, other] = hostsOf(2);

    await expect(other.ready({ timeoutMs: 30 })).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_CONNECT', message: 'no connection with algo-1 within 0.03 s: ENOTFOUND' });
  });

  it('gives up on a peer that does not listen, and on one that never calls', async () => {
    const network = new Loopback();
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    network.ports.set('algo-1', (closed.address() as AddressInfo).port);
    closed.close();
    await once(closed, 'close');
    const [, second] = hostsOf(3, { network });

    await expect(second.ready({ timeoutMs: 40 })).rejects.toMatchObject({
      code: 'SMA_RUN_CLUSTER_CONNECT', message: expect.stringMatching(/^no connection with (algo-1 within 0\.04 s: ECONNREFUSED|algo-3 within 0\.04 s: nothing was heard of it)$/),
    });
  });

  it('says which port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const network = new Loopback();
    network.of = () => ({ ownPlace: async () => ({ address: '127.0.0.1', port }), opened() {}, placeOf: async () => ({ address: '127.0.0.1', port }) });
    const [leader] = hostsOf(2, { network });

    await expect(leader.barrier()).rejects.toMatchObject({ code: 'SMA_RUN_CLUSTER_LISTEN', message: expect.stringContaining(`port ${port} of 127.0.0.1`) });
    taken.close();
  });

  it('keeps strangers out, and still meets its peers', async () => {
    const network = new Loopback();
    const [leader, other] = hostsOf(2, { network, times: { greetingTimeout: 50 } });
    const met = leader.ready();
    await network.until(() => network.ports.has('algo-1'));
    const port = network.ports.get('algo-1')!;
    const facts = factsOf(['algo-1', 'algo-2'], 1);
    const strangers = [
      'GET / HTTP/1.1\r\nHost: algo-1\r\n\r\n plus some bytes more',
      greetingOf(1, tokenOf(facts, 'another job')),
      greetingOf(0, tokenOf(facts, undefined)),
      greetingOf(2, tokenOf(facts, undefined)),
      'short',
    ];
    for (const greeting of strangers) {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.write(greeting);
      let answer = 0;
      socket.on('data', (bytes) => void (answer += bytes.length));
      await once(socket, 'close');
      expect(answer).toBe(0);
    }
    await Promise.all([met, other.ready()]);

    expect(await Promise.all([leader.broadcast('x'), other.broadcast('y')])).toEqual(['x', 'x']);
    expect(leader.log().match(/WARN a connection from 127\.0\.0\.1 was closed: it is no host of this job/g)).toHaveLength(5);
    await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('takes hosts of another job for strangers', async () => {
    const [leader, other] = hostsOf(2, { jobNames: ['job-1', 'job-2'] });
    const met = leader.ready({ timeoutMs: 100 });
    const found = await reasons([met, other.ready({ timeoutMs: 60 })]);

    expect(found[0]).toMatch(/^no connection with algo-2 within 0\.1 s/);
    expect(found[1]).toMatch(/^no connection with algo-1 within 0\.06 s/);
  });
});
