import { basename, join } from 'node:path';
import type { CreateAlgorithmCommandInput } from '@aws-sdk/client-sagemaker';
import {
  type CompilerOptions, ModuleKind, ModuleResolutionKind, ScriptTarget, createCompilerHost, createProgram, createSourceFile,
  flattenDiagnosticMessageText,
} from 'typescript';
import { describe, expect, test } from 'vitest';
import decisionTree from './fixtures/decision-tree.json';
import { Hyperparameter, ImageLayout, InputMode, type SmAlgorithmProjectOptions } from '../../src';
import type { CreateAlgorithmRequest } from '../../src/contract/create-algorithm';
import { CREATE_ALGORITHM_SHAPE } from '../../src/contract/create-algorithm-shape';
import { DEFINITION_FIELDS } from '../../src/plan/definition-shape';
import type { Fields, Shape } from '../../src/plan/shape';
import { decimal } from '../../src/request/decimal';
import { checkRequest } from '../../src/rules/check-request';
import { everyPart } from '../../src/rules/request/walk';
import { FULLEST, SMALLEST, newProject } from '../support/new-project';
import { SAMPLES, requestOf } from '../support/requests';

const CPU_TYPES = [
  ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'], ['m5', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
  ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'], ['c5', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
].flatMap(([family, sizes]) => sizes.split(' ').map((size) => `ml.${family}.${size}`));

/** What AWS's public sample of a decision-tree algorithm product states. */
const DECISION_TREE: SmAlgorithmProjectOptions = {
  name: 'decision-tree',
  description: 'Decision tree',
  algorithmName: 'decision-tree-1-0-0',
  algorithmVersion: '1.0.0',
  imageLayout: ImageLayout.COMBINED,
  ecrAccountId: '111122223333',
  ecrRegion: 'us-east-2',
  certifyForMarketplace: true,
  training: {
    channels: [{ name: 'training', description: 'Rows to learn from, the label first', contentTypes: ['text/csv'], inputModes: [InputMode.FILE] }],
    hyperparameters: [Hyperparameter.integer('max_leaf_nodes', {
      min: 1, max: 100000, default: 100, tunable: true, description: 'Grow a tree with max_leaf_nodes in best-first fashion.',
    })],
    instanceTypes: CPU_TYPES,
  },
  inference: { contentTypes: ['text/csv'], realtimeInstanceTypes: CPU_TYPES, transformInstanceTypes: CPU_TYPES },
  validation: {
    roleArn: 'arn:aws:iam::111122223333:role/DecisionTreeValidation',
    s3Location: 's3://amzn-s3-demo-bucket/decision-tree/',
    profileName: 'ValidationProfile1',
  },
};

/** The paths of all that a definition can say which one does not. */
function unsaid(given: any, fields: Fields, path = ''): string[] {
  const below = (value: any, shape: Shape, at: string): string[] => {
    switch (shape.kind) {
      case 'struct': return unsaid(value, shape.fields, `${at}.`);
      // Said by some item is said.
      case 'list': return intersection((value as unknown[]).map((item) => below(item, shape.of, at)));
      default: return [];
    }
  };
  return Object.entries(fields).flatMap(([name, { shape }]) =>
    (given[name] === undefined ? [`${path}${name}`] : below(given[name], shape, `${path}${name}`)));
}

const intersection = ([first = [], ...others]: string[][]): string[] => first.filter((item) => others.every((list) => list.includes(item)));

/** What TypeScript says of each text, which may use the type of the SDK's input. */
function diagnosticsOf(texts: readonly string[]): string[][] {
  const names = texts.map((_, index) => join(__dirname, `virtual-${index}.ts`));
  const options: CompilerOptions = {
    strict: true, noEmit: true, skipLibCheck: true, types: [],
    target: ScriptTarget.ES2022, module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler,
  };
  const host = createCompilerHost(options);
  const textOf = (name: string): string | undefined => {
    const index = names.findIndex((known) => basename(known) === basename(name));
    return index < 0 ? undefined : `import type { CreateAlgorithmCommandInput } from '@aws-sdk/client-sagemaker';\n${texts[index]}`;
  };
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => textOf(name) !== undefined || fileExists(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = textOf(name);
    return text === undefined ? getSourceFile(name, target, ...rest) : createSourceFile(name, text, target);
  };
  const program = createProgram(names, options, host);
  return names.map((name) => program.getSemanticDiagnostics(program.getSourceFile(name))
    .map(({ messageText }) => flattenDiagnosticMessageText(messageText, '\n')));
}

