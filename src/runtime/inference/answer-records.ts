import type { Answer } from './answer';
import { begun, bytesOf, joined } from './answer-pieces';
import type { AnswerWith, Answering, InvocationRequest } from './answering';
import { BadRecordError } from './bad-record-error';
import { CODECS, type Codec, type Encoding } from './codecs/codec';
import type { AnyRecordInference } from './define-inference';
import { Invocation } from './invocation-context';
import { decodeNumbers } from './numbers/decode-numbers';
import { numberFormOf, type NumberForm } from './numbers/number-form';
import { Places } from './places';
import { isStream, predictAll } from './predict-all';
import { countOf, predictBy } from './records';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { MEDIA_TYPE, mediaType } from '../../contract/media-types';
import type { Log } from '../shared/log';
import { goOn } from '../shared/maybe-promise';
import { RuntimeError } from '../shared/runtime-error';

const NONE_BAD: ReadonlyMap<number, string> = new Map();

function checkCodecs({ contentTypes, responseTypes }: AlgorithmSpec['inference'], ofNumbers: boolean): void {
  const written = [...CODECS.keys()];
  const read = ofNumbers ? written.filter((type) => type !== MEDIA_TYPE.bytes) : written;
  const check = (types: readonly string[], known: readonly string[]): void => {
    const without = types.find((type) => !known.includes(mediaType(type)));
    if (without !== undefined) throw new RuntimeError('SMA_RUN_NO_CODEC', without, known.join(', '));
  };
  check(contentTypes, read);
  check(responseTypes, written);
}

/** Encoded predictions as they come, each with what stands before it. */
async function* encodedPieces(predictions: AsyncIterable<unknown>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  let before = encoding.start();
  let index = 0;
  for await (const prediction of predictions) {
    const piece = joined(before, encoding.next(prediction, index++));
    before = '';
    if (piece.length > 0) yield bytesOf(piece);
  }
  const end = joined(before, encoding.end());
  if (end.length > 0) yield bytesOf(end);
}

function encodedPart(predictions: readonly unknown[], encoding: Encoding): string | Uint8Array {
  return predictions.map((prediction, index) => encoding.next(prediction, index)).reduce(joined, '');
}

function checkCount(count: number, { part }: InvocationRequest, accept: string, { predictionsMax = Infinity }: Codec): void {
  if (count === 0 && !part) throw new RuntimeError('SMA_RUN_BODY', 'the body holds no record');
  if (count > predictionsMax) throw new RuntimeError('SMA_RUN_BODY', `an answer in ${accept} holds one prediction; the body holds ${count} records`);
}

/**
 * Answers by decoding, predicting and encoding.
 * @param isBatch whether the container runs in a batch transform job, which a bad record should not fail
 * @throws RuntimeError SMA_RUN_NO_CODEC when a declared type is none that can be decoded and encoded; with the model, SMA_RUN_COLUMNS
 */
export function answerRecords<M>(
  definition: AnyRecordInference<M>, spec: AlgorithmSpec, log: Log, isBatch: boolean,
): AnswerWith<M> {
  checkCodecs(spec.inference, definition.columns !== undefined);
  const { badRecords, metering } = spec.inference;
  const answerWith = (model: M, numbers: NumberForm | undefined): Answering => (request, caller) => {
    const { accept, part = false, body: bytes, contentTypeHeader } = request;
    const writer = CODECS.get(accept)!;
    const reader = CODECS.get(request.contentType)!;
    const { records, bad = NONE_BAD } = numbers
      ? decodeNumbers(reader, bytes, contentTypeHeader, numbers)
      : reader.decode(bytes, contentTypeHeader);
    const good = countOf(records);
    const count = good + bad.size;
    checkCount(count, request, accept, writer);
    const isWholeBad = !isBatch && !part && (count === 1 || good === 0);
    const isRefused = badRecords === 'refuse' || isWholeBad;
    const standIn = (problem: string, place: number): unknown => {
      if (!isRefused) return writer.placeholder(problem);
      throw new BadRecordError(problem, count === 1 ? undefined : place);
    };
    // Nothing is predicted for a request that is refused all the same.
    if (isRefused) for (const [place, problem] of bad) standIn(problem, place);
    const places = new Places(bad, count, standIn);
    const invocation = new Invocation(request, caller, log, metering, count);
    const answer = (body: Answer['body']): Answer => ({ status: 200, contentType: accept, headers: invocation.headersFor(200), body });
    return goOn(predictAll((some) => predictBy(definition, model, some, invocation), records, !isRefused), (predictions) => {
      if (isStream(predictions)) return begun(encodedPieces(places.ofStream(predictions), writer.encoding(count, part))).then(answer);
      const placed = places.of(predictions);
      return answer(part ? encodedPart(placed, writer.encoding(count, part)) : writer.encode(placed));
    });
  };
  return (model) => answerWith(model, numberFormOf(definition, model));
}
