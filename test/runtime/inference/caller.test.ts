import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { HttpCaller } from '../../../src/runtime/inference/caller';

it('a caller whose long body is answered by many workers at once is no leak to Node', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const { signal } = new HttpCaller(new ServerResponse(new IncomingMessage(new Socket())));

  for (let worker = 0; worker < 16; worker++) signal.addEventListener('abort', () => {});
  await setImmediate();

  expect(warnings).toEqual([]);
});