describe('the request of', () => {
  test.each(SAMPLES)('the %s definition obeys every rule', (_, definition) => {
    expect(checkRequest(requestOf(definition))).toEqual({ errors: [], warnings: [] });
  });

  test('the samples is what the types of the SDK accept, and they accept nothing else', () => {
    const misspelt = { ...requestOf(SMALLEST), CertifyForMarketplace: 'yes', Tagz: [] };
    const requests = [...SAMPLES.map(([, definition]) => requestOf(definition)), decisionTree, misspelt];
    const problems = diagnosticsOf(requests.map((request) =>
      `const request: CreateAlgorithmCommandInput = ${JSON.stringify(request)}; export default request;`));

    expect(problems.slice(0, -1)).toEqual(requests.slice(1).map(() => []));
    expect(problems.at(-1)!.join('\n')).toMatch(/'Tagz' does not exist|'string' is not assignable/);
  }, 90_000);

  test('the type of our own is one that the SDK takes, apart from instance types, which grow faster than lists do', () => {
    type Loose<T> = T extends string ? string : T extends object ? { [K in keyof T]: Loose<T[K]> } : T;
    const accepted = (request: CreateAlgorithmRequest): Loose<CreateAlgorithmCommandInput> => request;
    const members: Array<keyof CreateAlgorithmCommandInput> = [
      'AlgorithmName', 'AlgorithmDescription', 'TrainingSpecification', 'InferenceSpecification', 'ValidationSpecification', 'CertifyForMarketplace', 'Tags',
    ];

    expect(Object.keys(accepted(requestOf(FULLEST)))).toEqual(members);
    expect(Object.keys(CREATE_ALGORITHM_SHAPE.members)).toEqual(members);
  });

  test('a definition that says what the public decision-tree sample asks for is that request', () => {
    expect(requestOf(DECISION_TREE)).toEqual(decisionTree);
    expect(JSON.parse(newProject(DECISION_TREE).read('algorithm/create-algorithm.json'))).toEqual(decisionTree);
  });

  test('the smallest definition says what is needed and no more', () => {
    expect(requestOf(SMALLEST)).toEqual({
      AlgorithmName: 'smallest',
      TrainingSpecification: {
        TrainingImage: 'ACCOUNT.dkr.ecr.REGION.amazonaws.com/smallest-training:VERSION',
        SupportedTrainingInstanceTypes: ['ml.m5.xlarge'],
        SupportsDistributedTraining: false,
        TrainingChannels: [{
          Name: 'training',
          IsRequired: true,
          SupportedContentTypes: ['text/csv'],
          SupportedCompressionTypes: ['None'],
          SupportedInputModes: ['File', 'FastFile'],
        }],
      },
      InferenceSpecification: {
        Containers: [{ Image: 'ACCOUNT.dkr.ecr.REGION.amazonaws.com/smallest-inference:VERSION' }],
        SupportedTransformInstanceTypes: ['ml.m5.xlarge'],
        SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'],
        SupportedContentTypes: ['text/csv'],
        SupportedResponseMIMETypes: ['text/csv'],
      },
      CertifyForMarketplace: false,
    });
  });

  test('the fullest definition says all that a definition can say', () => {
    // `starter` is read by `projen new` only.
    expect(unsaid(FULLEST, DEFINITION_FIELDS)).toEqual(['starter', 'imageBuilder']);
    expect(everyPart(requestOf(FULLEST), CREATE_ALGORITHM_SHAPE).filter(([, { type }]) => type !== 'structure' && type !== 'list').length).toBeGreaterThan(90);
  });
});

describe('a number in a request', () => {
  test.each([
    [0.001, '0.001'], [1e-7, '0.0000001'], [-2.5e-8, '-0.000000025'], [1e21, '1000000000000000000000'], [1.5e22, '15000000000000000000000'], [100000, '100000'], [-0, '0'],
  ])('%s is %s', (value, text) => {
    expect(decimal(value)).toBe(text);
  });
});
