/*
 * Starts programs in turns and prints the times until each shows life, as JSON by side. Runs inside a container, bundled by
 * bench/start-times.mts: what docker itself takes for a start does not count.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import type { StartTurns } from '../start-times.mjs';

const PING = 'http://127.0.0.1:8080/ping';

/** Status of one ping; undefined while nobody listens. */
const pinged = (): Promise<number | undefined> => new Promise((resolve) => {
  get(PING, { agent: false }, (res) => {
    res.resume();
    resolve(res.statusCode);
  }).once('error', () => resolve(undefined));
});

async function firstGoodPing(child: ChildProcess): Promise<void> {
  while (await pinged() !== 200) {
    if (child.exitCode !== null) throw new Error('the server ended before /ping was 200');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Unit: ms */
async function startMs([command, ...args]: readonly string[], env: Readonly<Record<string, string>>, until: 'output' | 'ping'): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  if (until === 'ping') await firstGoodPing(child);
  else if (await Promise.race([once(child.stdout, 'data'), once(child.stdout, 'end').then(() => undefined)]) === undefined) throw new Error(`${command} ended without a line`);
  const ms = performance.now() - startedAt;
  child.stdout.resume();
  child.kill('SIGKILL');
  await ended;
  return ms;
}

async function main(): Promise<void> {
  const { rounds, until, sides } = JSON.parse(process.argv[2]) as StartTurns;
  const names = Object.keys(sides);
  const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  // The first round reads the programs from the disk and does not count.
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + 1 + turn) % names.length];
      const { command, env = {} } = sides[name];
      const ms = await startMs(command, env, until);
      if (round >= 0) times[name].push(ms);
    }
  }
  process.stdout.write(JSON.stringify(times));
}

void main();
