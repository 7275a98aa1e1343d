import { rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pathInside } from '../shared/name-inside';

/** A folder that SageMaker uploads when the job has ended. */
export interface OutputFolder {
  /** Absolute path. */
  readonly path: string;
  /**
   * Writes a file in one piece: under a temporary name first, so that a job which is stopped leaves the file whole or not
   * at all. Replaces a file of the same name; makes the folders in between.
   * @param name relative to the folder, `/` between folders: `tree.json`, `parts/1.bin`
   * @param data text (as UTF-8) or bytes
   * @throws RuntimeError SMA_RUN_FILE_NAME when the name leaves the folder
   */
  write(name: string, data: string | Uint8Array): Promise<void>;
}

/** The folder whose content becomes `model.tar.gz`: everything that inference needs, regular files only. */
export type ModelFolder = OutputFolder;

/** An {@link OutputFolder} that can tidy up before the process ends in the middle of a write. */
export interface OwnedOutputFolder extends OutputFolder {
  /** Removes what has not been written to its end. */
  discardUnfinished(): void;
}

export function createOutputFolder(path: string): OwnedOutputFolder {
  const unfinished = new Set<string>();
  let count = 0;
  return {
    path,
    async write(name, data) {
      const target = pathInside(path, name);
      await mkdir(dirname(target), { recursive: true });
      // In the same folder: a rename does not cross mounts. The name is short whatever the length of the target's.
      const temporary = `${dirname(target)}/.${basename(target).slice(0, 40)}.${process.pid}-${count++}.tmp`;
      unfinished.add(temporary);
      try {
        await writeFile(temporary, data);
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      } finally {
        unfinished.delete(temporary);
      }
    },
    discardUnfinished() {
      for (const file of unfinished) rmSync(file, { force: true });
    },
  };
}
