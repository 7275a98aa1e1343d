import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OWNER_FILE, type StartedProgram } from '../../../src/cli/leftovers/claim';
import { ownOwner } from '../../../src/cli/leftovers/owner';
import { sweepFolders } from '../../../src/cli/leftovers/sweep-folders';
import { newborn } from '../../../src/cli/processes';
import { tmpDir } from '../../support/tmp-dir';
import { lives } from '../support/cli';

const DEAD = { ...ownOwner(), birth: 'long ago' };

function folderOf(owner: unknown, started: readonly StartedProgram[] = [], parent = tmpDir()): string {
  const folder = join(parent, 'run');
  mkdirSync(folder);
  writeFileSync(join(folder, OWNER_FILE), JSON.stringify({ owner, started }));
  writeFileSync(join(folder, 'training.log'), 'epoch 1\n');
  return folder;
}

/** A program that leads a group of its own, with a child of its own in it. */
async function program(env: NodeJS.ProcessEnv = {}): Promise<{ leader: ChildProcess & { pid: number }; child: number }> {
  const leader = spawn('sh', ['-c', 'sleep 30 & echo $!; wait'], { detached: true, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void leader.kill('SIGKILL'));
  const [text] = await once(leader.stdout, 'data') as [Buffer];
  return { leader: leader as ChildProcess & { pid: number }, child: Number(String(text)) };
}

const swept = (folder: string, prefix = '') => sweepFolders(join(folder, '..'), prefix, 'docker');

describe('folders of runs', () => {
  it('stay while their owner lives, where another machine owns them, and where nobody says whose they are', async () => {
    const folders = [folderOf(ownOwner()), folderOf({ ...DEAD, place: 'elsewhere' }), folderOf(DEAD)];
    writeFileSync(join(folders[2], OWNER_FILE), '{"owner":');

    for (const folder of folders) expect(await swept(folder)).toMatchObject({ folders: 0 });
    expect(folders.map((folder) => existsSync(join(folder, 'training.log')))).toEqual([true, true, true]);
  });

  it('go with their dead owner, also what nobody may write', async () => {
    const folder = folderOf(DEAD);
    mkdirSync(join(folder, 'input'));
    writeFileSync(join(folder, 'input/a.csv'), '1');
    chmodSync(join(folder, 'input'), 0o555);

    expect(await swept(folder)).toEqual({ folders: 1, programs: 0, engineCalls: [] });
    expect(existsSync(folder)).toBe(false);
  });

  it('stay with a model that was packed to the end, without what passes', async () => {
    const folder = folderOf(DEAD);
    for (const name of ['model.tar.gz', 'run.json.part']) writeFileSync(join(folder, name), 'x');
    mkdirSync(join(folder, 'tmp'));

    expect(await swept(folder)).toMatchObject({ folders: 1 });
    expect(readdirSync(folder).sort()).toEqual(['model.tar.gz', 'training.log']);
  });

  it('are only those of a name, and empty ones only when nobody can be about to fill them', async () => {
    const old = join(tmpDir(), 'old');
    mkdirSync(old);
    utimesSync(old, 1, 1);
    const fresh = join(old, '../fresh');
    mkdirSync(fresh);

    await swept(old, 'o');
    const kept = existsSync(old);
    await swept(old);

    expect([kept, existsSync(old), existsSync(fresh)]).toEqual([true, false, true]);
  });

  it('of somebody else, and links, end nothing of ours', async () => {
    const { leader } = await program();
    const planted = folderOf(DEAD, [{ ...newborn(leader.pid), program: 'node' }]);
    const parent = tmpDir();
    symlinkSync(planted, join(parent, 'link'));
    if (process.getuid!() === 0) chownSync(planted, 65_534, 65_534);

    expect(await sweepFolders(parent, '', 'docker')).toMatchObject({ folders: 0, programs: 0 });
    if (process.getuid!() === 0) expect(await swept(planted)).toMatchObject({ folders: 0, programs: 0 });
    expect(lives(leader.pid)).toBe(true);
  });
});

describe('programs of a dead owner', () => {
  it('end with all that they started', async () => {
    const { leader, child } = await program();

    expect(await swept(folderOf(DEAD, [{ ...newborn(leader.pid), program: 'node' }]))).toMatchObject({ folders: 1, programs: 1 });
    expect([leader.pid, child].map(lives)).toEqual([false, false]);
  });

  it('are not those that were given their numbers since', async () => {
    const { leader } = await program();

    expect(await swept(folderOf(DEAD, [{ pid: leader.pid, birth: 'earlier', program: 'node' }]))).toMatchObject({ folders: 1, programs: 0 });
    expect(lives(leader.pid)).toBe(true);
  });

  it('are found without a record by the folder that they were given, when who started them is gone', async () => {
    const parent = tmpDir();
    const { leader, child } = await program({ SAGEMAKER_BASE_DIR: join(parent, 'run/serving') });
    const other = await program({ SAGEMAKER_BASE_DIR: join(parent, 'run-2') });
    leader.kill('SIGKILL');
    await once(leader, 'exit');

    expect(await swept(folderOf(DEAD, [], parent))).toMatchObject({ programs: 1 });
    expect([child, other.leader.pid].map(lives)).toEqual([false, true]);
  });

  it('are left to end by themselves where the engine may be half done with what they ask', async () => {
    const { leader } = await program();
    const call = { ...newborn(leader.pid), program: 'docker' };

    expect(await swept(folderOf(DEAD, [call]))).toEqual({ folders: 1, programs: 0, engineCalls: [call] });
    expect(lives(leader.pid)).toBe(true);
  });
});
