import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/runtime/shared/log';
import { RuntimeError } from '../../../src/runtime/shared/runtime-error';
import { ODD_ERRORS } from '../support/odd-errors';

function logged(level: string | undefined, act: (log: ReturnType<typeof createLog>) => void, format?: string): string[] {
  const entries: string[] = [];
  act(createLog((text) => void entries.push(text), level, format));
  return entries;
}

describe('createLog', () => {
  it('writes time, level and message on one line', () => {
    expect(logged(undefined, (log) => log.info('hello'))).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO hello\n$/)]);
  });

  it.each([
    [undefined, 3], ['', 3], ['nonsense', 3], ['constructor', 3], ['10', 4], ['debug', 4], ['DEBUG', 4],
    ['20', 3], ['info', 3], ['30', 2], ['warn', 2], ['WARNING', 2], ['40', 1], ['error', 1], ['50', 0],
  ])('with level %s writes %i of four levels', (level, count) => {
    const entries = logged(level, (log) => {
      log.debug('d');
      log.info('i');
      log.warn('w');
      log.error('e');
    });

    expect(entries).toHaveLength(count);
  });

  it('indents further lines, so that a message cannot look like another entry', () => {
    const [entry] = logged(undefined, (log) => log.warn('one\n2026-01-01T00:00:00.000Z ERROR two\r\nthree'));

    expect(entry).toMatch(/WARN one\n {4}2026-01-01T00:00:00\.000Z ERROR two\n {4}three\n$/);
  });

  it('makes terminal codes visible instead of passing them on', () => {
    const [entry] = logged(undefined, (log) => log.info('\u001b[31mred\r\u0007\ttab'));

    expect(entry).toContain('INFO \\x1b[31mred\\x0d\\x07\ttab\n');
  });

  it('adds the stack and the causes of an error', () => {
    const [entry] = logged(undefined, (log) => log.error('it broke', new TypeError('outer', { cause: new Error('inner') })));

    expect(entry).toMatch(/ERROR it broke\n {4}TypeError: outer\n\s+at .*log\.test\.ts/);
    expect(entry).toContain('Error: inner');
  });

  it('tells code, reason and fix of an error of the runtime instead of a stack', () => {
    const [entry] = logged(undefined, (log) => log.error('the job failed', new RuntimeError('SMA_RUN_MODEL_EMPTY', '/m')));

    expect(entry).toContain('SMA_RUN_MODEL_EMPTY  the algorithm finished but wrote no model to /m\n      why: ');
    expect(entry).toContain('\n      fix: ');
    expect(entry).not.toContain(' at ');
  });

  it('writes one line of JSON an entry where that is asked for', () => {
    const entries = logged(undefined, (log) => {
      log.info('two\nlines \u0085 ü');
      log.error('it broke', new TypeError('outer'));
      log.debug('unseen');
    }, 'JSON');

    expect(entries.every((entry) => /^\{[^\n\x7f-\x9f]+\}\n$/.test(entry))).toBe(true);
    expect(entries.map((entry) => JSON.parse(entry))).toEqual([
      { time: expect.stringMatching(/^\d{4}-.*Z$/), level: 'INFO', message: 'two\nlines \u0085 ü' },
      { time: expect.any(String), level: 'ERROR', message: 'it broke', error: expect.stringMatching(/^TypeError: outer\n\s+at /) },
    ]);
  });

  it.each(['text', '', 'yaml', undefined])('writes text where the format is %s', (format) => {
    expect(logged(undefined, (log) => log.info('hello'), format)[0]).toMatch(/ INFO hello\n$/);
  });

  it.each(ODD_ERRORS)('takes whatever was caught: %s', (_case, make) => {
    expect(logged(undefined, (log) => log.error('it broke', make()))).toEqual([expect.stringMatching(/ERROR it broke\n {4}./)]);
  });
});
