import { nextTurn } from './next-turn';

/** Loaded when there is something to encrypt or to decrypt: it takes as long as node:http, and most algorithms ask for neither. */
const crypto = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto');

/**
 * The format of an encrypted file, authenticated and fit for streams:
 *
 *   magic `SMASEAL1` · length of the key id (1 byte) · key id · salt (32 random bytes) · chunks
 *
 * A chunk is 1 MiB of data, the last one less or nothing, encrypted with AES-256-GCM, and the tag of 16 bytes. The file has a key of
 * its own, HKDF-SHA256 of the named key with the salt, so a nonce can be the chunk's number and never comes twice with one key;
 * its last byte says whether the chunk is the last, so that nothing can be cut off or appended. Header and name of the file are
 * authenticated with each chunk: files cannot change places.
 */

const MAGIC = Buffer.from('SMASEAL1');
const SALT_BYTES = 32;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const CHUNK_BYTES = 1024 * 1024;
/** Decrypted between looks at the event loop: a server that loads its model has to answer meanwhile. */
const CHUNKS_AT_ONCE = 4;
const CIPHER = 'aes-256-gcm';

/** A key: 32 bytes, and the name under which the images have it. */
export interface ArtifactKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** What is wrong with encrypted bytes, to be told after the name of the file. */
export class UnsealError extends Error {}

const fileKey = (key: ArtifactKey, salt: Uint8Array): Buffer => Buffer.from(crypto().hkdfSync('sha256', key.bytes, salt, 'sm-algorithm artifact', 32));

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(index, NONCE_BYTES - 5);
  nonce[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}

const boundTo = (header: Buffer, name: string): Buffer => Buffer.concat([header, Buffer.from(name)]);

/** The empty file has a chunk too: its tag says that it is empty. */
const chunkCount = (length: number): number => Math.max(1, Math.ceil(length / CHUNK_BYTES));

/** Length of {@link sealBytes}. */
export const sealedLength = (length: number, keyId: string): number =>
  MAGIC.length + 1 + Buffer.byteLength(keyId) + SALT_BYTES + length + TAG_BYTES * chunkCount(length);

/** Encrypts, chunk by chunk. @param name is to be given again for reading */
export function* sealBytes(data: Uint8Array, key: ArtifactKey, name: string): Generator<Uint8Array> {
  const id = Buffer.from(key.id);
  const salt = crypto().randomBytes(SALT_BYTES);
  const header = Buffer.concat([MAGIC, Buffer.of(id.length), id, salt]);
  yield header;
  const [secret, bound, count] = [fileKey(key, salt), boundTo(header, name), chunkCount(data.byteLength)];
  for (let index = 0; index < count; index++) {
    const cipher = crypto().createCipheriv(CIPHER, secret, nonceOf(index, index === count - 1)).setAAD(bound);
    yield cipher.update(data.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES));
    cipher.final();
    yield cipher.getAuthTag();
  }
}

/** Unit: bytes. Enough of a file to tell whether it is encrypted. */
export const SEAL_MARK_BYTES = MAGIC.length;

/** Whether bytes begin as encrypted ones do. */
export const isSealed = (bytes: Uint8Array): boolean => MAGIC.equals(bytes.subarray(0, MAGIC.length));

/** @throws UnsealError */
function headerOf(bytes: Buffer): { header: Buffer; keyId: string; salt: Buffer } {
  const idAt = MAGIC.length + 1;
  const saltAt = idAt + (bytes[MAGIC.length] ?? 0);
  const end = saltAt + SALT_BYTES;
  if (bytes.length < end + TAG_BYTES) throw new UnsealError('is cut short');
  return { header: bytes.subarray(0, end), keyId: bytes.toString('utf8', idAt, saltAt), salt: bytes.subarray(saltAt, end) };
}

/** Length of the data in chunks of this length, at least 0. */
const dataLength = (length: number): number => Math.max(0, length - TAG_BYTES * Math.max(1, Math.ceil(length / (CHUNK_BYTES + TAG_BYTES))));

/**
 * Decrypts what {@link sealBytes} gave.
 * @param bytes must not change until the promise is settled
 * @param keyOf the key of an id, or undefined when there is none
 * @throws UnsealError when the bytes are not exactly those that were written under this name with a known key
 */
export async function unsealBytes(bytes: Buffer, keyOf: (id: string) => ArtifactKey | undefined, name: string): Promise<Buffer> {
  if (!isSealed(bytes)) throw new UnsealError('is not encrypted');
  const { header, keyId, salt } = headerOf(bytes);
  const key = keyOf(keyId);
  if (!key) throw new UnsealError(`is encrypted with the key ${JSON.stringify(keyId)}, which this image does not have`);
  const [secret, bound] = [fileKey(key, salt), boundTo(header, name)];
  const body = bytes.subarray(header.length);
  const data = Buffer.allocUnsafeSlow(dataLength(body.length));
  for (let at = 0, index = 0; at < body.length; index++) {
    if (index > 0 && index % CHUNKS_AT_ONCE === 0) await nextTurn();
    const end = Math.min(at + CHUNK_BYTES + TAG_BYTES, body.length);
    if (end - at < TAG_BYTES) throw new UnsealError('is cut short');
    const decipher = crypto().createDecipheriv(CIPHER, secret, nonceOf(index, end === body.length)).setAAD(bound);
    decipher.setAuthTag(body.subarray(end - TAG_BYTES, end));
    decipher.update(body.subarray(at, end - TAG_BYTES)).copy(data, index * CHUNK_BYTES);
    try {
      decipher.final();
    } catch {
      throw new UnsealError('has been changed, cut or renamed since it was encrypted, or another key has the same name');
    }
    at = end;
  }
  return data;
}
