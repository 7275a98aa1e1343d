import { Hash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLog } from '../../../src/runtime/shared/log';
import { Vault } from '../../../src/runtime/shared/vault';
import { createCheckpoints, type RestoreOptions } from '../../../src/runtime/training/checkpoints';
import { createOutputFolder } from '../../../src/runtime/training/output-folder';
import { tmpDir } from '../../support/tmp-dir';
import { baseFolder, ONE_CHANNEL } from '../support/base-folder';
import { factsOf } from '../support/cluster';
import { live } from '../support/live';
import { bundle, start, trainingProgram } from '../support/program';

const PLAIN = new Vault(undefined, '');

/** A host of a job, as a start of its container makes it. */
function started(path: string, rank = 0) {
  let log = '';
  const hosts = Array.from({ length: rank + 1 }, (_, index) => `algo-${index + 1}`);
  const checkpoints = createCheckpoints(createOutputFolder(path), factsOf(hosts, rank), PLAIN, createLog((text) => void (log += text)));
  return {
    save: checkpoints.save,
    path,
    log: () => log,
    restored: async (name?: string, options?: RestoreOptions) => {
      const found = await checkpoints.restore(name, options);
      return found && [found.name, found.number, found.data.toString()];
    },
  };
}

describe('a checkpoint', () => {
  it('is found by the next start, the newest one', async () => {
    const first = started(tmpDir());
    await first.save('state', 'one');
    await first.save('state', new Uint8Array([0x32]));

    const second = started(first.path);

    expect(await second.restored()).toEqual(['state', 2, '2']);
    expect(second.log()).toMatch(/INFO goes on from checkpoint rank0\.state\.2\.checkpoint \(1 bytes\)\n$/);
  });

  it('is none in a first start, whether or not the folder exists', async () => {
    expect(await started(tmpDir()).restored()).toBeUndefined();
    expect(await started(`${tmpDir()}/none`).restored()).toBeUndefined();
  });

  it('may be empty, and larger than what is written at once', async () => {
    const { save, path } = started(tmpDir());
    const large = Buffer.alloc(9 * 1024 * 1024 + 7, 'xyz');
    await save('empty', '');
    await save('large', large);

    expect(await started(path).restored('empty')).toEqual(['empty', 1, '']);
    expect((await createCheckpoints(createOutputFolder(path), { rank: 0 } as never, PLAIN, createLog(() => {})).restore('large'))!.data.equals(large)).toBe(true);
  });

  it('is summed while it is read, with looks at the event loop', async () => {
    const { save, path } = started(tmpDir());
    await save('large', Buffer.alloc(17 * 1024 * 1024));
    const turns: number[] = [];
    let [turn, isRead] = [0, false];
    const count = async () => {
      for (; !isRead; turn++) await new Promise(setImmediate);
    };
    const update = Hash.prototype.update;
    vi.spyOn(Hash.prototype, 'update').mockImplementation(function (this: Hash, ...args: unknown[]) {
      turns.push(turn);
      return Reflect.apply(update, this, args) as Hash;
    });
    onTestFinished(() => void vi.restoreAllMocks());

    await Promise.all([started(path).restored('large').then(() => void (isRead = true)), count()]);

    expect(turns).toHaveLength(5);
    expect(new Set(turns).size).toBeGreaterThan(1);
  });

  it('of a name is kept with the one before it, and older ones are removed', async () => {
    const { save, path } = started(tmpDir());
    for (const data of ['a', 'b', 'c', 'd']) await save('state', data);
    await save('other', 'o');

    expect(readdirSync(path).sort()).toEqual(['rank0.other.5.checkpoint', 'rank0.state.3.checkpoint', 'rank0.state.4.checkpoint']);
  });

  it.each([[1, 1], [3, 3], [0, 1]])('with keep %i stays among the last %i', async (keep, count) => {
    const { save, path } = started(tmpDir());
    for (let step = 0; step < 5; step++) await save('state', 'x', { keep });

    expect(readdirSync(path)).toHaveLength(count);
  });

  it('may be saved while others are', async () => {
    const { save, path } = started(tmpDir());

    expect(await Promise.all(['a'.repeat(5_000_000), 'b', 'c'].map((data) => save('state', data, { keep: 3 })))).toEqual([1, 2, 3]);
    expect(readdirSync(path)).toHaveLength(3);
  });

  it('has a higher number than all that are there, also without a look at them', async () => {
    const { path, save } = started(tmpDir());
    await save('state', 'one');
    await save('state', 'two');

    expect(await started(path).save('state', 'three')).toBe(3);
  });

  it('has one part as its name', async () => {
    const { save } = started(tmpDir());

    await expect(save('a/b', '')).rejects.toMatchObject({ code: 'SMA_RUN_FILE_NAME' });
    await expect(save('x'.repeat(250), '')).rejects.toMatchObject({ code: 'SMA_RUN_FILE_NAME' });
  });
});

