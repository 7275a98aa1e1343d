import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { watchPings } from '../../../src/cli/simulator/watch-pings';

it('tells when pings go wrong and when they are good again, and counts them', async () => {
  const statuses = [200, 503, 503, 200, 200];
  let asked = 0;
  let enough: () => void;
  const done = new Promise<void>((resolve) => (enough = resolve));
  const server = createServer((_, response) => {
    if (asked === statuses.length) enough();
    response.writeHead(statuses[asked++] ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const told: Array<string | undefined> = [];

  const watch = watchPings(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { everyMs: 5, onChange: (problem) => told.push(problem) });
  await done;
  watch.end();

  expect(told).toEqual(['was answered with 503', undefined]);
  expect(watch.figures).toMatchObject({ good: 3, bad: 2, problem: 'was answered with 503' });
});

it('says nothing of a ping that was on its way when the watch ended', async () => {
  const told: unknown[] = [];
  const watch = watchPings('http://127.0.0.1:1', { everyMs: 0, onChange: (problem) => told.push(problem) });
  watch.end();
  await new Promise((resolve) => setTimeout(resolve, 30));

  expect([told, watch.figures.bad]).toEqual([[], 0]);
});
