/**
 * Encryption of what a buyer can read of a training: the model and checkpoints. Buyers get both as files; the key is in both images,
 * which they cannot read. AES-256-GCM, one key per file derived from the named one.
 *
 * A key is a file of 64 hexadecimal digits (`openssl rand -hex 32`) named by its id, outside of git: in `.sm-algorithm/keys/`, which
 * is ignored, or in the folder that `SM_ALGORITHM_KEYS_DIR` names. It enters the images as a build secret, which needs BuildKit.
 */
export interface ArtifactEncryptionOptions {
  /**
   * The key that training encrypts with: 1 to 64 letters, digits, `_` and `-`. A new key gets a new id: builders take the layer of
   * an id from their cache.
   */
  readonly keyId: string;

  /**
   * Keys of former versions, so that what they encrypted can still be read.
   *
   * @default - none
   */
  readonly rotatedKeyIds?: string[];

  /**
   * Whether checkpoints are encrypted as well.
   *
   * @default true
   */
  readonly checkpoints?: boolean;
}