describe('a checkpoint that is not whole', () => {
  async function withBroken(breakNewest: (file: string) => void) {
    const { save, path } = started(tmpDir());
    await save('state', 'one');
    await save('state', 'two');
    breakNewest(`${path}/rank0.state.2.checkpoint`);
    return started(path);
  }

  it.each<[string, (file: string) => void, string]>([
    ['was cut in its data', (file) => truncateSync(file, 20), 'is cut short after 20 of 51 bytes'],
    ['was cut in its header', (file) => truncateSync(file, 9), 'is cut short after 9 bytes'],
    ['is empty', (file) => truncateSync(file, 0), 'is cut short after 0 bytes'],
    ['is longer than it was', (file) => writeFileSync(file, 'x', { flag: 'a' }), 'has 52 bytes instead of 51'],
    ['was damaged', (file) => {
      const bytes = readFileSync(file);
      bytes[17] ^= 1;
      writeFileSync(file, bytes);
    }, 'is damaged: its checksum differs'],
    ['is of something else', (file) => writeFileSync(file, 'x'.repeat(60)), 'is not in the format of a checkpoint'],
    ['has an absurd length', (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xff, 8, 16);
      writeFileSync(file, bytes);
    }, 'is cut short after 51 of 18446744073709552000 bytes'],
  ])('because it %s is passed over for the one before it', async (_case, breakNewest, problem) => {
    const { restored, log } = await withBroken(breakNewest);

    expect(await restored()).toEqual(['state', 1, 'one']);
    expect(log()).toContain(`WARN checkpoint rank0.state.2.checkpoint ${problem}; it is passed over\n`);
  });

  it('is replaced by the next save, and does not count among those that are kept', async () => {
    const { restored, save, path } = await withBroken((file) => truncateSync(file, 20));
    copyFileSync(`${path}/rank0.state.2.checkpoint`, `${path}/rank0.state.7.checkpoint`);
    await restored();

    expect(await save('state', 'again')).toBe(2);
    expect(readdirSync(path).sort()).toEqual(['rank0.state.1.checkpoint', 'rank0.state.2.checkpoint']);
    expect(await started(path).restored()).toEqual(['state', 2, 'again']);
  });

  it('is none when it cannot be read', async () => {
    const { restored, path } = started(baseFolder({ 'rank0.state.1.checkpoint/': '' }));

    expect(await restored()).toBeUndefined();
    expect(existsSync(path)).toBe(true);
  });
});

describe('other files beside checkpoints', () => {
  it('are never looked at or removed: those of the service, of the algorithm, of another host', async () => {
    const { save, path } = started(tmpDir());
    await save('state', 'one');
    const others = ['rank0.state.9.checkpoint.sagemaker-uploading', 'rank0.state.1.checkpoint.sagemaker-uploaded', 'mine.bin', 'rank00x.state.3.checkpoint', '.rank1.state.3.check.1-0.tmp'];
    for (const name of others) writeFileSync(`${path}/${name}`, 'junk');

    const again = started(path);
    expect(await again.restored()).toEqual(['state', 1, 'one']);
    expect(again.log()).not.toContain('WARN');
    for (let step = 0; step < 4; step++) await again.save('state', 'x');
    expect(readdirSync(path)).toEqual(expect.arrayContaining(others));
  });

  it('that this host was writing when it was killed are removed with the next save', async () => {
    const { save, path } = started(tmpDir());
    writeFileSync(`${path}/.rank0.state.3.checkpoint.1-0.tmp`, 'half');

    await save('state', 'one');

    expect(readdirSync(path)).toEqual(['rank0.state.1.checkpoint']);
  });
});

