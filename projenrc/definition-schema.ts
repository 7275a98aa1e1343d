/**
 * The JSON Schema of a definition, for machines: made from what `plan/` reads, what the CreateAlgorithm request allows, and the doc
 * comments, so that none of it stands anywhere twice. In JSON a hyperparameter or metric is an object with its `kind`.
 * @see https://json-schema.org/draft/2020-12
 */
import { definitionDocs, type DocumentedMember } from './definition-docs';
import { ENVIRONMENT_PROSE_MAX, TRAINING_RUNTIME_MAX_SECONDS, TRANSFORM_PAYLOAD_MAX_MB } from '../src/contract/algorithm-limits';
import { CREATE_ALGORITHM_SHAPE } from '../src/contract/create-algorithm-shape';
import { ACCOUNT_ID, IMAGE_REFERENCE_MAX_CHARS, IMAGE_TAG, REPOSITORY, REPOSITORY_MAX_CHARS, REPOSITORY_MIN_CHARS } from '../src/contract/ecr';
import type { RequestShape } from '../src/contract/request-shape';
import {
  BATCH_REQUESTS_RANGE, BATCH_WAIT_RANGE, CONCURRENT_TRANSFORMS_RANGE, METERING_DIMENSION, QUEUE_RANGE, TIMEOUT_RANGE,
  TRANSFORM_PAYLOAD_RANGE, WORKERS_RANGE, type WholeRange,
} from '../src/contract/serving-limits';
import { S3_URI_SHAPE } from '../src/contract/shared-shapes';
import { DEFINITION_FIELDS } from '../src/plan/definition-shape';
import type { Fields, Shape } from '../src/plan/shape';
import { requestPlaces } from '../src/request/definition-path';

/** Where the schema is, relative to the repository and to the package. */
export const SCHEMA_FILE = 'schema/definition.schema.json';

type Schema = Readonly<Record<string, unknown>>;

const DOCS: ReadonlyMap<string, DocumentedMember> = new Map(definitionDocs().map((member) => [member.path, member]));

/** The part of the request that a path without indexes names, for example `Tags` or `TrainingSpecification.TrainingChannels#.Name`. */
function requestShapeAt(path: string): RequestShape | undefined {
  const steps = path.replace(/#/g, '.#').split('.');
  return steps.reduce<RequestShape | undefined>((shape, step) => {
    if (step === '#') return shape?.type === 'list' ? shape.of : undefined;
    return shape?.type === 'structure' ? shape.members[step]?.shape : undefined;
  }, CREATE_ALGORITHM_SHAPE);
}

const stated = (schema: Schema): Schema => Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));

/** What the request allows of a text, number, list or map. */
function limits(shape: RequestShape | undefined): Schema {
  switch (shape?.type) {
    case 'string': return stated({
      minLength: shape.min,
      maxLength: shape.max,
      // What every text matches says nothing.
      pattern: shape.pattern && !['^.*$', '^.+$'].includes(shape.pattern.source) ? shape.pattern.source : undefined,
      examples: shape.known?.slice(0, 3),
    });
    case 'integer':
    case 'long': return stated({ type: 'integer', minimum: shape.min, maximum: shape.max });
    case 'list': return stated({ minItems: shape.min, maxItems: shape.max });
    case 'map': return stated({
      maxProperties: shape.max,
      propertyNames: limits(shape.key),
      additionalProperties: { type: 'string', ...limits(shape.of) },
    });
    default: return {};
  }
}

/** A map whose entries are a list in the request. */
function mapLimits(key: string, value: string, list: string): Schema {
  const { maxItems } = limits(requestShapeAt(list));
  return { maxProperties: maxItems, propertyNames: limits(requestShapeAt(key)), additionalProperties: { type: 'string', ...limits(requestShapeAt(value)) } };
}

const whole = ({ min, max }: WholeRange): Schema => ({ type: 'integer', minimum: min, maximum: max });

const NOT_EMPTY: Schema = { minItems: 1 };

/** Rules about one option alone that the form of the request does not say: it is laxer, or holds only a part of what the option gives. */
const RULED: Readonly<Record<string, Schema>> = {
  'ecrAccountId': { pattern: ACCOUNT_ID.source },
  'ecrRepository': { minLength: REPOSITORY_MIN_CHARS, maxLength: REPOSITORY_MAX_CHARS, pattern: REPOSITORY.source },
  'algorithmVersion': { pattern: IMAGE_TAG.source },
  'baseImage': { maxLength: IMAGE_REFERENCE_MAX_CHARS },
  'imageNodeVersion': { type: 'integer' },
  // In the request they are a list of objects.
  'tags': mapLimits('Tags#.Key', 'Tags#.Value', 'Tags'),
  'training.channels#.contentTypes': NOT_EMPTY,
  'training.channels#.compressionTypes': NOT_EMPTY,
  'training.instanceTypes': NOT_EMPTY,
  'inference.contentTypes': NOT_EMPTY,
  'inference.responseTypes': NOT_EMPTY,
  'inference.realtimeInstanceTypes': NOT_EMPTY,
  'inference.environment': { maxProperties: ENVIRONMENT_PROSE_MAX },
  'inference.concurrency.count': whole(WORKERS_RANGE),
  'inference.queueMax': whole(QUEUE_RANGE),
  'inference.batching.maxRequests': whole(BATCH_REQUESTS_RANGE),
  'inference.batching.maxWaitMs': whole(BATCH_WAIT_RANGE),
  'inference.timeoutSeconds': whole(TIMEOUT_RANGE),
  'inference.metering.dimension': { pattern: METERING_DIMENSION.source },
  'inference.executionParameters.maxConcurrentTransforms': whole(CONCURRENT_TRANSFORMS_RANGE),
  'inference.executionParameters.maxPayloadMb': whole(TRANSFORM_PAYLOAD_RANGE),
  'validation.s3Location': limits(S3_URI_SHAPE),
  // Those that are not named are as they are by default.
  'validation.training.channels': { minItems: 0 },
  'validation.training.instanceCount': { minimum: 1 },
  'validation.training.volumeSizeGb': { minimum: 1 },
  'validation.training.maxRuntimeSeconds': { maximum: TRAINING_RUNTIME_MAX_SECONDS },
  'validation.transform.maxPayloadMb': { maximum: TRANSFORM_PAYLOAD_MAX_MB },
};

