import { isBodiless, type Answer } from './answer';
import { begun, bytesOf, isWhole } from './answer-pieces';
import type { AnswerWith } from './answering';
import type { RawInference, RawResponse } from './define-inference';
import { checkHeaderValue } from './header-value';
import { Invocation } from './invocation-context';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { CONTENT_TYPE_HEADER_MAX_CHARS } from '../../contract/container-http';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import type { Log } from '../shared/log';
import { goOn } from '../shared/maybe-promise';
import { RuntimeError } from '../shared/runtime-error';

type Pieces = Exclude<RawResponse['body'], string | Uint8Array>;

const isPieces = (body: unknown): body is Pieces =>
  typeof body === 'object' && body !== null && (Symbol.asyncIterator in body || Symbol.iterator in body);

function checkResponse(response: RawResponse | undefined): RawResponse {
  const { body, status = 200, contentType } = response ?? {};
  if (!isWhole(body) && !isPieces(body)) throw new RuntimeError('SMA_RUN_RESPONSE', `gave ${typeof body} as body`);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new RuntimeError('SMA_RUN_RESPONSE', `gave ${status} as status`);
  if (isBodiless(status) && body !== '' && !(body instanceof Uint8Array && body.length === 0)) {
    throw new RuntimeError('SMA_RUN_RESPONSE', `gave a body with the status ${status}, which has none (body: '')`);
  }
  if (contentType !== undefined) {
    checkHeaderValue(contentType, CONTENT_TYPE_HEADER_MAX_CHARS, (problem) => new RuntimeError('SMA_RUN_RESPONSE', `gave a contentType that ${problem}`));
  }
  return response!;
}

async function* piecesOf(body: Pieces): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    if (!isWhole(piece)) throw new RuntimeError('SMA_RUN_RESPONSE', `gave ${typeof piece} as a piece of the body`);
    if (piece.length > 0) yield bytesOf(piece);
  }
}

/** Answers with what the algorithm gives. */
export function answerRaw<M>(definition: RawInference<AlgorithmTypes, M>, spec: AlgorithmSpec, log: Log): AnswerWith<M> {
  const { metering } = spec.inference;
  return (model) => (request, caller) => {
    const invocation = new Invocation(request, caller, log, metering, 1);
    return goOn(definition.invoke(model, invocation), (response) => {
      const { body, contentType = request.accept, status = 200 } = checkResponse(response);
      const answer = (sent: Answer['body']): Answer => ({ status, contentType, headers: invocation.headersFor(status), body: sent });
      return isWhole(body) ? answer(body) : begun(piecesOf(body)).then(answer);
    });
  };
}
