import type { TransformRequest } from './transform-request';
import {
  BATCH_CONCURRENCY_DEFAULT, BATCH_PAYLOAD_DEFAULT_MB, BATCH_STRATEGY_DEFAULT, BATCH_STRATEGY_IN_CONTAINER, type ExecutionParameters,
} from '../../../contract/batch-transform';
import type { BatchStrategy } from '../../../contract/create-algorithm';

/** What a job works with. */
export interface EffectiveParameters {
  readonly maxConcurrentTransforms: number;
  readonly batchStrategy: BatchStrategy;
  /** Unit: MB (2^20 bytes); 0 means no limit. */
  readonly maxPayloadInMb: number;
}

/** The job's word goes first, the container's next, the service's last; pure. */
export function effectiveParameters(job: TransformRequest, container: ExecutionParameters): EffectiveParameters {
  return {
    maxConcurrentTransforms: job.maxConcurrentTransforms || container.MaxConcurrentTransforms || BATCH_CONCURRENCY_DEFAULT,
    batchStrategy: job.batchStrategy ?? strategyOf(container.BatchStrategy) ?? BATCH_STRATEGY_DEFAULT,
    maxPayloadInMb: job.maxPayloadInMb ?? container.MaxPayloadInMB ?? BATCH_PAYLOAD_DEFAULT_MB,
  };
}

/** The API's spelling of a container's word. */
export const strategyOf = (word: string | undefined): BatchStrategy | undefined =>
  (Object.keys(BATCH_STRATEGY_IN_CONTAINER) as BatchStrategy[]).find((name) => BATCH_STRATEGY_IN_CONTAINER[name] === word);

/** An answer to `GET /execution-parameters` in words: what it says, and what of it cannot be used. Pure. */
export function parseExecutionParameters(body: string): { readonly parameters: ExecutionParameters; readonly problems: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { parameters: {}, problems: ['the body is not JSON'] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { parameters: {}, problems: ['the body is not a JSON object'] };
  const given = value as Record<string, unknown>;
  const problems: string[] = [];
  const number = (name: 'MaxConcurrentTransforms' | 'MaxPayloadInMB') => {
    const found = given[name];
    if (found === undefined) return {};
    if (Number.isInteger(found) && (found as number) >= 0) return { [name]: found as number };
    problems.push(`${name} is ${JSON.stringify(found)}, no whole number`);
    return {};
  };
  const word = given.BatchStrategy;
  const known = typeof word === 'string' && strategyOf(word) !== undefined;
  if (word !== undefined && !known) {
    problems.push(`BatchStrategy is ${JSON.stringify(word)}; containers say ${Object.values(BATCH_STRATEGY_IN_CONTAINER).join(' or ')}`);
  }
  return {
    parameters: { ...number('MaxConcurrentTransforms'), ...number('MaxPayloadInMB'), ...(known && { BatchStrategy: word }) },
    problems,
  };
}