/** A default that is a value, not a sentence. */
function defaultOf({ defaultValue }: DocumentedMember, shape: Shape): unknown {
  if (!defaultValue || defaultValue.startsWith('-')) return undefined;
  if (shape.kind === 'choice') return shape.members[defaultValue.split('.')[1]];
  return JSON.parse(defaultValue.replace(/^'(.*)'$/, '"$1"'));
}

/** Where a value stands: its path in the definition, and the interface that its type names. */
interface Place {
  readonly path: string;
  readonly type?: string;
}

const TYPES = { text: 'string', number: 'number', flag: 'boolean' } as const;

const schemaOf = (shape: Shape, place: Place): Schema =>
  ({ ...schemaByForm(shape, place), ...(Object.hasOwn(RULED, place.path) && RULED[place.path]) });

function schemaByForm(shape: Shape, place: Place): Schema {
  const requestShape = requestPlaces(place.path).map(requestShapeAt).find((found) => found !== undefined);
  const item: Place = { path: `${place.path}#`, type: place.type?.replace(/\[\]$/, '') };
  switch (shape.kind) {
    case 'choice': return { enum: Object.values(shape.members) };
    case 'list': return { type: 'array', ...(requestShape?.type === 'list' && limits(requestShape)), items: itemSchema(shape.of, item, requestShape) };
    case 'map': return { type: 'object', additionalProperties: { type: 'string' }, ...(requestShape?.type === 'map' && limits(requestShape)) };
    case 'struct': return structSchema(shape.fields, place);
    case 'made': return { oneOf: Object.entries(shape.options).map(([kind, fields]) => madeSchema(shape, kind, fields, place)) };
    case 'flag': return { type: 'boolean' };
    default: {
      const fits = requestShape && (shape.kind === 'text') === (requestShape.type === 'string');
      return { type: TYPES[shape.kind], ...(fits && limits(requestShape)) };
    }
  }
}

/** The items of a list of texts have no place of their own: the request's list says what they are. */
const itemSchema = (of: Shape, item: Place, list: RequestShape | undefined): Schema =>
  ({ ...schemaOf(of, item), ...(of.kind === 'text' && list?.type === 'list' && limits(list.of)) });

function fieldSchemas(fields: Fields, place: Place, type: string | undefined): Schema {
  return Object.fromEntries(Object.entries(fields).map(([name, { shape }]) => {
    const docs = DOCS.get(`${type}.${name}`);
    const schema = schemaOf(shape, { path: place.path ? `${place.path}.${name}` : name, type: docs?.type });
    return [name, stated({ description: docs?.words.replace(/\s*\n\s*/g, ' '), ...schema, default: docs && defaultOf(docs, shape) })];
  }));
}

const requiredOf = (fields: Fields): string[] => Object.entries(fields).flatMap(([name, field]) => (field.required ? [name] : []));

const structSchema = (fields: Fields, place: Place): Schema =>
  ({ type: 'object', properties: fieldSchemas(fields, place, place.type), required: requiredOf(fields), additionalProperties: false });

function madeSchema({ className, unnamed }: Extract<Shape, { kind: 'made' }>, kind: string, fields: Fields, place: Place): Schema {
  const method = DOCS.get(`${className}.${kind}`);
  const nameShape = requestPlaces(`${place.path}.name`).map(requestShapeAt).find((found) => found !== undefined);
  return {
    description: method?.words.replace(/\s*\n\s*/g, ' '),
    type: 'object',
    properties: {
      kind: { const: kind },
      ...(!unnamed && { name: { type: 'string', ...limits(nameShape) } }),
      ...fieldSchemas(fields, place, DOCS.get(`${className}.${kind}(options)`)?.type),
    },
    required: ['kind', ...(unnamed ? [] : ['name']), ...requiredOf(fields)],
    additionalProperties: false,
  };
}

/** The schema of a whole definition. */
export function definitionSchema(): Schema {
  const type = 'SmAlgorithmProjectOptions';
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: type,
    description: DOCS.get(type)?.words,
    type: 'object',
    properties: fieldSchemas(DEFINITION_FIELDS, { path: '' }, type),
    required: requiredOf(DEFINITION_FIELDS),
    // projen's own options.
    additionalProperties: true,
  };
}
