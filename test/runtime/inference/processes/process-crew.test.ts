import { rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../../../../src/cli/free-port';
import type { ServingSpec } from '../../../../src/contract/algorithm-spec';
import { shareHeap } from '../../../../src/runtime/inference/processes/process-crew';
import { baseFolder } from '../../support/base-folder';
import { bundledOnce, bundleEntry, start } from '../../support/program';
import { call } from '../../support/serve';
import { invokeCsv, MODEL, OBEDIENT, serveBundle, serveProgram, servingProgram } from '../../support/serve-program';

const program = bundledOnce(servingProgram(OBEDIENT));

/** A server of this many processes. */
async function serving(processes: number, more: ServingSpec = {}, env: NodeJS.ProcessEnv = {}) {
  const running = serveBundle(program(), { env, serving: { concurrency: { kind: 'inline', processes }, ...more } });
  const port = await running.ready();
  return { ...running, port, invoke: (body: string) => invokeCsv(port, body) };
}

const CSV = { 'Content-Type': 'text/csv', 'Accept': 'text/csv' };

type Invoke = (body: string) => Promise<string>;

/** A caller who keeps his connection, and so his process. */
function onOneConnection(port: number): Invoke {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return async (body) => (await call(port, '/invocations', { method: 'POST', headers: CSV, body, agent })).body.trim();
}

/** So many callers of each process: which one is next depends on how soon each has taken what it was handed. */
async function callersOfEach(port: number, processes: number, each: number): Promise<Invoke[][]> {
  const callers = new Map<string, Invoke[]>();
  while (callers.size < processes || [...callers.values()].some(({ length }) => length < each)) {
    const invoke = onOneConnection(port);
    const pid = await invoke('pid');
    callers.set(pid, [...callers.get(pid) ?? [], invoke]);
  }
  return [...callers.values()].map((some) => some.slice(0, each));
}

/** One caller of either process. */
const onTwoProcesses = async (port: number): Promise<Invoke[]> => (await callersOfEach(port, 2, 1)).flat();

/** Numbers of the processes that answer, as connections are handed to them. */
const pidsOf = async (invoke: (body: string) => Promise<{ readonly body: string }>, count: number): Promise<Set<number>> =>
  new Set(await Promise.all(Array.from({ length: count }, async () => Number((await invoke('pid')).body))));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('a share of the container\'s memory that Node is given is shared by the processes', () => {
  expect(shareHeap(['--max-old-space-size-percentage=75', '--title=75', '--max-old-space-size=75'], 2))
    .toEqual(['--max-old-space-size-percentage=37', '--title=75', '--max-old-space-size=75']);
});

describe('several processes that serve', () => {
  it('are all given connections, and the first process is given none', async () => {
    const { port, child } = await serving(3);
    const pids = new Set<number>();
    while (pids.size < 3) pids.add(Number(await onOneConnection(port)('pid')));

    expect(pids).not.toContain(child.pid);
  });

  it('are as many as the environment says', async () => {
    const { output, invoke } = await serving(1, {}, { SAGEMAKER_MODEL_SERVER_WORKERS: '3' });

    expect(output()).toMatch(/INFO ready; loading took \d+ ms, 3 processes\n/);
    expect((await pidsOf(invoke, 12)).size).toBe(3);
  });

  it('say once what concerns them all', async () => {
    const { output } = await serving(3);

    expect(output().match(/INFO/g)).toHaveLength(3);
  });

  it('share the bound of requests', async () => {
    const { port, go, says } = await serving(2, { queueMax: 4 });
    const callers = (await callersOfEach(port, 2, 2)).flat();
    const held = callers.map((caller, index) => caller(`hold,${index + 1}`));
    await Promise.all([1, 2, 3, 4].map((value) => says(new RegExp(`holding ${value}`))));

    expect(await invokeCsv(port, 'echo,5')).toMatchObject({ status: 503, body: expect.stringContaining('SMA_RUN_OVERLOADED') });
    go();
    expect(await Promise.all(held)).toEqual(['1', '2', '3', '4']);
  });

  it('go on while one of them computes', async () => {
    const { port, says } = await serving(2);
    const [busy, other] = await onTwoProcesses(port);
    let isDone = false;
    const spun = busy('spin,2000').finally(() => { isDone = true; });
    await says(/spinning/);

    for (let request = 0; request < 20; request++) expect(await other('echo,2')).toBe('2');
    expect(isDone).toBe(false);
    expect(await spun).toBe('spun');
  });

  it('are gone when the container has been asked to stop', async () => {
    const { invoke, child, ended } = await serving(2);
    const pids = await pidsOf(invoke, 8);
    child.kill('SIGTERM');

    expect(await ended).toEqual({ exitCode: 0, signal: null });
    expect([...pids].filter(isAlive)).toEqual([]);
  });

  it('leave no connection waiting that arrives just when they are asked to stop', async () => {
    const { port, child, says, go, ended } = await serving(2);
    const [holding, computing] = await onTwoProcesses(port);
    const held = holding('hold,7');
    const spun = computing('spin,1500');
    await says(/holding 7[^]*spinning|spinning[^]*holding 7/);
    child.kill('SIGTERM');
    // So many that some come after the one process has closed and before the other, which computes, has heard that it should.
    const closed: Array<Promise<unknown>> = [];
    for (let late = 0; late < 100; late++) {
      const socket = connect(port, '127.0.0.1').resume();
      closed.push(new Promise((resolve) => socket.on('error', resolve).once('close', resolve)));
      await new Promise((resolve) => socket.once('connect', resolve).once('error', resolve));
    }

    expect(await spun).toBe('spun');
    await Promise.all(closed);
    go();
    expect(await held).toBe('7');
    expect(await ended).toEqual({ exitCode: 0, signal: null });
  });

  it('may be asked to stop before they listen to signals', async () => {
    const slow = "if (process.argv.includes('serve-in-process')) { require('node:fs').writeSync(1, 'begins'); const end = Date.now() + 1000; while (Date.now() < end); }";
    const { child, says, ended } = await serveProgram(`${slow}\n${servingProgram(OBEDIENT)}`, { serving: { concurrency: { kind: 'inline', processes: 2 } } });
    await says(/begins[^]*begins/);
    child.kill('SIGTERM');

    expect(await ended).toEqual({ exitCode: 0, signal: null });
  });

  it('are gone when the first process has been killed', async () => {
    const { invoke, child } = await serving(2);
    const pids = await pidsOf(invoke, 8);
    child.kill('SIGKILL');

    await vi.waitFor(() => expect([...pids].filter(isAlive)).toEqual([]), 10_000);
  });
});

describe('a process that is lost', () => {
  it.each([
    ['ends itself', 'exit', /ERROR process \d ended: its code ended it \(process\.exit, exit code 3\); another one takes its place/],
    ['throws outside of the prediction', 'crash', /ERROR an exception reached the top of the program\n {4}Error: a crash[^]*ERROR process \d ended; another one takes its place/],
  ])('because it %s is replaced, and the others are untouched', async (_how, command, reason) => {
    const { port, invoke, go, says } = await serving(2);
    const [other, unlucky] = await onTwoProcesses(port);
    const before = new Set([Number(await other('pid')), Number(await unlucky('pid'))]);
    const held = other('hold,7');
    await says(/holding 7/);

    await expect(unlucky(command)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await says(reason);
    expect((await call(port, '/ping')).status).toBe(200);
    go();
    expect(await held).toBe('7');
    await vi.waitFor(async () => expect((await pidsOf(invoke, 8)).size).toBe(2), 10_000);
    expect([...await pidsOf(invoke, 8)].filter((pid) => before.has(pid))).toHaveLength(1);
  });

  it('because it was killed is replaced, and the log says how it ended', async () => {
    const { invoke, says } = await serving(2);
    const [first] = await pidsOf(invoke, 8);
    process.kill(first, 'SIGKILL');

    await says(/ERROR process \d ended: SIGKILL ended it, as the kernel does where memory runs out; another one takes its place/);
    await vi.waitFor(async () => expect((await pidsOf(invoke, 8)).size).toBe(2), 10_000);
  });

  it('while no other serves listens while it loads its model', async () => {
    // The system would choose another port when nobody listens any more.
    const { port, invoke, says, output } = await serving(2, {}, { SAGEMAKER_BIND_TO_PORT: String(await freePort()) });
    for (const pid of await pidsOf(invoke, 8)) process.kill(pid, 'SIGKILL');
    await says(/process \d ended[^]*process \d ended/);

    await says(/INFO process \d serves[^]*INFO process \d serves/);
    expect((await call(port, '/ping')).status).toBe(200);
    expect(output()).not.toContain('could not be replaced');
  });

  it('after pings alone has been of no use: three of them in a row end the server', async () => {
    const { listening, ended, output, says } = await serveProgram(
      servingProgram("defineInference({ loadModel: () => void setTimeout(() => { throw new Error('a crash'); }, 500), predict: () => [] })"),
      { serving: { concurrency: { kind: 'inline', processes: 2 } } },
    );
    const port = await listening();
    await says(/ready/);
    const pinging = setInterval(() => void call(port, '/ping').catch(() => {}), 10);
    onTestFinished(() => clearInterval(pinging));

    expect((await ended).exitCode).toBe(1);
    expect(output()).toMatch(/process \d could not be replaced: 3 attempts in a row failed\n$/);
  });

  it('that the system does not start ends the server, and the log says why', async () => {
    const nowhere = `Object.defineProperty(process, 'execPath', { value: '/nowhere/node' });\n${servingProgram(OBEDIENT)}`;
    const { ended, output } = await serveProgram(nowhere, { serving: { concurrency: { kind: 'inline', processes: 2 } } });

    expect((await ended).exitCode).toBe(1);
    expect(output()).toMatch(/ERROR a process cannot be started or reached\n[^]*ENOENT/);
    expect(output()).toMatch(/SMA_RUN_PROCESS_ENDED {2}[^\n]*: the system did not start it \(spawn \/nowhere\/node ENOENT\)\n/);
  });

  it('and that the system has not started is sent no signal', async () => {
    // Node would send it to a number that it has never set; 0 stands for the whole group, these tests among it.
    const watched = `
      const { ChildProcess } = require('node:child_process');
      const { kill } = ChildProcess.prototype;
      ChildProcess.prototype.kill = function (name) { require('node:fs').writeSync(1, this.pid === undefined ? 'a signal for nobody' : 'a signal'); return this.pid !== undefined && kill.call(this, name); };
      Object.defineProperty(process, 'execPath', { value: '/nowhere/node' });`;
    const { ended, output } = await serveProgram(`${watched}\n${servingProgram(OBEDIENT)}`, { serving: { concurrency: { kind: 'inline', processes: 2 } } });

    expect((await ended).exitCode).toBe(1);
    expect(output()).not.toContain('a signal for nobody');
  });

  it('by an exception ends the server with 1 although what it had is finished before the exception has been told', async () => {
    const slowly = `
      const { send } = process;
      process.send = send && ((message, handle, options, sent) => {
        if (message.type !== 'failed') return send.call(process, message, handle, options, sent);
        require('node:fs').writeSync(1, 'tells of its end');
        return send.call(process, message, handle, options, () => setTimeout(sent, 20_000));
      });`;
    const { ended, output, says, child, go, ready } = await serveProgram(`${slowly}\n${servingProgram(OBEDIENT)}`, { serving: { concurrency: { kind: 'inline', processes: 2 } } });
    const held = invokeCsv(await ready(), 'crash later,1');
    await says(/crashes later/);
    child.kill('SIGTERM');
    await says(/tells of its end/);
    go();
    expect((await held).body.trim()).toBe('1');

    expect((await ended).exitCode).toBe(1);
    expect(output()).toContain('Error: a late crash');
  });

  it('by an exception while it finishes what it has ends the server with 1, and the log has the reason', async () => {
    const { port, child, ended, says, output } = await serving(2);
    const crashing = invokeCsv(port, 'crash later').catch(() => {});
    await says(/crashes later/);
    child.kill('SIGTERM');

    expect((await ended).exitCode).toBe(1);
    expect(output()).toContain('Error: a late crash');
    await crashing;
  });

  it('by an exception after a signal to all processes, as a terminal sends it, does the same', async () => {
    const { port, invoke, child, ended, says, output } = await serving(2);
    const pids = await pidsOf(invoke, 8);
    const crashing = invokeCsv(port, 'crash later').catch(() => {});
    await says(/crashes later/);
    for (const pid of pids) process.kill(pid, 'SIGINT');
    child.kill('SIGINT');

    expect((await ended).exitCode).toBe(1);
    expect(output()).toContain('Error: a late crash');
    await crashing;
  });

  it('and cannot be replaced ends the server with the reason', async () => {
    const { invoke, ended, output, modelFile } = await serving(2);
    const [first] = await pidsOf(invoke, 8);
    rmSync(modelFile);
    process.kill(first, 'SIGKILL');

    expect((await ended).exitCode).toBe(1);
    expect(output()).toMatch(/SMA_RUN_MODEL_FILE {2}model file model\.json is missing[^]*process \d could not be replaced: 3 attempts in a row failed\n$/);
  });

  it('before it has loaded a model ends the server at once: SMA_RUN_PROCESS_ENDED', async () => {
    const killed = servingProgram("defineInference({ loadModel: () => process.kill(process.pid, 'SIGKILL'), predict: () => [] })");
    const { ended, output } = await serveProgram(killed, { serving: { concurrency: { kind: 'inline', processes: 2 } } });

    expect((await ended).exitCode).toBe(1);
    expect(output()).toMatch(/SMA_RUN_PROCESS_ENDED {2}a process that serves ended while it loaded the model: SIGKILL ended it/);
  });
});

const COUNTED = 'export default { loadModel: () => 0, predict: (model, records) => records.map(([text]) => text === "exit" ? process.exit(1) : process.pid) };';

describe('/metrics of several processes', () => {
  it('adds up what all of them have counted, and knows of replaced ones', async () => {
    const bundle = await bundleEntry('serve.ts', COUNTED, { metrics: true, concurrency: { kind: 'inline', processes: 2 } });
    const { says } = start(bundle, { SAGEMAKER_BASE_DIR: baseFolder(MODEL), SAGEMAKER_BIND_TO_PORT: '0' });
    const port = Number((await says(/on 0\.0\.0\.0:(\d+); the model is loading/))[1]);
    await says(/ready/);
    const counted = async (pattern: RegExp) => Number(pattern.exec((await call(port, '/metrics')).body)?.[1]);
    const pids = new Set<string>();
    for (let request = 0; request < 6; request++) pids.add((await invokeCsv(port, 'a')).body);

    expect(pids.size).toBe(2);
    await vi.waitFor(async () => expect(await counted(/^sm_algorithm_invocations_total\{status="200"\} (\d+)$/m)).toBe(6));
    expect(await counted(/^sm_algorithm_workers_replaced_total (\d+)$/m)).toBe(0);
    await invokeCsv(port, 'exit').catch(() => {});
    await says(/INFO process \d serves/);
    expect(await counted(/^sm_algorithm_workers_replaced_total (\d+)$/m)).toBe(1);
    expect(await counted(/^sm_algorithm_invocations_total\{status="200"\} (\d+)$/m)).toBe(6);
  });
});
