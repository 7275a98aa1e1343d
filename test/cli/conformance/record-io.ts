/** One RecordIO frame: mark, part and length, payload, zeros up to a multiple of four. */
export function recordIo(payload: Uint8Array, part = 0): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0xced7230a, 0);
  head.writeUInt32LE(part * 2 ** 29 + payload.byteLength, 4);
  return Buffer.concat([head, payload, Buffer.alloc((4 - (payload.byteLength % 4)) % 4)]);
}
