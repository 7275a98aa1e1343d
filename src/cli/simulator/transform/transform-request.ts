/** What a batch transform job asks for, in the words of CreateTransformJob. Pure. */
import { parseFilter } from './json-path';
import { TRANSFORM_PAYLOAD_MAX_MB } from '../../../contract/algorithm-limits';
import type { CompressionType } from '../../../contract/algorithm-spec';
import {
  BATCH_DATA_PROCESSING_TYPES, BATCH_ENVIRONMENT_MAX, BATCH_ENVIRONMENT_VALUE_MAX_CHARS, BATCH_FILTER_ALL, BATCH_INVOCATION_RETRIES_MAX,
  BATCH_INVOCATION_TIMEOUT_MAX_SECONDS, type JoinSource,
} from '../../../contract/batch-transform';
import type { AssemblyType, BatchStrategy, SplitType } from '../../../contract/create-algorithm';
import { MEDIA_TYPE, mediaType } from '../../../contract/media-types';
import { variableName } from '../../../contract/shared-shapes';
import type { ValidationTransformPlan } from '../../../contract/validation-plan';

export interface TransformRequest {
  readonly contentType?: string;
  readonly accept?: string;
  readonly compressionType: CompressionType;
  readonly splitType: SplitType;
  readonly assembleWith: AssemblyType;
  /** Absent: what the container says, otherwise the service's. */
  readonly batchStrategy?: BatchStrategy;
  /** Absent or 0: what the container says, otherwise the service's. */
  readonly maxConcurrentTransforms?: number;
  /** Unit: MB (2^20 bytes); 0 means no limit. Absent: what the container says, otherwise the service's. */
  readonly maxPayloadInMb?: number;
  readonly inputFilter: string;
  readonly outputFilter: string;
  readonly joinSource: JoinSource;
  readonly invocationsTimeoutSeconds?: number;
  readonly invocationsMaxRetries?: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** What the service takes where a job says nothing. */
export const DEFAULT_REQUEST: TransformRequest = {
  compressionType: 'None',
  splitType: 'None',
  assembleWith: 'None',
  inputFilter: BATCH_FILTER_ALL,
  outputFilter: BATCH_FILTER_ALL,
  joinSource: 'None',
  environment: {},
};

/** The transform job of a validation profile: it can say nothing of filters, joins, time-outs and retries. */
export function requestOfValidation(plan: ValidationTransformPlan): TransformRequest {
  const { contentType, accept, compressionType, splitType, assembleWith, batchStrategy, environment } = plan;
  const { maxConcurrentTransforms, maxPayloadMb: maxPayloadInMb } = plan;
  const said = { contentType, accept, compressionType, splitType, assembleWith, batchStrategy, environment };
  return { ...DEFAULT_REQUEST, ...said, maxConcurrentTransforms, maxPayloadInMb };
}

export const processesData = ({ inputFilter, outputFilter, joinSource }: TransformRequest): boolean =>
  inputFilter !== BATCH_FILTER_ALL || outputFilter !== BATCH_FILTER_ALL || joinSource !== 'None';

/** All that the service would refuse, one sentence each. */
export function checkTransformRequest(request: TransformRequest): string[] {
  const processing = processesData(request) ? processingProblems(request) : [];
  return [...numberProblems(request), ...environmentProblems(request.environment), ...processing];
}

function numberProblems(request: TransformRequest): string[] {
  const { maxConcurrentTransforms = 1, maxPayloadInMb = 0 } = request;
  const range = (name: string, value: number | undefined, min: number, max = Infinity) =>
    (value === undefined || (Number.isInteger(value) && value >= min && value <= max) ? []
      : [`${name} is ${value}; it has to be a whole number from ${min} ${max === Infinity ? 'up' : `to ${max}`}`]);
  return [
    ...range('MaxConcurrentTransforms', request.maxConcurrentTransforms, 0),
    ...range('MaxPayloadInMB', request.maxPayloadInMb, 0, TRANSFORM_PAYLOAD_MAX_MB),
    ...range('InvocationsTimeoutInSeconds', request.invocationsTimeoutSeconds, 1, BATCH_INVOCATION_TIMEOUT_MAX_SECONDS),
    ...range('InvocationsMaxRetries', request.invocationsMaxRetries, 0, BATCH_INVOCATION_RETRIES_MAX),
    ...productProblems(maxConcurrentTransforms, maxPayloadInMb),
  ];
}

/** @param megabytes 0 means no limit */
export const productProblems = (concurrency: number, megabytes: number): string[] =>
  (concurrency * megabytes <= TRANSFORM_PAYLOAD_MAX_MB ? [] : [`MaxConcurrentTransforms × MaxPayloadInMB is ${concurrency} × ${megabytes}; it may be ${TRANSFORM_PAYLOAD_MAX_MB} at most`]);

function environmentProblems(environment: Readonly<Record<string, string>>): string[] {
  const { pattern, max, words } = variableName('TransformEnvironmentKey');
  const names = Object.keys(environment);
  return [
    ...(names.length > BATCH_ENVIRONMENT_MAX ? [`Environment has ${names.length} variables; SageMaker takes ${BATCH_ENVIRONMENT_MAX}`] : []),
    ...names.filter((name) => !pattern!.test(name) || name.length > max!).map((name) => `Environment: the name "${name}" has to be ${words}`),
    ...names.filter((name) => environment[name].length > BATCH_ENVIRONMENT_VALUE_MAX_CHARS)
      .map((name) => `Environment: ${name} has ${environment[name].length} characters; SageMaker takes ${BATCH_ENVIRONMENT_VALUE_MAX_CHARS}`),
  ];
}

function processingProblems(request: TransformRequest): string[] {
  const { contentType = '', accept = '', splitType, assembleWith, joinSource } = request;
  const types = { ContentType: mediaType(contentType), Accept: mediaType(accept) };
  const known = BATCH_DATA_PROCESSING_TYPES.join(', ');
  const problems = Object.entries(types)
    .filter(([, type]) => !BATCH_DATA_PROCESSING_TYPES.includes(type))
    .map(([name, type]) => `${name} is ${type || 'not set'}; filters and joins take ${known} (batch transform, DataProcessing)`);
  if (joinSource === 'Input' && types.ContentType !== types.Accept) {
    problems.push(`JoinSource is Input, and ContentType (${contentType}) and Accept (${accept}) differ; a join takes one type for both`);
  }
  if (joinSource === 'Input' && splitType !== assembleWith) {
    problems.push(`JoinSource is Input, and SplitType (${splitType}) and AssembleWith (${assembleWith}) differ; a join takes the same for both`);
  }
  if (splitType === 'RecordIO' || splitType === 'TFRecord') problems.push(`SplitType is ${splitType}; filters and joins take Line or None`);
  const lines = [MEDIA_TYPE.csv, MEDIA_TYPE.jsonLines] as string[];
  if (splitType === 'None' && lines.includes(types.ContentType)) {
    problems.push(`SplitType is None; filters and joins of ${types.ContentType} take SplitType and AssembleWith Line`);
  }
  return [
    ...problems,
    ...filterProblems('InputFilter', request.inputFilter, types.ContentType),
    ...filterProblems('OutputFilter', request.outputFilter, types.Accept),
  ];
}

function filterProblems(name: string, text: string, type: string): string[] {
  const parsed = parseFilter(text);
  if ('problem' in parsed) return [`${name} "${text}" ${parsed.problem}`];
  return parsed.filter.names && type === MEDIA_TYPE.csv
    ? [`${name} "${text}" names attributes; a row of CSV has positions only, such as $[0] or $[1:]`] : [];
}
