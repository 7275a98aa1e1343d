import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CREATE_ALGORITHM_SHAPE } from '../../src/contract/create-algorithm-shape';
import { REALTIME_INSTANCE_TYPES, TRAINING_INSTANCE_TYPES, TRANSFORM_INSTANCE_TYPES } from '../../src/contract/instance-types';
import type { RequestShape } from '../../src/contract/request-shape';
import { FULLEST } from '../support/new-project';
import { type Change, SAMPLES, all, changed, drop, requestOf, set } from '../support/requests';
import { type ModelShape, type ServiceModel, amended, violations } from '../support/service-model';
import { SINCE_2022 } from '../support/service-model-amendments';
import decisionTree from './fixtures/decision-tree.json';

/** `apt-get install -y python3-botocore` brings it; this test is in the Docker tier because apt is at hand there. */
const MODEL = '/usr/lib/python3/dist-packages/botocore/data/sagemaker/2017-07-24/service-2.json';

const INPUT = 'CreateAlgorithmInput';

function readModel(): ServiceModel {
  if (existsSync(MODEL)) return JSON.parse(readFileSync(MODEL, 'utf8'));
  if (existsSync(`${MODEL}.gz`)) return JSON.parse(gunzipSync(readFileSync(`${MODEL}.gz`)).toString('utf8'));
  throw new Error(`${MODEL} is not there: apt-get install -y python3-botocore`);
}

const debian = readModel();
const model = amended(debian, SINCE_2022);

/** A pattern without what means the same: anchors, since all are for the whole text, and escapes that classes do not need. */
function plainPattern(pattern: string | undefined): string | undefined {
  const plain = pattern?.replace(/^\^|\$$/g, '').replace(/\\([-./])/g, '$1').replace(/\[\\S\]/g, '\\S').replace(/^\((.*)\)$/, '$1');
  return plain === undefined || /^\[\\S\\s\][*+]$/.test(plain) ? undefined : plain;
}

/** A shape in words that both sides can be put into. */
const facts = (type: string, { min, max }: { min?: number; max?: number }, pattern?: string, values?: readonly string[]): string =>
  JSON.stringify({ type, min: min || undefined, max, pattern: plainPattern(pattern), values: values && [...values].sort() });

/** Everything in which our form of a request differs from a shape of the model. */
function differences(ours: RequestShape, name: string, path: string): string[] {
  const theirs: ModelShape = model.shapes[name];
  const limits = ours as { min?: number; max?: number; pattern?: RegExp; values?: readonly string[] };
  const own = facts(ours.type, limits, limits.pattern?.source, limits.values);
  const other = facts(theirs.type, theirs, theirs.pattern, theirs.enum);
  const here = own === other ? [] : [`${path}: ${own}, the model ${other}`];
  if (ours.type !== theirs.type) return here;
  switch (ours.type) {
    case 'list': return [...here, ...differences(ours.of, theirs.member!.shape, `${path}[]`)];
    case 'map': return [...here, ...differences(ours.key, theirs.key!.shape, `${path} key`), ...differences(ours.of, theirs.value!.shape, `${path} value`)];
    case 'structure': {
      const members = theirs.members ?? {};
      const sets = [Object.keys(ours.members), Object.keys(members)].map((names) => JSON.stringify([...names].sort()));
      return [
        ...here,
        ...(sets[0] === sets[1] ? [] : [`${path}: members ${sets[0]}, the model ${sets[1]}`]),
        ...Object.entries(ours.members).filter(([member]) => Object.hasOwn(members, member)).flatMap(([member, { shape, required }]) => [
          ...(required === (theirs.required ?? []).includes(member) ? [] : [`${path}.${member}: required is ${required}`]),
          ...differences(shape, members[member].shape, `${path}.${member}`),
        ]),
      ];
    }
    default: return here;
  }
}

const JOB = 'ValidationSpecification.ValidationProfiles[0].TrainingJobDefinition';

/** What is wrong · the change · what the validator says. */
const BROKEN: Array<[string, Change, RegExp]> = [
  ['no channels', drop('TrainingSpecification.TrainingChannels'), /no TrainingChannels/],
  ['nine channels', set('TrainingSpecification.TrainingChannels', Array.from({ length: 9 }, () => (
    { Name: 'a', SupportedContentTypes: [], SupportedInputModes: ['File'] }))), /size 9/],
  ['a misspelt member', set('Tagz', []), /unknown Tagz/],
  ['a name with a dot', set('AlgorithmName', 'a.b'), /does not match/],
  ['a description with a newline', set('AlgorithmDescription', 'a\nb'), /does not match/],
  ['an input mode in capitals', set(`${JOB}.TrainingInputMode`, 'FILE'), /none of the enum/],
  ['a bound that is a number', set('TrainingSpecification.SupportedHyperParameters[0].Range.IntegerParameterRangeSpecification.MinValue', 1), /no string/],
  ['a negative count', set(`${JOB}.ResourceConfig.InstanceCount`, -1), /-1 outside/],
  ['a fraction', set(`${JOB}.ResourceConfig.VolumeSizeInGB`, 1.5), /no whole number/],
  ['a flag that is a text', set('CertifyForMarketplace', 'true'), /no boolean/],
  ['a long variable', set('InferenceSpecification.Containers[0].Environment.X', 'x'.repeat(1025)), /size 1025/],
  ['two profiles', set('ValidationSpecification.ValidationProfiles[1]', requestOf(FULLEST).ValidationSpecification!.ValidationProfiles[0]), /size 2/],
  ['two mistakes', all(set('AlgorithmName', ''), set('Tags', {})), /size 0[\s\S]*no list/],
];

describe('the service model that Debian carries', () => {
  test.each([...SAMPLES.map(([name, definition]) => [name, requestOf(definition)] as const), ['decision-tree', decisionTree] as const])(
    'accepts the request of the %s definition', (_, request) => {
      expect(violations(model, INPUT, request)).toEqual([]);
    });

  test.each(BROKEN)('refuses %s', (_, change, message) => {
    expect(violations(model, INPUT, changed(requestOf(FULLEST), change)).join('\n')).toMatch(message);
  });

  test('accepts what it knew in 2022 without any amendment', () => {
    const [, smallest] = SAMPLES[0];
    const former = (name: string) => violations(debian, INPUT, requestOf(SAMPLES.find(([known]) => known === name)![1]));

    expect(smallest.name).toBe('smallest');
    expect([former('smallest'), former('iris-decision-tree'), violations(debian, INPUT, decisionTree)]).toEqual([[], [], []]);
    // Archives beside images and waiting for capacity are newer.
    expect(former('fullest').length).toBeGreaterThan(0);
  });

  test('says the same as our form of a request, member by member', () => {
    expect(differences(CREATE_ALGORITHM_SHAPE, INPUT, 'request')).toEqual([]);
  });

  test('needs every amendment', () => {
    const needless = Object.keys(SINCE_2022).filter((name) => JSON.stringify(model.shapes[name]) === JSON.stringify(debian.shapes[name]));

    expect(needless).toEqual([]);
  });

  test.each([
    ['TrainingInstanceType', TRAINING_INSTANCE_TYPES], ['TransformInstanceType', TRANSFORM_INSTANCE_TYPES], ['ProductionVariantInstanceType', REALTIME_INSTANCE_TYPES],
  ])('knows no %s that our list does not have', (name, ours) => {
    expect(debian.shapes[name].enum!.filter((type) => !ours.includes(type))).toEqual([]);
  });
});
