import { describe, expect, it } from 'vitest';
import { deafProcess } from '../../../../src/cli/engine/hosts/deaf';

const table = (...rows: string[]): string => ['PID PPID CAUGHT BLOCKED COMMAND', ...rows].join('\n');
const NONE = '0000000000000000';
const TERM = '0000000000004000';

describe('process 1 of a container', () => {
  it.each([
    ['handles nothing', [`100 99 ${NONE} ${NONE} sh`], 'sh'],
    ['handles other signals', [`100 99 0000000000010002 ${NONE} sh`], 'sh'],
    ['handles SIGTERM', [`100 99 ${TERM} ${NONE} node`], undefined],
    ['holds SIGTERM back to fetch it', [`100 99 ${NONE} ${TERM} java`], undefined],
    ['has a child that handles it', [`100 99 ${NONE} ${NONE} train`, `101 100 ${TERM} ${NONE} python3`], 'train'],
  ])('that %s', (_, rows, deaf) => {
    expect(deafProcess(table(...rows))).toBe(deaf);
  });

  it.each([['nothing', ''], ['the columns of another engine', table('1 0 3 root 10:00 pts/0')], ['no process', table()], ['two that could be it', table(`100 99 ${NONE} ${NONE} sh`, `200 199 ${NONE} ${NONE} cat`)]])(
    'is not known from %s', (_, text) => {
      expect(deafProcess(text)).toBeUndefined();
    });
});