describe('hosts of a cluster', () => {
  it('save under names of their own and find their own', async () => {
    const path = tmpDir();
    const [leader, worker] = [started(path, 0), started(path, 1)];
    await leader.save('state', 'of the leader');
    await worker.save('state', 'of the worker');

    expect(await leader.restored()).toEqual(['state', 1, 'of the leader']);
    expect(await worker.restored()).toEqual(['state', 1, 'of the worker']);
    expect(await worker.restored('state', { rank: 0 })).toEqual(['state', 1, 'of the leader']);
  });

  it('can agree on one that all of them have, and number on from there', async () => {
    const { save, path, restored } = started(tmpDir());
    for (const data of ['one', 'two', 'three']) await save('state', data, { keep: 5 });

    expect(await restored('state', { atMost: 2 })).toEqual(['state', 2, 'two']);
    expect(await started(path).restored('state', { atMost: 0 })).toBeUndefined();
    const again = started(path);
    await again.restored('state', { atMost: 1 });
    expect(await again.save('state', 'other', { keep: 5 })).toBe(2);
    expect(readdirSync(path).sort()).toEqual(['rank0.state.1.checkpoint', 'rank0.state.2.checkpoint']);
  });

  it('give up what is newer than the agreed one, also when they have looked at it before', async () => {
    const { save, path, restored } = started(tmpDir());
    for (const data of ['one', 'two', 'three', 'four']) await save('state', data, { keep: 5 });

    expect(await restored()).toEqual(['state', 4, 'four']);
    expect(await restored(undefined, { atMost: 2 })).toEqual(['state', 2, 'two']);
    expect(await save('state', 'other', { keep: 5 })).toBe(3);

    expect(readdirSync(path).sort()).toEqual([1, 2, 3].map((number) => `rank0.state.${number}.checkpoint`));
    expect(await started(path).restored()).toEqual(['state', 3, 'other']);
  });

  it('give up newer ones of every name when they agree on none in particular', async () => {
    const { save, path, restored } = started(tmpDir());
    for (const name of ['a', 'b', 'a', 'b']) await save(name, 'x');
    await restored();

    expect(await restored(undefined, { atMost: 2 })).toEqual(['b', 2, 'x']);
    expect(await save('a', 'y')).toBe(3);
    expect(readdirSync(path).sort()).toEqual(['rank0.a.1.checkpoint', 'rank0.a.3.checkpoint', 'rank0.b.2.checkpoint']);
  });

  it('begin anew with the same number when one of them has nothing', async () => {
    const { save, path, restored } = started(tmpDir());
    for (const data of ['one', 'two']) await save('state', data);
    await restored('state');

    expect(await restored('state', { atMost: 0 })).toBeUndefined();
    expect(await save('state', 'other')).toBe(1);
    expect(readdirSync(path)).toEqual(['rank0.state.1.checkpoint']);
  });

  it('that restore states of several names, one after the other, give up none of them', async () => {
    const { save, path } = started(tmpDir());
    for (const name of ['old', 'middle', 'new']) await save(name, name);
    const again = started(path);
    for (const name of ['new', 'old', 'middle']) await again.restored(name);

    expect(await again.save('middle', 'x', { keep: 1 })).toBe(4);
    expect(readdirSync(path).sort()).toEqual(['rank0.middle.4.checkpoint', 'rank0.new.3.checkpoint', 'rank0.old.1.checkpoint']);
  });
});

it('a job waits for a checkpoint that nobody awaits', async () => {
  const { exitCode, base } = await live(ONE_CHANNEL, async (job) => {
    await job.model.write('m', '1');
    void job.checkpoints.save('state', Buffer.alloc(20_000_000));
  });

  expect(exitCode).toBe(0);
  expect(readdirSync(`${base}/checkpoints`)).toEqual(['rank0.state.1.checkpoint']);
});

describe('a job that is killed and started again', () => {
  /** Counts to 30 with a checkpoint at each step. */
  const counting = trainingProgram(`
    const last = await job.checkpoints.restore('count');
    let count = last ? Number(last.data) : 0;
    job.log.info('starts at ' + count);
    while (count < 30) {
      await sleep(10);
      await job.checkpoints.save('count', String(++count));
      job.log.info('step ' + count);
    }
    await job.model.write('m', String(count));
  `);

  it('goes on where it was, past cut files and those of the service, and succeeds', async () => {
    const program = await bundle(counting);
    const base = baseFolder(ONE_CHANNEL);
    const first = start(program, { SAGEMAKER_BASE_DIR: base });
    await first.says(/step 5\n/);
    first.child.kill('SIGKILL');
    expect(await first.ended).toEqual({ exitCode: null, signal: 'SIGKILL' });
    const done = Math.max(...readdirSync(`${base}/checkpoints`).map((file) => Number(/^rank0\.count\.(\d+)\.checkpoint$/.exec(file)?.[1] ?? 0)));
    const at = (number: number) => `${base}/checkpoints/rank0.count.${number}.checkpoint`;
    renameSync(at(done), at(done + 1));
    truncateSync(at(done + 1), 21);
    writeFileSync(`${at(done + 2)}.sagemaker-uploading`, '');

    const second = start(program, { SAGEMAKER_BASE_DIR: base });

    expect(await second.ended).toEqual({ exitCode: 0, signal: null });
    expect(second.output()).toContain(`INFO starts at ${done - 1}\n`);
    expect(second.output()).toContain(`WARN checkpoint rank0.count.${done + 1}.checkpoint is cut short after 21 of`);
    expect(second.output().match(/INFO step /g)).toHaveLength(30 - (done - 1));
    expect(readFileSync(`${base}/model/m`, 'utf8')).toBe('30');
  });
});
