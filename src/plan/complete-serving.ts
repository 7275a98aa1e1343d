import { DEFAULTS, EXECUTION_DEFAULTS } from './defaults';
import type { ParsedDefinition } from './parse-definition';
import { stated } from './stated';
import type { ConcurrencySpec, ExecutionParametersSpec, ServingSpec } from '../contract/algorithm-spec';

type GivenInference = ParsedDefinition['inference'];

/** The words of `/execution-parameters` for those of the API. */
const STRATEGY = { SingleRecord: 'SINGLE_RECORD', MultiRecord: 'MULTI_RECORD' } as const;

function completeExecutionParameters(given: NonNullable<GivenInference['executionParameters']>): ExecutionParametersSpec {
  return {
    maxConcurrentTransforms: given.maxConcurrentTransforms ?? EXECUTION_DEFAULTS.maxConcurrentTransforms,
    batchStrategy: STRATEGY[given.batchStrategy ?? EXECUTION_DEFAULTS.batchStrategy],
    maxPayloadInMB: given.maxPayloadMb ?? EXECUTION_DEFAULTS.maxPayloadMb,
  };
}

/** How the server answers. */
export function completeServing(given: GivenInference): ServingSpec {
  const { concurrency, batching, metering, executionParameters } = given;
  return stated({
    concurrency: concurrency === undefined ? DEFAULTS.concurrency : stated(concurrency) as ConcurrencySpec,
    queueMax: given.queueMax,
    batching: batching && { maxRequests: batching.maxRequests, maxWaitMs: batching.maxWaitMs ?? DEFAULTS.batchingMaxWaitMs },
    timeoutSeconds: given.timeoutSeconds,
    streaming: given.streaming ?? DEFAULTS.streaming,
    badRecords: given.badRecords ?? DEFAULTS.badRecords,
    metering: metering && { dimension: metering.dimension ?? DEFAULTS.meteringDimension },
    executionParameters: executionParameters && completeExecutionParameters(executionParameters),
    metrics: given.metrics ?? DEFAULTS.metrics,
  });
}
