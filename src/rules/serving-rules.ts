import { type Finding, type Rule, shown } from './rule';
import { TRANSFORM_PAYLOAD_MAX_MB } from '../contract/algorithm-limits';
import type { AlgorithmSpec } from '../contract/algorithm-spec';
import {
  BATCH_REQUESTS_RANGE, BATCH_WAIT_RANGE, CONCURRENT_TRANSFORMS_RANGE, METERING_DIMENSION, QUEUE_RANGE, TIMEOUT_RANGE,
  TRANSFORM_PAYLOAD_RANGE, WORKERS_RANGE, type WholeRange,
} from '../contract/serving-limits';

type Inference = AlgorithmSpec['inference'];

/** One number of a definition that says how the server answers. */
interface ServingNumber {
  /** Below `inference`. */
  readonly option: string;
  readonly value: (inference: Inference) => number | undefined;
  readonly range: WholeRange;
  /** What it counts. */
  readonly unit: string;
}

const NUMBERS: readonly ServingNumber[] = [
  {
    option: 'concurrency.count',
    value: ({ concurrency }) => (concurrency?.kind === 'workers' ? concurrency.count : undefined),
    range: WORKERS_RANGE,
    unit: 'worker threads',
  },
  {
    option: 'concurrency.processes',
    value: ({ concurrency }) => (concurrency?.kind === 'inline' ? concurrency.processes : undefined),
    range: WORKERS_RANGE,
    unit: 'processes',
  },
  { option: 'queueMax', value: ({ queueMax }) => queueMax, range: QUEUE_RANGE, unit: 'requests' },
  { option: 'batching.maxRequests', value: ({ batching }) => batching?.maxRequests, range: BATCH_REQUESTS_RANGE, unit: 'requests' },
  { option: 'batching.maxWaitMs', value: ({ batching }) => batching?.maxWaitMs, range: BATCH_WAIT_RANGE, unit: 'milliseconds' },
  { option: 'timeoutSeconds', value: ({ timeoutSeconds }) => timeoutSeconds, range: TIMEOUT_RANGE, unit: 'seconds' },
  {
    option: 'executionParameters.maxConcurrentTransforms',
    value: ({ executionParameters }) => executionParameters?.maxConcurrentTransforms,
    range: CONCURRENT_TRANSFORMS_RANGE,
    unit: 'requests',
  },
  {
    option: 'executionParameters.maxPayloadMb',
    value: ({ executionParameters }) => executionParameters?.maxPayloadInMB,
    range: TRANSFORM_PAYLOAD_RANGE,
    unit: 'MB',
  },
];

const isWithin = (value: number, { min, max }: WholeRange): boolean => Number.isInteger(value) && value >= min && value <= max;

function checkNumber(inference: Inference, { option, value, range, unit }: ServingNumber): Finding[] {
  const given = value(inference);
  if (given === undefined || isWithin(given, range)) return [];
  const near = Math.min(Math.max(Math.round(given), range.min), range.max);
  return [{
    path: `inference.${option}`,
    what: `is ${shown(given)}`,
    why: `it is a whole number of ${unit} from ${range.min} to ${range.max}`,
    fix: Number.isNaN(near) ? 'write a number' : `use ${near}`,
  }];
}

function checkPayload({ executionParameters }: Inference): Finding[] {
  const { maxConcurrentTransforms: concurrency = 1, maxPayloadInMB: megabytes = 1 } = executionParameters ?? {};
  if (concurrency * megabytes <= TRANSFORM_PAYLOAD_MAX_MB || !isWithin(megabytes, TRANSFORM_PAYLOAD_RANGE)) return [];
  return [{
    path: 'inference.executionParameters.maxConcurrentTransforms',
    what: `is ${concurrency}, which makes ${concurrency * megabytes} MB with ${megabytes} MB each`,
    why: `requests of one transform job hold at most ${TRANSFORM_PAYLOAD_MAX_MB} MB together (CreateTransformJob, MaxPayloadInMB)`,
    fix: `use ${Math.floor(TRANSFORM_PAYLOAD_MAX_MB / megabytes)}, or smaller payloads`,
  }];
}

function checkDimension({ metering }: Inference): Finding[] {
  if (metering === undefined || METERING_DIMENSION.test(metering.dimension)) return [];
  return [{
    path: 'inference.metering.dimension',
    what: `is ${shown(metering.dimension)}`,
    why: 'it names a dimension of the price in a header of each answer: up to 255 letters, digits and "_.:-", a letter or digit first',
    fix: 'use for example "inference.count"',
  }];
}

function checkBatching({ batching, streaming }: Inference): Finding[] {
  if (batching === undefined || !streaming) return [];
  return [{
    path: 'inference.batching',
    what: 'is given beside streaming: true',
    why: 'the answers of requests that are predicted together come from one call, which ends before any of them is sent',
    fix: 'remove one of the two',
  }];
}

const rule = (code: string, check: (inference: Inference) => Finding[]): Rule =>
  ({ code, check: ({ algorithm }) => check(algorithm.inference) });

/** How the server answers. That batching needs records is the container's to say: the definition does not know the code. */
export const SERVING_RULES: readonly Rule[] = [
  rule('SMA_DEF_SERVING_NUMBER', (inference) => NUMBERS.flatMap((number) => checkNumber(inference, number))),
  rule('SMA_DEF_EXECUTION_PAYLOAD', checkPayload),
  rule('SMA_DEF_METERING_DIMENSION', checkDimension),
  rule('SMA_DEF_BATCHING_STREAMING', checkBatching),
];
