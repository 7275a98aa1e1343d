import { describe, expect, it, vi } from 'vitest';
import { CliError } from '../../src/cli/cli-error';
import { Report, type ReportOptions } from '../../src/cli/report';

function report(options: Partial<ReportOptions> = {}, isTTY = false) {
  const written = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({ isTTY, write: (text: string) => (written[name] += text) });
  return { written, report: new Report({ out: sink('out'), err: sink('err'), env: {}, json: false, ...options }) };
}
const ESCAPE = '\u001b[';

describe('Report', () => {
  it('writes steps to stderr and results to stdout', async () => {
    const { report: subject, written } = report();

    expect(await subject.step('train', 'docker', async () => 5)).toBe(5);
    subject.result('done');

    expect(written.err).toMatch(/^✔ train {2}docker {2}\d+ ms\n$/);
    expect(written.out).toBe('done\n');
  });

  it('colours words of a result by the terminal that stdout is, not stderr', () => {
    expect(report({}, true).report.toned('bad', 'no')).toBe(`${ESCAPE}31mno${ESCAPE}39m`);
    expect(report({}, true).report.toned('plain', 'no')).toBe('no');
    expect(report({ err: { isTTY: true, write: () => true } }).report.toned('good', 'yes')).toBe('yes');
    expect(report({ env: { NO_COLOR: '1' } }, true).report.toned('good', 'yes')).toBe('yes');
  });

  it('marks a step that throws and passes the error on', async () => {
    const { report: subject, written } = report();

    await expect(subject.step('train', 'docker', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(written.err).toMatch(/^✖ train/);
  });

  it('says every few seconds that a silent step is still at work', async () => {
    vi.useFakeTimers();
    const { report: subject, written } = report();

    const done = subject.step('build', 'image', () => new Promise((resolve) => setTimeout(resolve, 9_000)));
    await vi.advanceTimersByTimeAsync(10_000);
    await done;
    vi.useRealTimers();

    expect(written.err.match(/^… build/gm)).toHaveLength(2);
  });

  it('writes nothing but the document to stdout with --json', () => {
    const { report: subject, written } = report({ json: true });

    subject.result('for people');
    subject.document({ ok: true });

    expect(JSON.parse(written.out)).toEqual({ ok: true });
  });

  it('colours only a terminal that wants it', () => {
    const text = (env: Record<string, string>, isTTY: boolean) => {
      const { report: subject, written } = report({ env }, isTTY);
      subject.note('x');
      return written.err;
    };

    expect(text({}, true)).toContain(ESCAPE);
    expect(text({}, false)).not.toContain(ESCAPE);
    expect(text({ NO_COLOR: '1' }, true)).not.toContain(ESCAPE);
    expect(text({ CI: '1' }, true)).not.toContain(ESCAPE);
    expect(text({ FORCE_COLOR: '1' }, false)).toContain(ESCAPE);
  });

  it('shows an error without a stack and a bug with one', () => {
    const { report: subject, written } = report();

    subject.error(new CliError('SMA_CLI_PORT', { what: 'port 80 is taken.', why: 'reason', fix: 'step', details: ['line'] }));
    expect(written.err).toBe('SMA_CLI_PORT  port 80 is taken.\n    line\n  why: reason\n  fix: step\n');
    subject.bug(new TypeError('oops'), 'versions');
    expect(written.err).toMatch(/bug in sm-algorithm[^]*TypeError: oops\n +at [^]*versions/);
  });
});
