import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pause } from '../../../src/cli/interruption';
import { openLog } from '../../../src/cli/simulator/log-file';
import { tmpDir } from '../../support/tmp-dir';

const FULL = { code: 'SMA_CLI_WRITE', what: expect.stringContaining('/dev/full cannot be written (ENOSPC)') };

describe('openLog', () => {
  it('writes lines, more than a buffer holds', async () => {
    const file = join(tmpDir('sma-log-'), 'a.log');
    const log = openLog(file);

    for (let line = 0; line < 2_000; line += 1) await log.line('x'.repeat(99));
    await log.close();

    expect(readFileSync(file, 'utf8')).toBe(`${'x'.repeat(99)}\n`.repeat(2_000));
  });

  it('tells at the next line that the disk is full', async () => {
    const log = openLog('/dev/full');

    await log.line('a');
    await pause(50);

    await expect(log.line('b')).rejects.toMatchObject(FULL);
    await expect(log.close()).rejects.toMatchObject(FULL);
  });

  it('tells it when it is closed, and while it waits for room', async () => {
    const log = openLog('/dev/full');
    const long = openLog('/dev/full');

    await log.line('a');

    await expect(log.close()).rejects.toMatchObject(FULL);
    await expect(long.line('x'.repeat(1_000_000))).rejects.toMatchObject(FULL);
  });

  it('tells that the file cannot be made', async () => {
    await expect(openLog('/no/such/folder/a.log').close()).rejects.toMatchObject({ code: 'SMA_CLI_WRITE', what: expect.stringContaining('ENOENT') });
  });
});
