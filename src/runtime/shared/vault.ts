import { readFileSync } from 'node:fs';
import { RuntimeError } from './runtime-error';
import { isSealed, sealBytes, sealedLength, UnsealError, unsealBytes, type ArtifactKey } from './sealed-bytes';
import { KEY_TEXT, keyIdsOf, KEYS_FOLDER, KEYS_VARIABLE, type EncryptionSpec } from '../../contract/encryption';
import { PROGRAM_DIR } from '../../contract/program';

/** Bytes to be written, with their number. */
export interface Sealed {
  readonly length: number;
  readonly chunks: Iterable<Uint8Array>;
}

/** Encrypts and decrypts artifacts with the keys of the image, or hands them through where the algorithm asks for no encryption. */
export class Vault {
  private readonly keys = new Map<string, ArtifactKey>();

  /** @param folder where the keys are */
  constructor(readonly encryption: EncryptionSpec | undefined, private readonly folder: string) {}

  /** Reads the keys. @throws RuntimeError SMA_RUN_KEY */
  open(): void {
    if (!this.encryption) return;
    for (const id of keyIdsOf(this.encryption)) this.keys.set(id, { id, bytes: this.readKey(id) });
  }

  /** The same for checkpoints, which an algorithm may leave readable. */
  forCheckpoints(): Vault {
    return this.encryption?.checkpoints === false ? new Vault(undefined, this.folder) : this;
  }

  seal(name: string, data: string | Uint8Array): Sealed {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    if (!this.encryption) return { length: bytes.byteLength, chunks: [bytes] };
    const key = this.keys.get(this.encryption.keyId)!;
    return { length: sealedLength(bytes.byteLength, key.id), chunks: sealBytes(bytes, key, name) };
  }

  /** @param bytes must not change until the promise is settled @throws UnsealError */
  async unseal(name: string, bytes: Buffer): Promise<Buffer> {
    if (this.encryption) return unsealBytes(bytes, (id) => this.keys.get(id), name);
    if (isSealed(bytes)) throw new UnsealError('is encrypted, and this algorithm declares no encryption');
    return bytes;
  }

  private readKey(id: string): Buffer {
    let text: string;
    try {
      text = readFileSync(`${this.folder}/${id}`, 'utf8');
    } catch (error) {
      throw new RuntimeError('SMA_RUN_KEY', id, `cannot be read in ${this.folder} (${(error as NodeJS.ErrnoException).code})`);
    }
    if (!KEY_TEXT.test(text)) throw new RuntimeError('SMA_RUN_KEY', id, 'is not written as 64 hexadecimal digits');
    return Buffer.from(text.trim(), 'hex');
  }
}

/** The keys of the image; outside of one, those of the folder that the environment names. */
export const vaultFromEnvironment = (encryption: EncryptionSpec | undefined, env: NodeJS.ProcessEnv): Vault =>
  new Vault(encryption, env[KEYS_VARIABLE] || `${PROGRAM_DIR}/${KEYS_FOLDER}`);
