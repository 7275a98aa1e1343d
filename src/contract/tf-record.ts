/** How files of TFRecord frame records: length, its checksum, payload, its checksum; numbers are little endian.
 *  @see https://www.tensorflow.org/tutorials/load_data/tfrecord */

/** Length. Unit: bytes. */
export const TF_RECORD_LENGTH_BYTES = 8;

/** A checksum: CRC-32C, rotated and shifted. Unit: bytes. */
export const TF_RECORD_CHECKSUM_BYTES = 4;

/** Reflected polynomial of CRC-32C (Castagnoli). */
export const CRC32C_POLYNOMIAL = 0x82f63b78;

/** A checksum is rotated right by 15 bits; this is added then. */
export const TF_RECORD_MASK_DELTA = 0xa282ead8;
