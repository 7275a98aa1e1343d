import { type Lax, type RequestRule, type RequestSubject, rulesOf, transformJobs, when } from './request-rule';
import { TRANSFORM_PAYLOAD_MAX_MB } from '../../contract/algorithm-limits';
import type { TransformJobDefinition } from '../../contract/create-algorithm';
import { mediaType } from '../../contract/media-types';
import { nearMiss } from '../../contract/near-miss';
import { type Finding, shown } from '../rule';

type Job = Lax<TransformJobDefinition>;

/** A rule that looks at the transform job. */
const rule = (code: string, check: (job: Job, path: string, subject: RequestSubject) => Finding[], warning?: true) => ({
  code,
  ...(warning && { warning }),
  check: (subject: RequestSubject) => transformJobs(subject).flatMap(({ value, path }) => check(value, path, subject)),
});

/** A media type has to be one of those that the algorithm names; parameters do not count. */
function unsupported(
  type: string | undefined, path: string, supported: ReadonlyArray<string | undefined> | undefined, member: string,
): Finding[] {
  const names = supported?.flatMap((text) => (text === undefined ? [] : mediaType(text))) ?? [];
  return when(type !== undefined && names.length > 0 && !names.includes(mediaType(type)), () => ({
    path,
    what: `is ${shown(type)}, which the algorithm does not name`,
    why: `the algorithm names ${names.map(shown).join(', ')} (CreateAlgorithm, ${member})`,
    fix: `use ${shown(nearMiss(type!, names) ?? names[0])}, or add ${shown(type)} to ${member}`,
  }));
}

function payload({ MaxConcurrentTransforms: concurrency = 1, MaxPayloadInMB: megabytes = 0 }: Job, path: string): Finding[] {
  const why = `requests of one transform job hold at most ${TRANSFORM_PAYLOAD_MAX_MB} MB together (CreateTransformJob, MaxPayloadInMB)`;
  if (megabytes > TRANSFORM_PAYLOAD_MAX_MB) {
    return [{ path: `${path}.MaxPayloadInMB`, what: `is ${megabytes}`, why, fix: `use ${TRANSFORM_PAYLOAD_MAX_MB} or less` }];
  }
  return when(concurrency * megabytes > TRANSFORM_PAYLOAD_MAX_MB, () => ({
    path: `${path}.MaxConcurrentTransforms`,
    what: `is ${concurrency}, which makes ${concurrency * megabytes} MB with ${megabytes} MB each`,
    why,
    fix: `use ${Math.floor(TRANSFORM_PAYLOAD_MAX_MB / megabytes)}, or smaller payloads`,
  }));
}

/** The validation's transform job. */
export const TRANSFORM_RULES: readonly RequestRule[] = rulesOf(99, [
  rule('SMA_REQ_TRANSFORM_CONTENT_TYPE', ({ TransformInput }, path, { parts }) => unsupported(
    TransformInput?.ContentType, `${path}.TransformInput.ContentType`, parts.InferenceSpecification?.SupportedContentTypes, 'SupportedContentTypes')),
  rule('SMA_REQ_TRANSFORM_ACCEPT', ({ TransformOutput }, path, { parts }) => unsupported(
    TransformOutput?.Accept, `${path}.TransformOutput.Accept`, parts.InferenceSpecification?.SupportedResponseMIMETypes, 'SupportedResponseMIMETypes')),
  rule('SMA_REQ_TRANSFORM_PAYLOAD', payload),
  rule('SMA_REQ_TRANSFORM_DATA_TYPE', ({ TransformInput }, path) => {
    const type = TransformInput?.DataSource?.S3DataSource?.S3DataType;
    return when(type !== undefined && type !== 'S3Prefix' && type !== 'ManifestFile', () => ({
      path: `${path}.TransformInput.DataSource.S3DataSource.S3DataType`,
      what: `is ${shown(type)}`,
      why: 'batch transform takes prefixes and manifests only (CreateAlgorithm, TransformS3DataSource)',
      fix: 'use "S3Prefix" or "ManifestFile"',
    }));
  }),
  rule('SMA_REQ_TRANSFORM_BATCH_STRATEGY', ({ BatchStrategy, TransformInput }, path) =>
    when(BatchStrategy !== undefined && TransformInput !== undefined && (TransformInput.SplitType ?? 'None') === 'None', () => ({
      path: `${path}.BatchStrategy`,
      what: `is ${shown(BatchStrategy)}, and objects are not split into records`,
      why: 'a strategy needs records (CreateTransformJob, BatchStrategy)',
      fix: 'set the split type to "Line", "RecordIO" or "TFRecord", or remove the strategy',
    })), true),
]);
