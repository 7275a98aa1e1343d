import type { EffectiveParameters } from './effective-parameters';
import type { ObjectFailure } from './object-failure';
import { BATCH_LOG, BATCH_STRATEGY_IN_CONTAINER } from '../../../contract/batch-transform';

/** What the service's own log says of a job, without times; pure. */
export const parametersLine = ({ maxConcurrentTransforms, maxPayloadInMb, batchStrategy }: EffectiveParameters): string =>
  `${BATCH_LOG.prefix}MaxConcurrentTransforms=${maxConcurrentTransforms}, MaxPayloadInMB=${maxPayloadInMb}, `
  + `BatchStrategy=${BATCH_STRATEGY_IN_CONTAINER[batchStrategy]}`;

export const failureLines = (object: string, { summary, details }: ObjectFailure): string[] =>
  [summary, ...details].map((line) => `${BATCH_LOG.prefix}${object}: ${line}`);

/** `2026-11-23T12:16:56.123:` and the line. */
export const withTime = (line: string, now: Date): string => `${now.toISOString().slice(0, -1)}:${line}`;
