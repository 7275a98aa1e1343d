import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ONE_CHANNEL } from '../../support/base-folder';
import { startHosts } from '../../support/host-processes';
import { bundle, trainingProgram } from '../../support/program';

const startAll = async (handler: string, count = 3) => startHosts(await bundle(trainingProgram(handler)), count, () => ONE_CHANNEL);
const TAKE_PART = `
  const { cluster } = job;
  await cluster.barrier();
  console.log('met');
`;

describe('hosts as processes', () => {
  it('all end with 0, and only the leader leaves a model', async () => {
    const hosts = await startAll(`
      ${TAKE_PART}
      const sum = await cluster.allReduce(Float64Array.of(cluster.rank + 1), 'sum');
      await job.model.write('model.json', JSON.stringify([...sum]));
    `);

    expect((await Promise.all(hosts.map(({ ended }) => ended))).map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(hosts.map(({ base }) => existsSync(`${base}/model/model.json`))).toEqual([true, false, false]);
    expect(readFileSync(`${hosts[0].base}/model/model.json`, 'utf8')).toBe('[6]');
    expect(hosts[1].output().match(/leaves the model to the leader, 127\./g)).toHaveLength(1);
    expect(hosts.map(({ failure }) => failure())).toEqual([undefined, undefined, undefined]);
  });

  it('all end when one is killed, with its name as the reason', async () => {
    const hosts = await startAll(`${TAKE_PART} if (cluster.rank === 1) await sleep(60_000); await cluster.allReduce(new Float64Array(10_000), 'sum');`);
    await Promise.all(hosts.map((host) => host.says(/^met$/m)));
    hosts[1].child.kill('SIGKILL');

    for (const host of [hosts[0], hosts[2]]) {
      expect((await host.ended).exitCode).toBe(1);
      expect(host.failure()).toMatch(/^host 127\.\d+\.\d+\.2 (is gone: |has failed: it is gone \()[^\n]*\nfix: /);
    }
  });

  it.each([
    ['throws', "throw new RangeError('row 7 is odd');"],
    ['throws where nobody catches it', "setTimeout(() => { throw new RangeError('row 7 is odd'); }); await sleep(60_000);"],
  ])('all end when one %s, with its reason', async (_case, fault) => {
    const hosts = await startAll(`${TAKE_PART} if (cluster.rank === 2) { ${fault} } await cluster.barrier();`);

    expect((await Promise.all(hosts.map(({ ended }) => ended))).map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
    expect(hosts[2].failure()).toBe('RangeError: row 7 is odd');
    for (const host of hosts.slice(0, 2)) expect(host.failure()).toMatch(/^host 127\.\d+\.\d+\.3 has failed: RangeError: row 7 is odd\nfix: /);
  });

  it('all end with 0 when they are asked to stop, one after the other', async () => {
    const hosts = await startAll(`${TAKE_PART} for (;;) await cluster.allReduce(new Float64Array(10_000), 'sum');`);
    await Promise.all(hosts.map((host) => host.says(/^met$/m)));
    hosts[2].child.kill('SIGTERM');
    await hosts[2].says(/SIGTERM: the job has/);
    for (const host of hosts.slice(0, 2)) host.child.kill('SIGTERM');

    for (const host of hosts) {
      expect((await host.ended).exitCode).toBe(0);
      expect(host.failure()).toBeUndefined();
    }
  });

  it('say that they wait for nothing, though connections are open', async () => {
    const [host] = await startAll(`${TAKE_PART} if (cluster.isLeader) await new Promise(() => {}); await cluster.barrier();`, 2);

    expect((await host.ended).exitCode).toBe(1);
    expect(host.failure()).toMatch(/^the algorithm never finished/);
  });
});
