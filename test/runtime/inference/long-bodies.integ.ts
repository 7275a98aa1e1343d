import { once } from 'node:events';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { baseFolder } from '../support/base-folder';
import { bundle, start } from '../support/program';

const LINES = 4_000_000;
/** With a line end 50 bytes: 200 MB. */
const lineOf = (index: number): string => `${String(index).padStart(8, '0')},${'1.5,'.repeat(10)}`.slice(0, 49);
const PER_CHUNK = 1_000;

function* bodyInChunks(): Generator<string> {
  for (let first = 0; first < LINES; first += PER_CHUNK) {
    yield Array.from({ length: PER_CHUNK }, (_, index) => `${lineOf(first + index)}\n`).join('');
  }
}

it('200 MB of CSV are answered in order with a heap of 64 MB and little outside of it', { timeout: 180_000 }, async () => {
  const { child, says, output } = start(await bundle(`
    import { defineInference, runInference } from '$runtime/inference';
    import { SPEC } from '$spec';
    void runInference(async () => ({ default: defineInference({
      loadModel: () => 1,
      predict: (model, records) => records.map((record) => Number(record[0])),
    }) }), SPEC);
    process.on('SIGUSR2', () => process.stdout.write('rss ' + process.resourceUsage().maxRSS + ' kB\\n'));
  `), {
    SAGEMAKER_BASE_DIR: baseFolder({ 'model/m': '1' }), SAGEMAKER_BIND_TO_PORT: '0', SAGEMAKER_BATCH: 'true', SAGEMAKER_MAX_PAYLOAD_IN_MB: '0',
    NODE_OPTIONS: '--max-old-space-size=64',
  });
  const port = Number((await says(/on 0\.0\.0\.0:(\d+); the model is loading/))[1]);
  await says(/ready; loading took/);

  const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: { 'Content-Type': 'text/csv' } });
  Readable.from(bodyInChunks()).pipe(req);
  const [res] = await once(req, 'response');
  let next = 0;
  let rest = '';
  for await (const chunk of res.setEncoding('latin1')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (Number(line) !== next++) throw new Error(`answer ${next} is ${line}`);
  }

  expect(res.statusCode).toBe(200);
  expect(next).toBe(LINES);
  expect(output()).not.toContain('ERROR');
  child.kill('SIGUSR2');
  expect(Number((await says(/rss (\d+) kB/))[1])).toBeLessThan(400 * 1024);
});
