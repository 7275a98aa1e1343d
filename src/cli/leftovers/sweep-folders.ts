/** Folders of programs that were killed: what they had started is ended, and what they left half done is removed. */
import { lstatSync } from 'node:fs';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OWNER_FILE, readClaim, type Claim, type StartedProgram } from './claim';
import { endPrograms } from './end-programs';
import { isDead } from './owner';
import { setWritable } from '../engine/set-writable';
import { MODEL_ARCHIVE, SCRATCH } from '../simulator/run-folder';

/** An empty folder of this age is one whose program was killed before it could say whose it is. Unit: ms. */
const ABANDONED_AFTER_MS = 60_000;

export interface SweptFolders {
  readonly folders: number;
  readonly programs: number;
  /** Programs of the container engine's that still ran: they end by themselves when what they wait for is removed. */
  readonly engineCalls: readonly StartedProgram[];
}

/**
 * @param parent where the folders are; it need not exist
 * @param prefix of their names; without one, all folders there are ours
 * @param engineProgram calls of it are left alone: what they ask for may be half done in the engine
 */
export async function sweepFolders(parent: string, prefix: string, engineProgram: string): Promise<SweptFolders> {
  let folders = 0;
  let programs = 0;
  const engineCalls: StartedProgram[] = [];
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    if (!name.startsWith(prefix) || !isOurs(folder)) continue;
    const claim = readClaim(folder);
    if (!claim && prefix === '') await removeIfAbandoned(folder);
    if (!claim || !await isDead(claim.owner)) continue;
    const { ofEngine, others } = parted(claim, engineProgram);
    engineCalls.push(...ofEngine);
    programs += await endPrograms(folder, others);
    // Whoever may not do it has other problems, which the run will tell.
    await clear(folder).then(() => { folders += 1; }, () => undefined);
  }
  return { folders, programs, engineCalls };
}

function parted({ started }: Claim, engineProgram: string) {
  return {
    ofEngine: started.filter(({ program }) => program === engineProgram),
    others: started.filter(({ program }) => program !== engineProgram),
  };
}

/** A folder that somebody else made could name any process of ours as one to be ended. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
}

async function removeIfAbandoned(folder: string): Promise<void> {
  const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
  // Fails where there is anything in it.
  if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rmdir(folder).catch(() => undefined);
}

/** A model that was packed to the end is worth keeping, with its logs. The claim goes last: what is cut short is done again. */
async function clear(folder: string): Promise<void> {
  await setWritable(folder, true);
  const entries = await readdir(folder, { withFileTypes: true });
  const remove = (path: string) => rm(path, { recursive: true, force: true });
  if (entries.some((entry) => entry.isFile() && entry.name === MODEL_ARCHIVE)) {
    await remove(join(folder, SCRATCH));
    await removePassing(folder);
    return remove(join(folder, OWNER_FILE));
  }
  for (const { name } of entries) if (name !== OWNER_FILE) await remove(join(folder, name));
  await remove(folder);
}

/** FIFOs, sockets and files that were being written. */
async function removePassing(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await removePassing(path);
    else if (entry.isFIFO() || entry.isSocket() || entry.name.endsWith('.part')) await rm(path, { force: true });
  }
}
