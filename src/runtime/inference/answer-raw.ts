import type { AnswerWith } from './answering';
import type { RawInference, RawResponse } from './define-inference';
import { Invocation } from './invocation-context';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';

function checkResponse(response: RawResponse | undefined): RawResponse {
  const { body, status = 200 } = response ?? {};
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) throw new RuntimeError('SMA_RUN_RESPONSE', `gave ${typeof body} as body`);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new RuntimeError('SMA_RUN_RESPONSE', `gave ${status} as status`);
  return response!;
}

/** Answers with what the algorithm gives. */
export function answerRaw<M>(definition: RawInference<AlgorithmTypes, M>, log: Log): AnswerWith<M> {
  return (model) => async (request, caller) => {
    const invocation = new Invocation(request, caller, log);
    const { body, contentType = request.accept, status = 200 } = checkResponse(await definition.invoke(model, invocation));
    return { status, contentType, headers: invocation.responseHeaders, body };
  };
}
