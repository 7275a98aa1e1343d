import { readFileSync, statSync } from 'node:fs';
import type { ModelManifest } from '../../contract/model-manifest';
import { pathInside } from '../shared/name-inside';
import { FileTooLargeError, readWhole } from '../shared/read-whole';
import { RuntimeError } from '../shared/runtime-error';
import { UnsealError } from '../shared/sealed-bytes';
import type { Vault } from '../shared/vault';

/** Read without waiting: it takes less than a millisecond, in which nothing else can be answered. Unit: bytes */
const SHORT_MAX_BYTES = 256 * 1024;

/** What the training job wrote to `job.model`; read-only. */
export interface ModelFiles {
  /** The folder, absolute. */
  readonly path: string;
  /** What training said about the model; undefined when the model is foreign or of an older version. */
  readonly manifest: ModelManifest | undefined;
  /**
   * @param name as given to `job.model.write`
   * @returns the bytes that training wrote, decrypted where the algorithm asks for encryption: at most as many as one Buffer of Node
   * holds (`buffer.constants.MAX_LENGTH`), which is also what `job.model.write` takes at once. Decrypting needs twice the memory
   * @throws RuntimeError SMA_RUN_MODEL_FILE when the file is missing, too large, cannot be read or cannot be decrypted
   */
  read(name: string): Promise<Buffer>;
  /**
   * Reads a file of JSON in UTF-8. Its shape is not checked.
   * @param name as given to `job.model.write`
   * @throws RuntimeError SMA_RUN_MODEL_FILE when the file is missing, cannot be read, is longer than one text of Node or is not JSON
   */
  readJson<T = unknown>(name: string): Promise<T>;
}

/** Loaded for files that the event loop cannot wait for; models of a few KB start sooner without. */
const fsPromises = (): typeof import('node:fs/promises') => process.getBuiltinModule('node:fs/promises');

async function bytesOf(file: string): Promise<Buffer> {
  const stats = statSync(file);
  if (stats.isFile() && stats.size <= SHORT_MAX_BYTES) return readFileSync(file);
  const handle = await fsPromises().open(file);
  try {
    return await readWhole(handle);
  } finally {
    await handle.close();
  }
}

/** What is wrong with a file, to be told after its name; undefined when that is the error's own affair. */
function problemOf(error: unknown, folder: string): string | undefined {
  if (error instanceof UnsealError || error instanceof FileTooLargeError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof RuntimeError || code === undefined) return undefined;
  return code === 'ENOENT' ? `is missing in ${folder}` : `cannot be read (${code})`;
}

/** @param vault has been opened */
export function createModelFiles(path: string, vault: Vault, manifest?: ModelManifest): ModelFiles {
  async function orTold<T>(name: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const problem = problemOf(error, path);
      if (problem === undefined) throw error;
      throw new RuntimeError('SMA_RUN_MODEL_FILE', name, problem);
    }
  }
  const read = (name: string): Promise<Buffer> => orTold(name, async () => vault.unseal(name, await bytesOf(pathInside(path, name))));
  return {
    path,
    manifest,
    read,
    async readJson<T>(name: string): Promise<T> {
      const bytes = await read(name);
      const text = await orTold(name, async () => bytes.toString('utf8'));
      try {
        return JSON.parse(text) as T;
      } catch {
        // The parser's message quotes the file, which may be a secret of the author's.
        throw new RuntimeError('SMA_RUN_MODEL_FILE', name, 'is not JSON');
      }
    },
  };
}
