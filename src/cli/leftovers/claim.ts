/**
 * Folders that belong to this program while it runs. The file in each says whose it is and which programs were started; it goes
 * when the program ends in order, so a folder with the file of a dead owner is one that nobody came to the end with.
 */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onChildren, type LiveChild } from '../exec';
import { newborn, type ProcessIdentity } from '../processes';
import { ownOwner, type Owner } from './owner';

export const OWNER_FILE = 'owner.json';

/** What all temporary folders of ours begin with. */
export const TEMPORARY_PREFIX = 'sm-algorithm-';

/** A program that was started and has not ended, as far as the file tells. */
export interface StartedProgram extends ProcessIdentity {
  readonly program: string;
}

export interface Claim {
  readonly owner: Owner;
  readonly started: readonly StartedProgram[];
}

const claimed = new Set<string>();
let started: readonly StartedProgram[] = [];
let watches = false;

/** Makes a folder, its parents too, and claims it; at once, so that hardly a moment lies between. */
export function claimNewFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  claim(folder);
}

/** A folder of ours below the system's temporary one, until {@link removeTemporary}. @param purpose a word for its name */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${TEMPORARY_PREFIX}${purpose}-`));
  claim(folder);
  return folder;
}

export async function removeTemporary(folder: string): Promise<void> {
  claimed.delete(folder);
  await rm(folder, { recursive: true, force: true });
}

/** The claim that a folder holds; undefined where there is none that can be read. */
export function readClaim(folder: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER_FILE), 'utf8')) as Claim;
  } catch {
    return undefined;
  }
}

function claim(folder: string): void {
  claimed.add(folder);
  watchChildren();
  write(folder);
}

function watchChildren(): void {
  if (watches) return;
  watches = true;
  onChildren((children) => {
    started = children.map((child) => started.find(({ pid }) => pid === child.pid) ?? begun(child));
    // What cannot be written now could be before: the run itself will tell why.
    for (const folder of claimed) tryTo(() => write(folder));
  });
  process.on('exit', () => claimed.forEach((folder) => tryTo(() => rmSync(join(folder, OWNER_FILE), { force: true }))));
}

const begun = ({ pid, program }: LiveChild): StartedProgram => ({ ...newborn(pid), program });

/** In one piece: a reader never finds half of it. */
function write(folder: string): void {
  const file = join(folder, OWNER_FILE);
  const content: Claim = { owner: ownOwner(), started };
  writeFileSync(`${file}.part`, JSON.stringify(content));
  renameSync(`${file}.part`, file);
}

function tryTo(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing that this program could do about it.
  }
}
