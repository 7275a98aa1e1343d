/**
 * The JSON Schema of a definition, for machines: made from what `plan/` reads, what the CreateAlgorithm request allows, and the doc
 * comments, so that none of it stands anywhere twice. In JSON a hyperparameter or metric is an object with its `kind`.
 * @see https://json-schema.org/draft/2020-12
 */
import { definitionDocs, type DocumentedMember } from './definition-docs';
import { CREATE_ALGORITHM_SHAPE } from '../src/contract/create-algorithm-shape';
import { ACCOUNT_ID, IMAGE_REFERENCE_MAX_CHARS, IMAGE_TAG, REPOSITORY, REPOSITORY_MAX_CHARS, REPOSITORY_MIN_CHARS } from '../src/contract/ecr';
import type { RequestShape } from '../src/contract/request-shape';
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

/** What the request does not say of an option on its own: it holds only a part of the name of an image. */
const IMAGE_LIMITS: Readonly<Record<string, Schema>> = {
  ecrAccountId: { pattern: ACCOUNT_ID.source },
  ecrRepository: { minLength: REPOSITORY_MIN_CHARS, maxLength: REPOSITORY_MAX_CHARS, pattern: REPOSITORY.source },
  algorithmVersion: { pattern: IMAGE_TAG.source },
  baseImage: { maxLength: IMAGE_REFERENCE_MAX_CHARS },
  imageNodeVersion: { type: 'integer' },
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

function schemaOf(shape: Shape, place: Place): Schema {
  const requestShape = requestPlaces(place.path).map(requestShapeAt).find((found) => found !== undefined);
  const item: Place = { path: `${place.path}#`, type: place.type?.replace(/\[\]$/, '') };
  switch (shape.kind) {
    case 'choice': return { enum: Object.values(shape.members) };
    case 'list': return { type: 'array', ...(requestShape?.type === 'list' && limits(requestShape)), items: itemSchema(shape.of, item, requestShape) };
    case 'map': return { type: 'object', additionalProperties: { type: 'string' }, ...(requestShape?.type === 'map' && limits(requestShape)) };
    case 'struct': return structSchema(shape.fields, place);
    case 'made': return { oneOf: Object.entries(shape.options).map(([kind, fields]) => madeSchema(shape.className, kind, fields, place)) };
    case 'flag': return { type: 'boolean' };
    default: {
      if (Object.hasOwn(IMAGE_LIMITS, place.path)) return { type: TYPES[shape.kind], ...IMAGE_LIMITS[place.path] };
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

function madeSchema(className: string, kind: string, fields: Fields, place: Place): Schema {
  const method = DOCS.get(`${className}.${kind}`);
  const nameShape = requestPlaces(`${place.path}.name`).map(requestShapeAt).find((found) => found !== undefined);
  return {
    description: method?.words.replace(/\s*\n\s*/g, ' '),
    type: 'object',
    properties: {
      kind: { const: kind },
      name: { type: 'string', ...limits(nameShape) },
      ...fieldSchemas(fields, place, DOCS.get(`${className}.${kind}(options)`)?.type),
    },
    required: ['kind', 'name', ...requiredOf(fields)],
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
