import { readFile } from 'node:fs/promises';
import type { ModelManifest } from '../../contract/model-manifest';
import { pathInside } from '../shared/name-inside';
import { RuntimeError } from '../shared/runtime-error';
import { UnsealError } from '../shared/sealed-bytes';
import type { Vault } from '../shared/vault';

/** What the training job wrote to `job.model`; read-only. */
export interface ModelFiles {
  /** The folder, absolute. */
  readonly path: string;
  /** What training said about the model; undefined when the model is foreign or of an older version. */
  readonly manifest: ModelManifest | undefined;
  /**
   * @param name as given to `job.model.write`
   * @returns the bytes that training wrote, decrypted where the algorithm asks for encryption
   * @throws RuntimeError SMA_RUN_MODEL_FILE when the file is missing, cannot be read or cannot be decrypted
   */
  read(name: string): Promise<Buffer>;
  /**
   * Reads a file of JSON in UTF-8. Its shape is not checked.
   * @param name as given to `job.model.write`
   * @throws RuntimeError SMA_RUN_MODEL_FILE when the file is missing, cannot be read or is not JSON
   */
  readJson<T = unknown>(name: string): Promise<T>;
}

/** @param vault has been opened */
export function createModelFiles(path: string, vault: Vault, manifest?: ModelManifest): ModelFiles {
  async function read(name: string): Promise<Buffer> {
    try {
      return vault.unseal(name, await readFile(pathInside(path, name)));
    } catch (error) {
      if (error instanceof UnsealError) throw new RuntimeError('SMA_RUN_MODEL_FILE', name, error.message);
      const { code } = error as NodeJS.ErrnoException;
      if (error instanceof RuntimeError || code === undefined) throw error;
      throw new RuntimeError('SMA_RUN_MODEL_FILE', name, code === 'ENOENT' ? `is missing in ${path}` : `cannot be read (${code})`);
    }
  }
  return {
    path,
    manifest,
    read,
    async readJson<T>(name: string): Promise<T> {
      const text = (await read(name)).toString('utf8');
      try {
        return JSON.parse(text) as T;
      } catch (error) {
        throw new RuntimeError('SMA_RUN_MODEL_FILE', name, `is not JSON (${(error as Error).message})`);
      }
    },
  };
}
