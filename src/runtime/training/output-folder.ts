import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AbandonedWriteError, AtomicWriter, type FileData } from './write-atomically';
import { MODEL_MANIFEST_FILE } from '../../contract/model-manifest';
import { pathInside } from '../shared/name-inside';
import { nextTurn } from '../shared/next-turn';
import { RuntimeError } from '../shared/runtime-error';
import type { Vault } from '../shared/vault';

/** A folder that SageMaker uploads when the job has ended. */
export interface OutputFolder {
  /** Absolute path. */
  readonly path: string;
  /**
   * Writes a file in one piece: under a temporary name first, so that a job which is stopped leaves the file whole or not
   * at all. Replaces a file of the same name; makes the folders in between.
   * @param name relative to the folder, `/` between folders: `tree.json`, `parts/1.bin`
   * @param data text (as UTF-8) or bytes; must not change until the promise is settled. Serving reads a file in one piece: write a model
   * of many GiB as several
   * @throws RuntimeError SMA_RUN_FILE_NAME when the name leaves the folder or belongs to the runtime
   */
  write(name: string, data: string | Uint8Array): Promise<void>;
}

/**
 * The folder whose content becomes `model.tar.gz`: everything that inference needs, regular files only. Where the definition asks for
 * encryption, `write` encrypts; names and sizes of files stay readable.
 */
export type ModelFolder = OutputFolder;

/** An {@link OutputFolder} with what the owner of the job needs to know at its end. */
export interface OwnedOutputFolder extends OutputFolder {
  write(name: string, data: FileData): Promise<void>;
  /** Names of the files that are being written. */
  unfinished(): string[];
  /**
   * Waits for the writes that nobody awaits, and for those that begin when one ends.
   * @throws what the first write that fails throws
   */
  settled(): Promise<void>;
  /**
   * Begins no further write, and waits for those that have begun: whoever is still at work may go on writing for ever.
   * @throws what the first write that fails throws
   */
  close(): Promise<void>;
  /** Removes what has not been written to its end, and begins no further write: the process is about to end. */
  discardUnfinished(): void;
}

class WrittenFolder implements OwnedOutputFolder {
  private readonly writing = new Map<Promise<void>, string>();
  private readonly writer = new AtomicWriter();
  /** Whether it takes no further write. */
  private isClosed = false;
  /** Whether even writes that have begun are given up. */
  private isDiscarded = false;

  constructor(readonly path: string, private readonly reserved: readonly string[], private readonly vault: Vault | undefined) {}

  readonly write = (name: string, data: FileData): Promise<void> => {
    if (this.isClosed) return this.refuse(name);
    const write = this.writeWhole(name, data);
    this.writing.set(write, name);
    const forget = () => void this.writing.delete(write);
    // The promise that is handed out is another one: looking at it here would make a rejection that nobody awaits pass unseen.
    return write.then(forget, (error: unknown) => {
      forget();
      throw error;
    });
  };

  unfinished(): string[] {
    return [...this.writing.values()];
  }

  async settled(): Promise<void> {
    do {
      await Promise.all(this.writing.keys());
      await nextTurn();
    } while (this.writing.size > 0);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.writing.keys());
  }

  discardUnfinished(): void {
    this.isClosed = true;
    this.isDiscarded = true;
    this.writer.discard();
  }

  private async refuse(name: string): Promise<never> {
    // A loop that goes on whatever becomes of its writes must not keep the event loop from the end of the job.
    await nextTurn();
    throw new AbandonedWriteError(name);
  }

  private async writeWhole(name: string, data: FileData): Promise<void> {
    const target = pathInside(this.path, name);
    if (this.reserved.includes(name)) throw new RuntimeError('SMA_RUN_FILE_NAME', name, 'the runtime writes this file itself');
    await mkdir(dirname(target), { recursive: true });
    if (this.isDiscarded) throw new AbandonedWriteError(name);
    await this.writer.write(target, this.vault ? this.vault.seal(name, data as string | Uint8Array).chunks : data);
  }
}

/** A folder of the job. */
export const createOutputFolder = (path: string): OwnedOutputFolder => new WrittenFolder(path, [], undefined);

/** The folder of the model: encrypted where the algorithm asks for it, and with a manifest that the runtime writes. */
export const createModelFolder = (path: string, vault: Vault): OwnedOutputFolder => new WrittenFolder(path, [MODEL_MANIFEST_FILE], vault);
