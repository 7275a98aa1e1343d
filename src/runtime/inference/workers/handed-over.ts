import type { WireAnswer, WireRequest } from './protocol';
import type { Answer } from '../answer';
import type { InvocationRequest } from '../answering';

/** Bytes up to this many are copied: moving memory to another thread costs about as much. Unit: bytes (`npm run bench`) */
const COPIED_MAX_BYTES = 16 * 1024;

/** A message and what moves with it. */
export interface HandedOver<T> {
  readonly value: T;
  readonly transfer: ArrayBuffer[];
}

/** Bytes in memory of their own: a part of a larger memory would take all of it to the other thread. */
function alone(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isAlone = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  return isAlone ? bytes as Uint8Array<ArrayBuffer> : Uint8Array.prototype.slice.call(bytes) as Uint8Array<ArrayBuffer>;
}

/** Bytes that nobody needs in this thread any more. */
function moved(bytes: Uint8Array): HandedOver<Uint8Array> {
  const value = alone(bytes);
  return { value, transfer: value.byteLength > COPIED_MAX_BYTES ? [value.buffer] : [] };
}

/** Bytes that belong to the user's code, which may use them again. */
export function copied(bytes: Uint8Array): HandedOver<Uint8Array> {
  return bytes.byteLength > COPIED_MAX_BYTES ? moved(Uint8Array.prototype.slice.call(bytes)) : { value: alone(bytes), transfer: [] };
}

/** The body is gone from this thread afterwards. */
export function handOverRequest(request: InvocationRequest): HandedOver<WireRequest> {
  const { value, transfer } = moved(request.body);
  return { value: { ...request, body: value }, transfer };
}

export function receivedRequest(request: WireRequest): InvocationRequest {
  const { buffer, byteOffset, byteLength } = request.body;
  return { ...request, body: Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength) };
}

/** Long text is encoded here, so that the main thread only has to send it. */
export function handOverAnswer(answer: Answer & { readonly body: string | Uint8Array }): HandedOver<WireAnswer> {
  const { body } = answer;
  if (typeof body === 'string' && body.length <= COPIED_MAX_BYTES) return { value: answer, transfer: [] };
  const { value, transfer } = typeof body === 'string' ? moved(new TextEncoder().encode(body)) : copied(body);
  return { value: { ...answer, body: value }, transfer };
}
