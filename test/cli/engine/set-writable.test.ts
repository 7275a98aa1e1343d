import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setWritable } from '../../../src/cli/engine/set-writable';
import { tmpDir } from '../../support/tmp-dir';

describe('setWritable', () => {
  it('takes the right to write away and gives it back', async () => {
    const dir = tmpDir('sma-mode-');
    mkdirSync(join(dir, 'a'));
    writeFileSync(join(dir, 'a', 'f'), '');
    const mode = (path: string) => (statSync(join(dir, path)).mode & 0o777).toString(8);

    await setWritable(dir, false);
    expect([mode('.'), mode('a'), mode('a/f')]).toEqual(['555', '555', '444']);
    await setWritable(dir, true);
    expect([mode('.'), mode('a'), mode('a/f')]).toEqual(['755', '755', '644']);
    await setWritable(join(dir, 'gone'), true);
  });
});
