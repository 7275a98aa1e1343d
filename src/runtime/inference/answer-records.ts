import type { AnswerWith } from './answering';
import { CODECS } from './codecs/codec';
import { decodeText } from './decode-text';
import type { RecordInference } from './define-inference';
import { Invocation } from './invocation-context';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { mediaType } from '../../contract/media-types';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';

function checkCodecs({ contentTypes, responseTypes }: AlgorithmSpec['inference']): void {
  for (const type of [...contentTypes, ...responseTypes]) {
    if (!CODECS.has(mediaType(type))) throw new RuntimeError('SMA_RUN_NO_CODEC', type, [...CODECS.keys()].join(', '));
  }
}

function checkedPredictions(predictions: unknown, recordCount: number): readonly unknown[] {
  if (!Array.isArray(predictions)) throw new RuntimeError('SMA_RUN_PREDICTIONS', `gave ${typeof predictions}, not an array`);
  if (predictions.length !== recordCount) {
    throw new RuntimeError('SMA_RUN_PREDICTIONS', `gave ${predictions.length} predictions for ${recordCount} records`);
  }
  return predictions;
}

/**
 * Answers by decoding, predicting and encoding.
 * @throws RuntimeError SMA_RUN_NO_CODEC when a declared type is none that can be decoded and encoded
 */
export function answerRecords<M>(definition: RecordInference<AlgorithmTypes, M>, spec: AlgorithmSpec, log: Log): AnswerWith<M> {
  checkCodecs(spec.inference);
  return (model) => async (request, caller) => {
    const { contentType, accept } = request;
    const records = CODECS.get(contentType)!.decode(decodeText(request.body, request.contentTypeHeader));
    if (records.length === 0) throw new RuntimeError('SMA_RUN_BODY', 'the body holds no record');
    const invocation = new Invocation(request, caller, log);
    const predictions = checkedPredictions(await definition.predict(model, records, invocation), records.length);
    const body = CODECS.get(accept)!.encode(predictions);
    return { status: 200, contentType: accept, headers: invocation.responseHeaders, body };
  };
}
