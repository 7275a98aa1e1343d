import type { Answer } from './answer';
import { answerRaw } from './answer-raw';
import { answerRecords } from './answer-records';
import type { InferenceDefinition } from './define-inference';
import type { Invocation } from './invocation-context';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';

/**
 * What stands between the HTTP side and the user's code with its model.
 * @param contentTypeHeader the header as it came, with its parameters
 */
export type AnswerInvocation = (invocation: Invocation, contentTypeHeader: string | undefined) => Promise<Answer>;

/**
 * How a definition answers, once it has its model.
 * @throws RuntimeError SMA_RUN_NO_CODEC, before there is a model
 */
export function answerBy<M>(definition: InferenceDefinition<M>, spec: AlgorithmSpec): (model: M) => AnswerInvocation {
  return 'predict' in definition ? answerRecords(definition, spec) : answerRaw(definition);
}
