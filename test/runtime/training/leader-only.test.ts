import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/runtime/shared/log';
import { leaderOnly } from '../../../src/runtime/training/leader-only';
import { createOutputFolder } from '../../../src/runtime/training/output-folder';
import { tmpDir } from '../../support/tmp-dir';
import { factsOf } from '../support/cluster';

describe('the model of a host that is not the leader', () => {
  const open = () => {
    let log = '';
    const path = tmpDir();
    return { path, model: leaderOnly(createOutputFolder(path), factsOf(['algo-1', 'algo-2'], 1), createLog((text) => void (log += text))), log: () => log };
  };

  it('is left to the leader, which is told once', async () => {
    const { path, model, log } = open();
    await model.write('model.json', '{}');
    await model.write('other.json', '{}');

    expect(model.path).toBe(path);
    expect(existsSync(`${path}/model.json`)).toBe(false);
    expect(log()).toMatch(/^\S+ INFO host algo-2 leaves the model to the leader, algo-1\n$/);
  });

  it('has the same rules for names as on the leader', async () => {
    await expect(open().model.write('../x', '')).rejects.toMatchObject({ code: 'SMA_RUN_FILE_NAME' });
  });
});
