import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unwritable } from '../../unwritable';

/** The output of one object: there in whole or not at all, as a multipart upload. */
export class OutputFile {
  static async create(path: string): Promise<OutputFile> {
    await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => { throw unwritable(path, cause); });
    return new OutputFile(path, await open(`${path}.part`, 'w').catch((cause: unknown) => { throw unwritable(path, cause); }));
  }

  private constructor(private readonly path: string, private readonly handle: FileHandle) {}

  async write(bytes: Buffer): Promise<void> {
    await this.handle.writeFile(bytes).catch((cause: unknown) => { throw unwritable(this.path, cause); });
  }

  async keep(): Promise<void> {
    await this.handle.close();
    await rename(`${this.path}.part`, this.path).catch((cause: unknown) => { throw unwritable(this.path, cause); });
  }

  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(`${this.path}.part`, { force: true });
  }
}
