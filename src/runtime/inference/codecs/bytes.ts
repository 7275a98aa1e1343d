import type { Codec } from './codec';
import { RuntimeError } from '../../shared/runtime-error';

function written(prediction: unknown): string | Uint8Array {
  if (typeof prediction === 'string' || prediction instanceof Uint8Array) return prediction;
  throw new RuntimeError('SMA_RUN_PREDICTIONS', `gave ${typeof prediction}; application/octet-stream holds bytes or text`);
}

/** `application/octet-stream`: the body is one record, a Buffer; its prediction, bytes or text (UTF-8), is the answer. */
export const bytesCodec: Codec = {
  decode: (body) => ({ records: body.length === 0 ? [] : [body] }),
  encode: ([prediction]) => written(prediction),
  encoding: () => ({ start: () => '', next: written, end: () => '' }),
  placeholder: () => 'ERROR',
  predictionsMax: 1,
};
