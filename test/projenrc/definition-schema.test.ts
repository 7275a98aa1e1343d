import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, test } from 'vitest';
import { definitionSchema, SCHEMA_FILE } from '../../projenrc/definition-schema';
import { Starter } from '../../src';
import { starterDefinition } from '../../src/plan/starter-definition';
import { FULLEST, SMALLEST } from '../support/new-project';

/** A definition as JSON has it: what a factory made is an object with its kind. */
function asJson(value: unknown): any {
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value;
  const { _kind, _options, ...fields } = value as Record<string, unknown>;
  const made = _kind === undefined ? {} : { kind: _kind, ...asJson(_options) };
  return { ...made, ...Object.fromEntries(Object.entries(fields).map(([name, item]) => [name, asJson(item)])) };
}

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(definitionSchema());
const VALIDATION = { roleArn: 'arn:aws:iam::111122223333:role/AlgorithmValidation', s3Location: 's3://amzn-s3-demo-bucket/x' };
const problems = (definition: unknown) => (validate(definition) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`));

describe('the JSON Schema of a definition', () => {
  test('is the one in its file', () => {
    expect(JSON.parse(readFileSync(join(__dirname, '..', '..', SCHEMA_FILE), 'utf8'))).toEqual(definitionSchema());
  });

  test.each([
    ['smallest', SMALLEST],
    ['fullest', FULLEST],
    ['starter\'s', { name: 'iris', ...starterDefinition(Starter.IRIS_DECISION_TREE) }],
  ])('takes the %s definition', (_, definition) => {
    expect(problems(asJson(definition))).toEqual([]);
  });

  const smallest = asJson(SMALLEST);
  const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`K${index}`, '']));
  test.each([
    ['a missing part', { ...smallest, inference: undefined }, /must have required property 'inference'/],
    ['a misspelt option', { ...smallest, training: { ...smallest.training, hyperparameter: [] } }, /training must NOT have additional properties/],
    ['nine channels', { ...smallest, training: { channels: Array.from({ length: 9 }, (_, index) => ({ name: `c${index}`, contentTypes: ['a/b'] })) } }, /more than 8 items/],
    ['a channel with a space', { ...smallest, training: { channels: [{ name: 'a b', contentTypes: ['a/b'] }] } }, /channels\/0\/name must match pattern/],
    ['an unknown input mode', { ...smallest, training: { channels: [{ name: 'a', contentTypes: ['a/b'], inputModes: ['Fifo'] }] } }, /allowed values/],
    ['a hyperparameter without its range', { ...smallest, training: { ...smallest.training, hyperparameters: [{ kind: 'integer', name: 'a' }] } }, /'min'/],
    ['a role that is none', { ...smallest, validation: { roleArn: 'me', s3Location: 's3://a' } }, /roleArn must match pattern/],
    ['an account of 11 digits', { ...smallest, ecrAccountId: '11112222333' }, /ecrAccountId must match pattern/],
    ['a tag with a bracket', { ...smallest, tags: { 'a(b)': '' } }, /tags property name must be valid/],
    ['a tag of 257 characters', { ...smallest, tags: { a: 'x'.repeat(257) } }, /tags\/a must NOT have more than 256 characters/],
    ['51 tags', { ...smallest, tags: entries(51) }, /more than 50 properties/],
    ['17 variables', { ...smallest, inference: { ...smallest.inference, environment: entries(17) } }, /more than 16 properties/],
    ['no content type', { ...smallest, inference: { contentTypes: [] } }, /inference\/contentTypes must NOT have fewer than 1 items/],
    ['no response type', { ...smallest, inference: { ...smallest.inference, responseTypes: [] } }, /responseTypes must NOT have fewer than 1 items/],
    ['no type of endpoints', { ...smallest, inference: { ...smallest.inference, realtimeInstanceTypes: [] } }, /realtimeInstanceTypes must NOT have fewer than 1 items/],
    ['no training type', { ...smallest, training: { ...smallest.training, instanceTypes: [] } }, /instanceTypes must NOT have fewer than 1 items/],
    ['a channel without content type', { ...smallest, training: { channels: [{ name: 'a', contentTypes: [] }] } }, /contentTypes must NOT have fewer than 1 items/],
    ['a channel without compression type', { ...smallest, training: { channels: [{ name: 'a', contentTypes: ['a/b'], compressionTypes: [] }] } },
      /compressionTypes must NOT have fewer than 1 items/],
    ['a validation that is nowhere', { ...smallest, validation: { ...VALIDATION, s3Location: 'bucket' } }, /s3Location must match pattern/],
    ['a job without storage', { ...smallest, validation: { ...VALIDATION, training: { volumeSizeGb: 0 } } }, /volumeSizeGb must be >= 1/],
    ['a job without instance', { ...smallest, validation: { ...VALIDATION, training: { instanceCount: 0 } } }, /instanceCount must be >= 1/],
    ['a job of 29 days', { ...smallest, validation: { ...VALIDATION, training: { maxRuntimeSeconds: 2_505_600 } } }, /maxRuntimeSeconds must be <= 2419200/],
    ['a location of a channel without scheme', { ...smallest, validation: { ...VALIDATION, training: { channels: [{ name: 'a', s3Uri: 'bucket/x' }] } } },
      /channels\/0\/s3Uri must match pattern/],
    ['a seed with a fraction', { ...smallest, validation: { ...VALIDATION, training: { channels: [{ name: 'a', shuffleSeed: 1.5 }] } } }, /shuffleSeed must be integer/],
    ['a location of requests without scheme', { ...smallest, validation: { ...VALIDATION, transform: { inputS3Uri: 'bucket/x' } } }, /inputS3Uri must match pattern/],
    ['requests of 101 MB', { ...smallest, validation: { ...VALIDATION, transform: { maxPayloadMb: 101 } } }, /maxPayloadMb must be <= 100/],
    ['a text where a number stands', { ...smallest, imageNodeVersion: '24' }, /imageNodeVersion must be integer/],
  ])('refuses %s', (_, definition, expected) => {
    expect(problems(JSON.parse(JSON.stringify(definition))).join('\n')).toMatch(expected);
  });

  test('takes a profile whose channels are all as they are by default', () => {
    expect(problems({ ...smallest, validation: { ...VALIDATION, training: { channels: [] } } })).toEqual([]);
  });

  test('has words for every option of ours', () => {
    const wordless = (schema: any, path: string): string[] => Object.entries<any>(schema.properties ?? {}).flatMap(([name, part]) => [
      ...(part.description || part.const !== undefined || name === 'name' || path === '' && name === 'description' ? [] : [`${path}/${name}`]),
      ...wordless(part, `${path}/${name}`),
      ...wordless(part.items ?? {}, `${path}/${name}`),
      ...(part.items?.oneOf ?? []).flatMap((kind: unknown) => wordless(kind, `${path}/${name}`)),
    ]);

    expect(wordless(definitionSchema(), '')).toEqual([]);
  });
});
