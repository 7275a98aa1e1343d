import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addSidecars, collectCheckpoints, removeSidecars } from '../../../src/cli/simulator/checkpoints';
import { clashLine, mergeFolders } from '../../../src/cli/simulator/merge-folders';
import { tmpDir } from '../../support/tmp-dir';

function folder(files: Readonly<Record<string, string>>): string {
  const dir = tmpDir('sma-merge-');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

const hosts = (...contents: ReadonlyArray<Readonly<Record<string, string>>>) =>
  contents.map((files, place) => ({ name: `algo-${place + 1}`, folder: folder(files) }));

describe('folders of several hosts', () => {
  it('become one, with the first host\'s file of each name, and every clash is told', async () => {
    const into = join(folder({}), 'model');

    const clashes = await mergeFolders(hosts({ 'model.json': 'a', 'part/1': '1', 'same': 's' }, { 'model.json': 'b', 'part/2': '2', 'same': 's' }), into);

    expect((readdirSync(into, { recursive: true }) as string[]).sort()).toEqual(['model.json', 'part', 'part/1', 'part/2', 'same']);
    expect(readFileSync(join(into, 'model.json'), 'utf8')).toBe('a');
    expect(clashes.map(clashLine)).toEqual([
      'model.json of algo-2 is lost: algo-1 has another one of that name',
      'same of algo-2 is the same as algo-1\'s',
    ]);
  });

  it('clash where one has a folder of the name that another one has for a file', async () => {
    const into = join(folder({}), 'model');

    const clashes = await mergeFolders(hosts({ 'tree': 'file', 'deep/a': 'a' }, { 'tree/leaf': 'x', 'deep': 'file' }), into);

    expect(clashes).toEqual([
      { file: 'deep', kept: 'algo-1', lost: 'algo-2', isSame: false },
      { file: 'tree/leaf', kept: 'algo-1', lost: 'algo-2', isSame: false },
    ]);
  });
});

describe('checkpoints', () => {
  it('of all hosts lie in one place; what a host removed is gone from it', async () => {
    const store = folder({ old: '1', kept: '1' });

    const clashes = await collectCheckpoints(hosts({ kept: '2' }, { 'algo-2': 'x' }), store);

    expect(clashes).toEqual([]);
    expect(readdirSync(store).sort()).toEqual(['algo-2', 'kept']);
    expect(readFileSync(join(store, 'kept'), 'utf8')).toBe('2');
  });

  it('get the files of the service beside them, once, and lose them again', async () => {
    const store = folder({ 'epoch/1': '1' });

    await addSidecars(store);
    await addSidecars(store);
    const beside = readdirSync(join(store, 'epoch')).sort();
    await removeSidecars(store);

    expect(beside).toEqual(['1', '1.sagemaker-uploaded']);
    expect(readdirSync(join(store, 'epoch'))).toEqual(['1']);
  });
});
