import { images } from './marketplace-rules';
import { type Lax, type RequestRule, type RequestSubject, placed, rulesOf, visiting, when } from './request-rule';
import type { Visit } from './walk';
import { ENTITY_DESCRIPTION_MAX_CHARS, ENVIRONMENT_PROSE_MAX } from '../../contract/algorithm-limits';
import type { AdditionalS3DataSource } from '../../contract/create-algorithm';
import { IMAGE_REFERENCE } from '../../contract/ecr';
import { DESCRIPTION_SHAPE } from '../../contract/shared-shapes';
import { type Finding, shown } from '../rule';

const wrongDescription: Visit = (value, shape, path) => {
  if (shape !== DESCRIPTION_SHAPE || typeof value !== 'string') return undefined;
  if (!DESCRIPTION_SHAPE.pattern!.test(value)) {
    return {
      path,
      what: `has a control character (a newline or tab, say) at position ${value.search(/\p{C}/u)}`,
      why: 'descriptions are of one line (CreateAlgorithm, EntityDescription)',
      fix: 'write it in one line, with spaces',
    };
  }
  return value.length <= ENTITY_DESCRIPTION_MAX_CHARS ? undefined : {
    path,
    what: `has ${value.length} characters`,
    why: `descriptions have at most ${ENTITY_DESCRIPTION_MAX_CHARS} characters (CreateAlgorithm, EntityDescription)`,
    fix: `shorten it by ${value.length - ENTITY_DESCRIPTION_MAX_CHARS} characters`,
  };
};

/** A reference that Docker can read and that says, by itself or with the digest beside it, which image of its repository is meant. */
function isExact(reference: string, digestBeside: string | undefined): boolean {
  const match = IMAGE_REFERENCE.exec(reference);
  return match !== null && (match[3] ?? match[4] ?? digestBeside) !== undefined;
}

const digestIn = (reference: string): string | undefined => /@(sha256:[0-9a-f]{64})$/i.exec(reference)?.[1];

interface Archive {
  readonly source: Lax<AdditionalS3DataSource>;
  readonly path: string;
  /** Number of the container. */
  readonly index: number;
}

/** The archives that the service unpacks beside images. */
function* additionalData({ parts }: RequestSubject): Generator<Archive> {
  const training = parts.TrainingSpecification?.AdditionalS3DataSource;
  if (training) yield { source: training, path: 'TrainingSpecification.AdditionalS3DataSource', index: 0 };
  for (const { value, path, index } of placed(parts.InferenceSpecification?.Containers, 'InferenceSpecification.Containers')) {
    if (value.AdditionalS3DataSource) yield { source: value.AdditionalS3DataSource, path: `${path}.AdditionalS3DataSource`, index };
  }
}

function wrongAdditionalData(subject: RequestSubject): Finding[] {
  const why = 'the service accepts one gzip archive and nothing else (CreateAlgorithm, AdditionalS3DataSource)';
  return [...additionalData(subject)].flatMap(({ source: { S3DataType, S3Uri, CompressionType }, path, index }) => [
    ...when(index > 0, () => ({ path, what: 'is on another container than the first', why: 'only the first container gets it (CreateAlgorithm, AdditionalS3DataSource)', fix: 'move it to Containers[0]' })),
    ...when(S3DataType !== undefined && S3DataType !== 'S3Object', () => ({ path: `${path}.S3DataType`, what: `is ${shown(S3DataType)}`, why, fix: 'use "S3Object"' })),
    ...when(CompressionType !== 'Gzip', () => ({
      path: `${path}.CompressionType`, what: CompressionType === undefined ? 'is missing' : `is ${shown(CompressionType)}`, why, fix: 'use "Gzip"',
    })),
    ...when(S3Uri !== undefined && !S3Uri.endsWith('.tar.gz'), () => ({
      path: `${path}.S3Uri`, what: `is ${shown(S3Uri)}`, why, fix: 'name an archive whose key ends with ".tar.gz"',
    })),
  ]);
}

/** Descriptions, names of images, and what is given to containers. */
export const TEXT_AND_IMAGE_RULES: readonly RequestRule[] = rulesOf(101, [
  visiting('SMA_REQ_DESCRIPTION', wrongDescription),
  {
    code: 'SMA_REQ_IMAGE_REFERENCE',
    check: (subject) => images(subject).filter(({ text, digest }) => !isExact(text, digest)).map(({ text, path }) => ({
      path,
      what: `is ${shown(text)}, which names no image exactly`,
      why: 'an image reference has a host, a repository, and a tag or a digest (CreateAlgorithm, ContainerImage)',
      fix: IMAGE_REFERENCE.test(text) ? `use for example ${shown(`${text}:1.0.0`)}` : 'use for example "111122223333.dkr.ecr.us-east-1.amazonaws.com/acme/churn:1.0.0"',
    })),
  },
  {
    code: 'SMA_REQ_IMAGE_DIGEST',
    check: (subject) => images(subject).flatMap(({ text, digest, digestPath }) => {
      const own = digestIn(text);
      return when(own !== undefined && digest !== undefined && own.toLowerCase() !== digest.toLowerCase(), () => ({
        path: digestPath,
        what: `is ${shown(digest)}, and the image's name says ${shown(own)}`,
        why: 'both name the same image (CreateAlgorithm, ImageDigest)',
        fix: 'remove the wrong one',
      }));
    }),
  },
  {
    code: 'SMA_REQ_ENVIRONMENT_COUNT',
    check: ({ parts }) => placed(parts.InferenceSpecification?.Containers, 'InferenceSpecification.Containers').flatMap(({ value, path }) => {
      const count = Object.keys(value.Environment ?? {}).length;
      return when(count > ENVIRONMENT_PROSE_MAX, () => ({
        path: `${path}.Environment`,
        what: `has ${count} variables`,
        why: `the documentation allows ${ENVIRONMENT_PROSE_MAX} in its prose, and more in its service model only (CreateAlgorithm, EnvironmentMap)`,
        fix: `keep ${ENVIRONMENT_PROSE_MAX}, and put the rest into the image`,
      }));
    }),
  },
  { code: 'SMA_REQ_ADDITIONAL_DATA', check: wrongAdditionalData },
]);
