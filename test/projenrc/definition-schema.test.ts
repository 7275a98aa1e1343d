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
  test.each([
    ['a missing part', { ...smallest, inference: undefined }, /must have required property 'inference'/],
    ['a misspelt option', { ...smallest, training: { ...smallest.training, hyperparameter: [] } }, /training must NOT have additional properties/],
    ['nine channels', { ...smallest, training: { channels: Array.from({ length: 9 }, (_, index) => ({ name: `c${index}`, contentTypes: ['a/b'] })) } }, /more than 8 items/],
    ['a channel with a space', { ...smallest, training: { channels: [{ name: 'a b', contentTypes: ['a/b'] }] } }, /channels\/0\/name must match pattern/],
    ['an unknown input mode', { ...smallest, training: { channels: [{ name: 'a', contentTypes: ['a/b'], inputModes: ['Fifo'] }] } }, /allowed values/],
    ['a hyperparameter without its range', { ...smallest, training: { ...smallest.training, hyperparameters: [{ kind: 'integer', name: 'a' }] } }, /'min'/],
    ['a role that is none', { ...smallest, validation: { roleArn: 'me', s3Location: 's3://a' } }, /roleArn must match pattern/],
    ['an account of 11 digits', { ...smallest, ecrAccountId: '11112222333' }, /ecrAccountId must match pattern/],
    ['a text where a number stands', { ...smallest, imageNodeVersion: '24' }, /imageNodeVersion must be integer/],
  ])('refuses %s', (_, definition, expected) => {
    expect(problems(JSON.parse(JSON.stringify(definition))).join('\n')).toMatch(expected);
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
