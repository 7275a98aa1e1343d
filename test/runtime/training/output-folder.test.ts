import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createOutputFolder } from '../../../src/runtime/training/output-folder';
import { tmpDir } from '../../support/tmp-dir';

describe('createOutputFolder', () => {
  it('writes text and bytes, making the folders in between', async () => {
    const folder = createOutputFolder(`${tmpDir()}/model`);

    await folder.write('tree.json', '{"ü":1}');
    await folder.write('parts/deep/1.bin', new Uint8Array([1, 2, 3]));

    expect(readFileSync(`${folder.path}/tree.json`, 'utf8')).toBe('{"ü":1}');
    expect([...readFileSync(`${folder.path}/parts/deep/1.bin`)]).toEqual([1, 2, 3]);
  });

  it('replaces a file and leaves no temporary one', async () => {
    const folder = createOutputFolder(tmpDir());

    await Promise.all(Array.from({ length: 20 }, (_, index) => folder.write('a', String(index).repeat(1000))));

    expect(readdirSync(folder.path)).toEqual(['a']);
  });

  it('writes names as long as a file system takes', async () => {
    const folder = createOutputFolder(tmpDir());

    await folder.write('x'.repeat(255), '1');

    expect(readdirSync(folder.path)).toEqual(['x'.repeat(255)]);
  });

  it.each(['../failure', '/tmp/x', 'a/../../b', ''])('refuses the name %j', async (name) => {
    const parent = tmpDir();
    const folder = createOutputFolder(`${parent}/model`);

    await expect(folder.write(name, 'x')).rejects.toMatchObject({ code: 'SMA_RUN_FILE_NAME' });

    expect(readdirSync(parent)).toEqual([]);
  });

  it('leaves nothing behind when the target cannot be written', async () => {
    const folder = createOutputFolder(tmpDir());
    await folder.write('taken/file', '1');

    await expect(folder.write('taken', '2')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);

    expect(readdirSync(folder.path)).toEqual(['taken']);
  });

  it('settles when all is written, also what is begun when a write ends', async () => {
    const folder = createOutputFolder(tmpDir());
    void folder.write('first', 'x'.repeat(1_000_000)).then(() => folder.write('second', '2'));
    void folder.write('third', '3');

    await folder.settled();

    expect(readdirSync(folder.path)).toEqual(['first', 'second', 'third']);
  });

  it('settles with the error of a write that nobody awaits', async () => {
    const folder = createOutputFolder(tmpDir());
    folder.write('../x', '1').catch(() => {});

    await expect(folder.settled()).rejects.toMatchObject({ code: 'SMA_RUN_FILE_NAME' });
  });

  it('settles without the error of a write that was awaited before', async () => {
    const folder = createOutputFolder(tmpDir());
    await folder.write('../x', '1').catch(() => {});

    await expect(folder.settled()).resolves.toBeUndefined();
  });

  it('closes when what has begun is written, whoever goes on writing', async () => {
    const folder = createOutputFolder(tmpDir());
    const first = folder.write('first', 'x'.repeat(1_000_000));
    const closed = folder.close();
    let refused = 0;
    const goOn = async () => {
      while (refused < 3) await folder.write('more', '1').catch(() => refused++);
    };

    await Promise.all([first, closed, goOn()]);

    expect(readdirSync(folder.path)).toEqual(['first']);
    expect(folder.unfinished()).toEqual([]);
  });

  it('refuses so slowly that a loop of writes lets others work', async () => {
    const folder = createOutputFolder(tmpDir());
    await folder.close();
    let isStopped = false;
    setTimeout(() => void (isStopped = true), 1);
    let tries = 0;

    for (; !isStopped && tries < 1_000_000; tries++) await folder.write('more', '1').catch(() => {});

    expect(isStopped).toBe(true);
  });

  it('closes with the error of a write that has begun', async () => {
    const folder = createOutputFolder(tmpDir());
    folder.write('../x', '1').catch(() => {});

    await expect(folder.close()).rejects.toMatchObject({ code: 'SMA_RUN_FILE_NAME' });
  });

  it('names what is being written', async () => {
    const folder = createOutputFolder(tmpDir());
    const writing = [folder.write('b', '1'), folder.write('a/c', '1')];

    expect(folder.unfinished()).toEqual(['b', 'a/c']);

    await Promise.all(writing);
    expect(folder.unfinished()).toEqual([]);
  });

  it('begins nothing after it was told to discard', async () => {
    const folder = createOutputFolder(tmpDir());
    const writing = folder.write('late', '1').catch(() => 'interrupted');

    folder.discardUnfinished();

    expect(await writing).toBe('interrupted');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('does not bring to its end what it was told to discard, at whatever point that was', async () => {
    for (let turns = 0; turns < 12; turns++) {
      const folder = createOutputFolder(tmpDir());
      const writing = folder.write('late', Buffer.alloc(1_000_000)).catch(() => {});
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);

      folder.discardUnfinished();
      const isWhole = existsSync(`${folder.path}/late`);
      await writing;

      expect(readdirSync(folder.path)).toEqual(isWhole ? ['late'] : []);
    }
  });

  it('removes what is half written when the process has to end', async () => {
    const folder = createOutputFolder(tmpDir());
    const writing = folder.write('big', Buffer.alloc(64 * 1024 * 1024)).catch(() => 'interrupted');
    while (readdirSync(folder.path).length === 0) await new Promise(setImmediate);

    folder.discardUnfinished();

    expect(existsSync(`${folder.path}/big`)).toBe(false);
    expect(readdirSync(folder.path)).toEqual([]);
    expect(await writing).toBe('interrupted');
  });
});
