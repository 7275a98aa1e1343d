import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StopRequest } from '../../../src/runtime/training/stop-request';
import { ODD_ERRORS } from '../support/odd-errors';

function made(): StopRequest {
  const stop = new StopRequest(1_000);
  stop.make();
  return stop;
}

describe('StopRequest', () => {
  it('is made once', () => {
    const stop = new StopRequest(1_000);

    expect([stop.make(), stop.make()]).toEqual([true, false]);
  });

  it('explains what was given up because of it, also as a cause', async () => {
    const stop = made();
    const error = await sleep(60_000, undefined, { signal: stop.signal }).catch((reason) => reason);

    expect(stop.explains(error)).toBe(true);
    expect(stop.explains(new Error('the step was given up', { cause: new Error('so was its part', { cause: error }) }))).toBe(true);
    expect(stop.explains(stop.signal.reason)).toBe(true);
  });

  it('explains nothing before it is made', () => {
    expect(new StopRequest(1_000).explains(new DOMException('x', 'AbortError'))).toBe(false);
  });

  it('does not explain another error, whatever its causes', () => {
    const self = new Error('its own cause');
    self.cause = self;
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });

    for (const error of [new Error('disk full'), self, first, 'text', undefined]) expect(made().explains(error)).toBe(false);
  });

  it.each(ODD_ERRORS)('does not explain %s', (_case, make) => {
    expect(made().explains(make())).toBe(false);
  });
});
