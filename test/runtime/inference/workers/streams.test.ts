import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { bundledOnce } from '../../support/program';
import { invokeCsv, serveBundle, servingProgram } from '../../support/serve-program';

/**
 * `count,<pieces>` streams numbers of 8 bytes · `large,<pieces>` streams pieces of 64 KiB and says how many were asked for ·
 * `late,<pieces>` fails after them · `early` fails before the first · `endless` never ends
 */
const program = bundledOnce(servingProgram(`defineRawInference({
  loadModel: () => 1,
  async invoke(_model, { body, log }) {
    const [command, count] = body.toString().split(',');
    async function* pieces() {
      let asked = 0;
      try {
        if (command === 'early') throw new Error('a secret');
        for (; asked < Number(count ?? Infinity); asked++) {
          if (command === 'large') yield Buffer.alloc(65536, 97 + asked % 26);
          else yield String(asked).padStart(8);
          if (command === 'endless') await sleep(5);
        }
        if (command === 'late') throw new Error('a secret');
      } finally {
        log.info('closed after ' + asked);
      }
    }
    return { body: pieces(), contentType: 'text/csv' };
  },
})`));

const PLACES = [['inline'], ['workers']] as const;

async function serving(kind: 'inline' | 'workers', timeoutSeconds?: number) {
  const running = serveBundle(program(), { serving: { concurrency: kind === 'inline' ? { kind } : { kind, count: 1 }, streaming: true, timeoutSeconds } });
  const port = await running.ready();
  return { ...running, port, invoke: (body: string) => invokeCsv(port, body) };
}

/** Begins to read an answer. */
async function open(port: number, body: string): Promise<IncomingMessage> {
  const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: { 'Content-Type': 'text/csv' }, agent: false });
  req.on('error', () => {}).end(body);
  const [res] = await once(req, 'response') as [IncomingMessage];
  return res.on('error', () => {});
}

async function lengthOf(res: IncomingMessage): Promise<number> {
  let length = 0;
  for await (const chunk of res) length += (chunk as Buffer).length;
  return length;
}

describe.each(PLACES)('an answer in pieces, predicting in %s:', (kind) => {
  it('arrives in order, and the next request is answered', async () => {
    const { invoke } = await serving(kind);
    const expected = Array.from({ length: 1000 }, (_, index) => String(index).padStart(8)).join('');

    expect(await invoke('count,1000')).toMatchObject({ status: 200, body: expected, headers: { 'transfer-encoding': 'chunked' } });
    expect((await invoke('count,1')).body).toBe('       0');
  });

  it('waits for a caller who reads slowly', async () => {
    const { port, says, output } = await serving(kind);
    const res = await open(port, 'large,1000');
    const [first] = await once(res, 'data') as [Buffer];
    res.pause();
    // 65 MB do not fit into what lies between: nothing more is asked for, so that it has not come to its end.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(output()).not.toContain('closed');

    expect(first.length + await lengthOf(res)).toBe(65_536_000);
    await says(/closed after 1000/);
  });

  it('ends when the caller goes away', async () => {
    const { port, says, invoke } = await serving(kind);
    const res = await open(port, 'endless');
    await once(res, 'data');
    res.destroy();

    await says(/closed after \d+/);
    expect((await invoke('count,1')).body).toBe('       0');
  });

  it('has a proper status when it fails before its first piece', async () => {
    const { invoke } = await serving(kind);
    const failed = await invoke('early');

    expect(failed).toMatchObject({ status: 500, body: expect.stringContaining('SMA_RUN_PREDICTION_FAILED') });
    expect(failed.body).not.toContain('secret');
  });

  it('breaks off when it fails later, with the reason in the log', async () => {
    const { port, says } = await serving(kind);
    const res = await open(port, 'late,3');
    await expect(lengthOf(res)).rejects.toMatchObject({ code: 'ECONNRESET' });

    await says(/Error: a secret/);
  });

  it('breaks off when its time is up', async () => {
    const { port, says, invoke } = await serving(kind, 1);
    const res = await open(port, 'endless');
    await expect(lengthOf(res)).rejects.toMatchObject({ code: 'ECONNRESET' });

    await says(/SMA_RUN_TIMEOUT/);
    await says(/closed after \d+/);
    expect((await invoke('count,1')).body).toBe('       0');
  });
});
