/** How artifacts are encrypted and where the keys are. All of it is ours; SageMaker takes any bytes. */

/** What the programs in the images know of the encryption: names of keys, never a key. */
export interface EncryptionSpec {
  /** The key that training encrypts with. */
  readonly keyId: string;
  /** Keys of former versions: what they encrypted can still be read. */
  readonly rotatedKeyIds: readonly string[];
  /** Whether checkpoints are encrypted as well. */
  readonly checkpoints: boolean;
}

/** Name of a key: it becomes the name of a file and of a build secret. */
export const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Folder of the keys in the images, below the folder of the programs: one file a key, named by its id. */
export const KEYS_FOLDER = 'keys';

/** Text of a key's file: 32 bytes in hexadecimal digits, as `openssl rand -hex 32` prints them. */
export const KEY_TEXT = /^\s*[0-9A-Fa-f]{64}\s*$/;

/** Folder of the keys on the author's machine, relative to the project, where {@link KEYS_VARIABLE} names no other; ignored by git. */
export const LOCAL_KEYS_DIR = '.sm-algorithm/keys';

/** Names another folder of keys, on the author's machine and for programs that run outside an image. */
export const KEYS_VARIABLE = 'SM_ALGORITHM_KEYS_DIR';

/** Name of the build secret that brings a key into an image. */
export const keySecret = (keyId: string): string => `sm-algorithm-key-${keyId}`;

/**
 * Build argument whose value changes with a key: builders leave the content of a secret out of their cache's key, and would take
 * the step of an old key for that of a new one.
 */
export const KEYS_MARK_ARG = 'SM_ALGORITHM_KEYS_MARK';

/** Every key that the images hold. */
export const keyIdsOf = ({ keyId, rotatedKeyIds }: EncryptionSpec): string[] => [keyId, ...rotatedKeyIds];
