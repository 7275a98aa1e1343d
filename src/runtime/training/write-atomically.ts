import { rmSync, writeFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** Text (as UTF-8), bytes, or bytes in several pieces. */
export type FileData = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

const TEMPORARY = /^\..*\.\d+-\d+\.tmp$/s;

/** Whether a file's name is one that {@link AtomicWriter} makes for a file which is not yet whole. */
export const isTemporary = (name: string): boolean => TEMPORARY.test(name);

let count = 0;

/** A write is refused or given up because the job ends without it. */
export class AbandonedWriteError extends Error {
  constructor(name: string) {
    super(`${name} is not written: the job has ended`);
  }
}

/** Writes files in one piece, under a temporary name first, and knows which ones are not whole yet. */
export class AtomicWriter {
  private readonly temporaries = new Set<string>();
  private isDiscarded = false;

  async write(target: string, data: FileData): Promise<void> {
    // In the same folder: a rename does not cross mounts. The name is short whatever the length of the target's.
    const temporary = `${dirname(target)}/.${basename(target).slice(0, 40)}.${process.pid}-${count++}.tmp`;
    this.temporaries.add(temporary);
    try {
      // Made at once, and only found by the write, which another thread may begin when the file has been removed and the process ends.
      writeFileSync(temporary, '');
      await writeFile(temporary, data as Uint8Array, { flag: 'r+' });
      // What has been looked at by now must not change any more.
      if (this.isDiscarded) throw new AbandonedWriteError(target);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw this.isDiscarded ? new AbandonedWriteError(target) : error;
    } finally {
      this.temporaries.delete(temporary);
    }
  }

  /** Removes what has not been written to its end; it never will be. */
  discard(): void {
    this.isDiscarded = true;
    for (const file of this.temporaries) rmSync(file, { force: true });
  }
}
