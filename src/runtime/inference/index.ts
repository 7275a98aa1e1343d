export { defineInference, defineRawInference } from './define-inference';
export type {
  InferenceDefinition, LoadContext, NeedsRawInference, Predictions, RawHandler, RawInference, RawInferenceByType, RawRequest, RawResponse,
  RecordInference,
} from './define-inference';
export { defineNumberInference, type NumberInference } from './numbers/define-number-inference';
export { runInference, type RunOptions } from './run-inference';
export type { CreateMetrics, ServerMetrics } from './server-metrics';
export type { Occupancy } from './answering';
export { BadRecordError } from './bad-record-error';
export { serverSentEvents, type ServerSentEvent, type ServerSentEventsOptions } from './server-sent-events';
export type { InvocationContext } from './invocation-context';
export type { ModelFiles } from './model-files';
export type { AlgorithmTypes } from '../shared/algorithm-types';
export type { Log } from '../shared/log';
export type { NumberBatch } from '../shared/number-batch';
export { RuntimeError, type RuntimeErrorCode } from '../shared/runtime-error';
export type { ModelManifest, ModelManifestFile } from '../../contract/model-manifest';
export type { AlgorithmSpec } from '../../contract/algorithm-spec';
