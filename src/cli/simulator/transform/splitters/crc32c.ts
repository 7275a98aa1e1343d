/* eslint-disable no-bitwise -- a checksum is made of bits */
import { CRC32C_POLYNOMIAL, TF_RECORD_MASK_DELTA } from '../../../../contract/tf-record';

/** The checksum that TFRecord writes: CRC-32C, masked. node:zlib has CRC-32 only. */
export function maskedCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? CRC32C_POLYNOMIAL : 0);
  }
  crc = ~crc;
  return (((crc >>> 15) | (crc << 17)) + TF_RECORD_MASK_DELTA) >>> 0;
}
