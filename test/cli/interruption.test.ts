import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { Interrupted, onAbort, onLostOutput, onParentGone, stuck } from '../../src/cli/interruption';

describe('onAbort', () => {
  it('calls at once when the abort is past', () => {
    const called = vi.fn();

    onAbort(AbortSignal.abort(), called);

    expect(called).toHaveBeenCalledOnce();
  });

  it('calls when it comes, unless it is taken back', () => {
    const controller = new AbortController();
    const called = vi.fn();
    const not = vi.fn();
    onAbort(controller.signal, called);
    onAbort(controller.signal, not)();

    controller.abort();

    expect([called.mock.calls.length, not.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('onParentGone', () => {
  it('ends like SIGHUP when a launcher is gone, once', () => {
    vi.useFakeTimers();
    let gone = false;
    const end = vi.fn();
    onParentGone(end, () => gone);

    vi.advanceTimersByTime(10_000);
    expect(end).not.toHaveBeenCalled();
    gone = true;
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();

    expect(end.mock.calls).toEqual([[expect.objectContaining({ exitCode: 129, message: expect.stringContaining('is gone') })]]);
  });
});

describe('onLostOutput', () => {
  const lost = (code: string) => {
    const stream = new EventEmitter();
    const ends: unknown[] = [];
    onLostOutput([stream], (reason) => ends.push(reason));
    stream.emit('error', Object.assign(new Error(`write ${code}`), { code }));
    stream.emit('error', Object.assign(new Error(`write ${code}`), { code }));
    return ends;
  };

  it('takes a reader that went away for no error', () => {
    expect(lost('EPIPE')).toEqual([]);
  });

  it.each(['EIO', 'ENXIO'])('takes %s for a closed terminal', (code) => {
    expect(lost(code)).toEqual([expect.any(Interrupted)]);
  });

  it('tells what else goes wrong, once', () => {
    expect(lost('ENOSPC')).toEqual([expect.objectContaining({ code: 'SMA_CLI_WRITE', what: expect.stringContaining('ENOSPC') })]);
  });
});

describe('stuck', () => {
  const never = new Promise<never>(() => undefined);
  const isStuck = async (reason: unknown, work: Promise<unknown>) => {
    vi.useFakeTimers();
    const resolved = vi.fn();
    void stuck(AbortSignal.abort(reason), work, 1_000).then(resolved);
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    return resolved.mock.calls.length > 0;
  };

  it('is work that does not end after a bug', async () => {
    expect(await isStuck(new TypeError('bug'), never)).toBe(true);
  });

  it('is neither work that ends nor work that drains after Ctrl-C', async () => {
    expect(await isStuck(new TypeError('bug'), Promise.resolve())).toBe(false);
    expect(await isStuck(new Interrupted('SIGINT'), never)).toBe(false);
  });
});
