import { ByteReader } from './byte-reader';
import { maskedCrc32c } from './crc32c';
import { type Bytes, notSplittable, type ObjectRecord, recordTooLarge, type SplitLimits } from './record';
import { TF_RECORD_CHECKSUM_BYTES, TF_RECORD_LENGTH_BYTES } from '../../../../contract/tf-record';

const HEADER_BYTES = TF_RECORD_LENGTH_BYTES + TF_RECORD_CHECKSUM_BYTES;

/** SplitType TFRecord. The checksum of the length is looked at: whatever else the object is, it tells. */
export async function* splitTfRecords(bytes: Bytes, limits: SplitLimits): AsyncGenerator<ObjectRecord> {
  const reader = new ByteReader(bytes);
  try {
    for (let number = 1; ; number += 1) {
      const header = await reader.take(HEADER_BYTES);
      if (header.byteLength === 0) return;
      const lengthBytes = header.subarray(0, TF_RECORD_LENGTH_BYTES);
      if (header.byteLength < HEADER_BYTES || header.readUInt32LE(TF_RECORD_LENGTH_BYTES) !== maskedCrc32c(lengthBytes)) {
        throw notSplittable('TFRecord', number, 'does not begin with a length and its checksum');
      }
      const length = Number(lengthBytes.readBigUInt64LE());
      if (length > limits.maxRecordBytes) throw recordTooLarge(number, length, limits);
      const body = await reader.take(length + TF_RECORD_CHECKSUM_BYTES);
      if (body.byteLength < length + TF_RECORD_CHECKSUM_BYTES) {
        throw notSplittable('TFRecord', number, `says ${length} bytes and the object ends before`);
      }
      yield { framed: Buffer.concat([header, body]), payload: body.subarray(0, length) };
    }
  } finally {
    await reader.close();
  }
}
