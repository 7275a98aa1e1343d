import { describe, expect, test } from 'vitest';
import { Concurrency, Hyperparameter, ImageFlavor, ImagePlatform, Metric, type SmAlgorithmProjectOptions } from '../../src';
import { DefinitionError } from '../../src/plan/definition-error';
import { resolvePlan } from '../../src/plan/resolve-plan';
import { RULES } from '../../src/rules/check-plan';
import { FULLEST, SMALLEST } from '../support/new-project';

type Change = (definition: SmAlgorithmProjectOptions) => SmAlgorithmProjectOptions;

const training = (part: object): Change => (definition) => ({ ...definition, training: { ...definition.training!, ...part } });
const inference = (part: object): Change => (definition) => ({ ...definition, inference: { ...definition.inference!, ...part } });
const channel = (part: object): Change => training({ channels: [{ name: 'training', contentTypes: ['text/csv'], ...part }] });
const validation = (part: object): Change => (definition) =>
  ({ ...definition, validation: { roleArn: 'arn:aws:iam::111122223333:role/AlgorithmValidation', s3Location: 's3://amzn-s3-demo-bucket/x', ...part } });
const top = (part: object): Change => (definition) => ({ ...definition, ...part });
const hyperparameter = (...items: Hyperparameter[]): Change => training({ hyperparameters: items });

const integer = (options: object) => Hyperparameter.integer('rounds', { min: 1, max: 9, ...options });
const many = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => item(index));

/** What is wrong · the change · the code · where · what the fix says. */
const CASES: Array<[string, Change, string, string, RegExp]> = [
  ['a name without letters', top({ name: '---' }), 'SMA_DEF_ALGORITHM_NAME', 'name', /iris-decision-tree/],
  ['an old Node', top({ imageNodeVersion: 18 }), 'SMA_DEF_NODE_VERSION', 'imageNodeVersion', /24/],
  ['a fractional Node', top({ imageNodeVersion: 24.1 }), 'SMA_DEF_NODE_VERSION', 'imageNodeVersion', /24/],
  ['a base image with a space', top({ baseImage: 'node 24' }), 'SMA_DEF_BASE_IMAGE', 'baseImage', /node:24/],
  ['a base image with a newline', top({ baseImage: 'node\nRUN rm' }), 'SMA_DEF_BASE_IMAGE', 'baseImage', /node:24/],
  ['a base image with a flag', top({ baseImage: '--platform=linux/arm64' }), 'SMA_DEF_BASE_IMAGE', 'baseImage', /node:24/],
  ['a base image with a quote', top({ baseImage: 'node:24"@#' }), 'SMA_DEF_BASE_IMAGE', 'baseImage', /node:24/],
  ['a path as external', top({ imageExternals: ['../x'] }), 'SMA_DEF_EXTERNAL', 'imageExternals[0]', /name of the package/],
  ['an external twice', top({ imageExternals: ['a', 'a'] }), 'SMA_DEF_EXTERNAL', 'imageExternals[1]', /remove/],
  ['an external with a version', top({ imageExternals: ['better-sqlite3@12'] }), 'SMA_DEF_EXTERNAL', 'imageExternals[0]', /"better-sqlite3"/],
  ['a builder image with a space', top({ imageFlavor: ImageFlavor.DISTROLESS, imageBuilder: 'node 24' }), 'SMA_DEF_BASE_IMAGE', 'imageBuilder', /node:24/],
  ['a builder image of a slim one', top({ imageBuilder: 'node:24' }), 'SMA_DEF_FLAVOR', 'imageBuilder', /DISTROLESS/],
  ['Debian packages without Debian', top({ imageFlavor: ImageFlavor.DISTROLESS, imageDebianPackages: ['libgomp1'] }), 'SMA_DEF_FLAVOR', 'imageDebianPackages', /SLIM/],
  ['a Debian package that is an option', top({ imageDebianPackages: ['libgomp1', '-o=x'] }), 'SMA_DEF_DEBIAN_PACKAGE', 'imageDebianPackages[1]', /libgomp1/],
  ['a Debian package that is a command', top({ imageDebianPackages: ['a;b'] }), 'SMA_DEF_DEBIAN_PACKAGE', 'imageDebianPackages[0]', /libgomp1/],
  ['a file outside of the project', top({ imageFiles: [{ source: 'a/../../x', target: '/opt/x' }] }), 'SMA_DEF_IMAGE_FILE', 'imageFiles[0].source', /relative/],
  ['an absolute file', top({ imageFiles: [{ source: '/etc/x', target: '/opt/x' }] }), 'SMA_DEF_IMAGE_FILE', 'imageFiles[0].source', /relative/],
  ['a file below /opt/ml', top({ imageFiles: [{ source: 'x', target: '/opt/ml/x' }] }), 'SMA_DEF_IMAGE_FILE', 'imageFiles[0].target', /words/],
  ['a file in the place of a program', top({ imageFiles: [{ source: 'x', target: '/opt/program/train' }] }), 'SMA_DEF_IMAGE_FILE', 'imageFiles[0].target', /words/],
  ['a file with a command in its path', top({ imageFiles: [{ source: 'x', target: '/opt/$(id)' }] }), 'SMA_DEF_IMAGE_FILE', 'imageFiles[0].target', /words/],
  ['a path with dots', top({ imageFiles: [{ source: 'x', target: '/opt/../etc/passwd' }] }), 'SMA_DEF_IMAGE_FILE', 'imageFiles[0].target', /words/],
  ['a flag of Node that is a file', top({ imageNodeFlags: ['x.js'] }), 'SMA_DEF_NODE_FLAG', 'imageNodeFlags[0]', /stack-size/],
  ['a flag that makes Node do something else', top({ imageNodeFlags: ['--print=1'] }), 'SMA_DEF_NODE_FLAG', 'imageNodeFlags[0]', /stack-size/],
  ['a heap larger than the memory', top({ imageHeapPercent: 120 }), 'SMA_DEF_HEAP', 'imageHeapPercent', /75/],
  ['a heap by percent of an older Node', top({ imageNodeVersion: 22, imageHeapPercent: 75 }), 'SMA_DEF_HEAP', 'imageHeapPercent', /max-old-space-size=/],
  ['a version that is no tag', top({ algorithmVersion: '1.0 beta' }), 'SMA_DEF_VERSION', 'algorithmVersion', /"1\.0-beta"/],
  ['an account of 11 digits', top({ ecrAccountId: '11112222333' }), 'SMA_DEF_ECR_ACCOUNT', 'ecrAccountId', /111122223333/],
  ['a Region of no partition', top({ ecrRegion: 'moon-north-1' }), 'SMA_DEF_ECR_REGION', 'ecrRegion', /us-east-1/],
  ['an upper-case repository', top({ ecrRepository: 'Acme/Iris' }), 'SMA_DEF_ECR_REPOSITORY', 'ecrRepository', /iris-decision-tree/],
  ['a key whose id is no file name', top({ artifactEncryption: { keyId: '../k1' } }), 'SMA_DEF_KEY_ID', 'artifactEncryption.keyId', /'k1'/],
  ['an empty id of a rotated key', top({ artifactEncryption: { keyId: 'k1', rotatedKeyIds: [''] } }), 'SMA_DEF_KEY_ID', 'artifactEncryption.rotatedKeyIds[0]', /'k1'/],
  ['one key twice', top({ artifactEncryption: { keyId: 'k1', rotatedKeyIds: ['k0', 'k1'] } }), 'SMA_DEF_KEY_ID', 'artifactEncryption.rotatedKeyIds[1]', /new id/],
  ['a description of two lines', top({ description: 'one\ntwo' }), 'SMA_REQ_DESCRIPTION', 'description', /one line/],
  ['a description that is too long', channel({ description: 'x'.repeat(1030) }), 'SMA_REQ_DESCRIPTION', 'training.channels[0].description', /6 characters/],
  ['no channel', training({ channels: [] }), 'SMA_REQ_CHANNEL_COUNT', 'training.channels', /declare/],
  ['nine channels', training({ channels: many(9, (index) => ({ name: `c${index}`, contentTypes: ['text/csv'] })) }),
    'SMA_REQ_CHANNEL_COUNT', 'training.channels', /one channel/],
  ['a channel with a space', channel({ name: 'train data' }), 'SMA_DEF_CHANNEL_NAME', 'training.channels[0].name', /"train-data"/],
  ['a channel that leaves its folder', channel({ name: '..' }), 'SMA_DEF_CHANNEL_NAME', 'training.channels[0].name', /"training"/],
  ['two channels of one name', training({ channels: many(2, () => ({ name: 'a', contentTypes: ['text/csv'] })) }),
    'SMA_REQ_CHANNEL_DUPLICATE', 'training.channels[1].name', /rename/],
  ['two channels whose folders are one on macOS', training({ channels: ['a', 'A'].map((name) => ({ name, contentTypes: ['text/csv'] })) }),
    'SMA_DEF_CHANNEL_CASE', 'training.channels[1].name', /rename/],
  ['17 variables of the inference container', inference({ environment: Object.fromEntries(many(17, (index) => [`V${index}`, ''])) }),
    'SMA_DEF_ENVIRONMENT_COUNT', 'inference.environment', /16/],
  ['an input mode twice', channel({ inputModes: ['File', 'File'] }), 'SMA_DEF_REPEATED', 'training.channels[0].inputModes[1]', /remove/],
  ['a channel without input mode', channel({ inputModes: [] }), 'SMA_REQ_EMPTY_LIST', 'training.channels[0].inputModes', /File/],
  ['101 hyperparameters', hyperparameter(...many(101, (index) => Hyperparameter.freeText(`h${index}`))),
    'SMA_REQ_HYPERPARAMETER_COUNT', 'training.hyperparameters', /free-text/],
  ['a reserved hyperparameter', hyperparameter(Hyperparameter.freeText('sagemaker_rounds')),
    'SMA_DEF_HYPERPARAMETER_NAME', 'training.hyperparameters[0].name', /"rounds"/],
  ['two hyperparameters of one name', hyperparameter(integer({}), integer({})),
    'SMA_REQ_HYPERPARAMETER_DUPLICATE', 'training.hyperparameters[1].name', /rename/],
  ['a range upside down', hyperparameter(integer({ min: 10 })), 'SMA_REQ_RANGE_ORDER', 'training.hyperparameters[0].min', /swap/],
  ['a fractional bound of an integer', hyperparameter(integer({ max: 9.5 })),
    'SMA_REQ_RANGE_NUMBER', 'training.hyperparameters[0].max', /continuous/],
  ['no values to choose from', hyperparameter(Hyperparameter.categorical('kind', { values: [] })),
    'SMA_REQ_ITEM_COUNT', 'training.hyperparameters[0].values', /add/],
  ['a value twice', hyperparameter(Hyperparameter.categorical('kind', { values: ['a', 'a'] })),
    'SMA_DEF_REPEATED', 'training.hyperparameters[0].values[1]', /remove/],
  ['a default outside the range', hyperparameter(integer({ default: 10 })),
    'SMA_REQ_DEFAULT', 'training.hyperparameters[0].default', /range/],
  ['a fractional default of an integer', hyperparameter(integer({ default: 2.5 })),
    'SMA_REQ_DEFAULT', 'training.hyperparameters[0].default', /3/],
  ['a default that is none of the values', hyperparameter(Hyperparameter.categorical('kind', { values: ['gini'], default: 'ginni' })),
    'SMA_REQ_DEFAULT', 'training.hyperparameters[0].default', /use "gini"/],
  ['a free-text default that is too long', hyperparameter(Hyperparameter.freeText('note', { default: 'x'.repeat(2501) })),
    'SMA_REQ_LENGTH', 'training.hyperparameters[0].default', /shorten/],
  ['a required hyperparameter with a default', hyperparameter(integer({ required: true, default: 3 })),
    'SMA_REQ_DEFAULT_AND_REQUIRED', 'training.hyperparameters[0].required', /remove one/],
  ['41 metrics', training({ metrics: many(41, (index) => Metric.report(`m${index}`)) }), 'SMA_REQ_METRIC_COUNT', 'training.metrics', /log/],
  ['a metric with a space', training({ metrics: [Metric.maximize('hold out')] }), 'SMA_DEF_METRIC_NAME', 'training.metrics[0].name', /"hold_out"/],
  ['two metrics of one name', training({ metrics: [Metric.report('a'), Metric.maximize('a')] }),
    'SMA_REQ_METRIC_DUPLICATE', 'training.metrics[1].name', /rename/],
  ['a content type with parameters', inference({ contentTypes: ['text/csv; charset=utf-8'] }),
    'SMA_DEF_CONTENT_TYPE', 'inference.contentTypes[0]', /"text\/csv"/],
  ['a content type of a channel that is none', channel({ contentTypes: ['csv'] }),
    'SMA_DEF_CONTENT_TYPE', 'training.channels[0].contentTypes[0]', /text\/csv/],
  ['a response type with a dot before the slash', inference({ responseTypes: ['x.y/z'] }), 'SMA_REQ_PATTERN', 'inference.responseTypes[0]', /use/],
  ['no content type', inference({ contentTypes: [] }), 'SMA_REQ_EMPTY_LIST', 'inference.contentTypes', /at least one/],
  ['an instance type without prefix', training({ instanceTypes: ['m5.xlarge'] }), 'SMA_REQ_INSTANCE_TYPE', 'training.instanceTypes[0]', /"ml\.m5\.xlarge"/],
  ['an ARM instance type', inference({ realtimeInstanceTypes: ['ml.c7g.large'] }), 'SMA_DEF_PLATFORM', 'inference.realtimeInstanceTypes[0]', /x86/],
  ['an empty list of instance types', inference({ realtimeInstanceTypes: [] }), 'SMA_REQ_EMPTY_LIST', 'inference.realtimeInstanceTypes', /at least one/],
  ['an algorithm name with a dot', top({ algorithmName: 'acme.churn' }), 'SMA_DEF_ALGORITHM_NAME', 'algorithmName', /iris-decision-tree/],
  ['a bound that JavaScript cannot hold', hyperparameter(integer({ max: 2 ** 60 })),
    'SMA_DEF_HYPERPARAMETER_RANGE', 'training.hyperparameters[0].max', /9007199254740991/],
  ['a folder that is called like a pipe', training({ channels: [
    { name: 'a', contentTypes: ['text/csv'], inputModes: ['Pipe'] }, { name: 'a_0', contentTypes: ['text/csv'] },
  ] }), 'SMA_DEF_CHANNEL_FIFO', 'training.channels[1].name', /"a-0"/],
  ['a compression type twice', channel({ compressionTypes: ['None', 'None'] }), 'SMA_DEF_REPEATED', 'training.channels[0].compressionTypes[1]', /remove/],
  ['no compression type', channel({ compressionTypes: [] }), 'SMA_REQ_EMPTY_LIST', 'training.channels[0].compressionTypes', /"None"/],
  ['x86 training types for an ARM image', top({ imagePlatform: 'linux/arm64' }), 'SMA_DEF_PLATFORM', 'training.instanceTypes[0]', /LINUX_AMD64/],
  ['a product on ARM', top({ imagePlatform: 'linux/arm64', certifyForMarketplace: true }), 'SMA_DEF_MARKETPLACE_PLATFORM', 'imagePlatform', /LINUX_AMD64/],
  ['a product without a validation', top({ certifyForMarketplace: true }), 'SMA_REQ_MARKETPLACE_VALIDATION', 'validation', /certifyForMarketplace|CertifyForMarketplace/],
  ['a validation that is nowhere', validation({ s3Location: 'my-bucket/x' }), 'SMA_DEF_S3_LOCATION', 'validation.s3Location', /s3:\/\/my-bucket\/x/],
  ['a product whose transform job is not run', (definition) => validation({ transformJob: false })(top({ certifyForMarketplace: true })(definition)),
    'SMA_DEF_MARKETPLACE_TRANSFORM', 'validation.transformJob', /remove it/],
  ['a channel that is called like the folder of models', (definition) => validation({})(channel({ name: 'output' })(definition)),
    'SMA_DEF_S3_OVERLAP', 'validation.training.channels["output"].s3Uri', /location of its own/],
  ['a channel that is called like the folder of predictions', (definition) => validation({})(channel({ name: 'transform-output' })(definition)),
    'SMA_DEF_S3_OVERLAP', 'validation.training.channels["transform-output"].s3Uri', /location of its own/],
  ['predictions in the folder of requests', validation({ transform: { outputS3Uri: 's3://amzn-s3-demo-bucket/x/transform/out' } }),
    'SMA_DEF_S3_OVERLAP', 'validation.transform.inputS3Uri', /location of its own/],
  ['a seed with a fraction', validation({ training: { channels: [{ name: 'training', shuffleSeed: 1.5 }] } }),
    'SMA_REQ_TYPE', 'validation.training.channels["training"].shuffleSeed', /use 2/],
  ['a manifest without attributes', (definition) =>
    validation({ training: { channels: [{ name: 'training', s3DataType: 'AugmentedManifestFile' }] } })(channel({ inputModes: ['Pipe'] })(definition)),
  'SMA_REQ_AUGMENTED_MANIFEST', 'validation.training.channels["training"].attributeNames', /source-ref/],
  ['a tag with a bracket', top({ tags: { 'a(b)': 'x' } }), 'SMA_REQ_PATTERN', 'tags.a(b)', /"team"/],
  ['a transform job that is not run', validation({ transformJob: false, transform: {} }), 'SMA_DEF_OPTION_CONFLICT', 'validation.transform', /remove one/],
  ['a regex with two groups', training({ metrics: [Metric.report('a', { regex: '(a)(b)' })] }), 'SMA_REQ_METRIC_REGEX', 'training.metrics[0].regex', /\(\?:/],
  ['no worker', inference({ concurrency: Concurrency.workers({ count: 0 }) }), 'SMA_DEF_SERVING_NUMBER', 'inference.concurrency.count', /use 1/],
  ['no process', inference({ concurrency: Concurrency.inline({ processes: 0 }) }), 'SMA_DEF_SERVING_NUMBER', 'inference.concurrency.processes', /use 1/],
  ['half a worker', inference({ concurrency: Concurrency.workers({ count: 2.5 }) }), 'SMA_DEF_SERVING_NUMBER', 'inference.concurrency.count', /use 3/],
  ['a queue for nobody', inference({ queueMax: 0 }), 'SMA_DEF_SERVING_NUMBER', 'inference.queueMax', /use 1/],
  ['batches of one', inference({ batching: { maxRequests: 1 } }), 'SMA_DEF_SERVING_NUMBER', 'inference.batching.maxRequests', /use 2/],
  ['a wait before now', inference({ batching: { maxRequests: 2, maxWaitMs: -1 } }), 'SMA_DEF_SERVING_NUMBER', 'inference.batching.maxWaitMs', /use 0/],
  ['an answer after two hours', inference({ timeoutSeconds: 7200 }), 'SMA_DEF_SERVING_NUMBER', 'inference.timeoutSeconds', /use 3600/],
  ['no request at a time', inference({ executionParameters: { maxConcurrentTransforms: 0 } }),
    'SMA_DEF_SERVING_NUMBER', 'inference.executionParameters.maxConcurrentTransforms', /use 1/],
  ['requests of 101 MB', inference({ executionParameters: { maxPayloadMb: 101 } }),
    'SMA_DEF_SERVING_NUMBER', 'inference.executionParameters.maxPayloadMb', /use 100/],
  ['transforms that hold 120 MB together', inference({ executionParameters: { maxConcurrentTransforms: 20 } }),
    'SMA_DEF_EXECUTION_PAYLOAD', 'inference.executionParameters.maxConcurrentTransforms', /use 16/],
  ['a dimension that would end a header', inference({ metering: { dimension: 'a\nb' } }),
    'SMA_DEF_METERING_DIMENSION', 'inference.metering.dimension', /inference\.count/],
  ['streamed answers to batches', inference({ batching: { maxRequests: 8 }, streaming: true }), 'SMA_DEF_BATCHING_STREAMING', 'inference.batching', /remove/],
];

/** What is worth a word · the change · the code · where · what the fix says. */
const WARNINGS: typeof CASES = [
  ['hyperparameters that differ in case', hyperparameter(Hyperparameter.freeText('depth'), Hyperparameter.freeText('Depth')),
    'SMA_DEF_HYPERPARAMETER_VARIABLE', 'training.hyperparameters[1].name', /rename/],
  ['gzip without a pipe', channel({ compressionTypes: ['Gzip'] }), 'SMA_REQ_CHANNEL_GZIP', 'training.channels[0].compressionTypes', /Pipe/],
  ['an instance type that is not known', training({ instanceTypes: ['ml.m55.xlarge'] }),
    'SMA_REQ_INSTANCE_TYPE_UNKNOWN', 'training.instanceTypes[0]', /"ml\.m5\.xlarge"/],
  ['a long default', hyperparameter(Hyperparameter.freeText('note', { default: 'x'.repeat(300) })),
    'SMA_REQ_VALUE_LENGTH', 'training.hyperparameters[0].default', /256/],
];

function problemsOf(definition: object) {
  try {
    resolvePlan(definition, () => []);
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
}

describe('the rules', () => {
  test.each(CASES)('refuse %s', (_, change, code, path, fix) => {
    const problems = problemsOf(change(SMALLEST));

    expect(problems.map((problem) => [problem.code, problem.path])).toContainEqual([code, path]);
    expect(problems.find((problem) => problem.code === code)!.fix).toMatch(fix);
  });

  test.each(WARNINGS)('warn of %s', (_, change, code, path, fix) => {
    const { warnings } = resolvePlan(change(SMALLEST), () => []);

    expect(warnings.map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
    expect(warnings[0].fix).toMatch(fix);
  });

  test.each([
    ['a metric of any name with a regex of its own', training({ metrics: [Metric.report('hold out', { regex: 'took ([0-9]+)' })] })],
    ['a piped channel beside the folder of a stream that is none', training({ channels: [
      { name: 'a', contentTypes: ['text/csv'] }, { name: 'a_0', contentTypes: ['text/csv'] },
    ] })],
    ['Graviton types for ARM images', (definition: SmAlgorithmProjectOptions) => ({
      ...definition,
      imagePlatform: ImagePlatform.LINUX_ARM64,
      training: { ...definition.training!, instanceTypes: ['ml.p6e-gb200.36xlarge'] },
      inference: { ...definition.inference!, realtimeInstanceTypes: ['ml.c7g.large'], transformInstanceTypes: ['ml.m99g.large'] },
    })],
    ['transforms without a limit of their size', inference({ executionParameters: { maxConcurrentTransforms: 100, maxPayloadMb: 0 } })],
    ['outputs above the inputs', validation({ training: { outputS3Uri: 's3://amzn-s3-demo-bucket' }, transform: { outputS3Uri: 's3://amzn-s3-demo-bucket/x' } })],
  ] as Array<[string, Change]>)('let pass %s', (_, change) => {
    expect(problemsOf(change(SMALLEST))).toEqual([]);
  });

  test('tell a mistake where it was made, and not again where something follows from it', () => {
    const places = (change: Change) => problemsOf(change(SMALLEST)).map(({ path }) => path);

    expect(places(validation({ s3Location: 'my-bucket' }))).toEqual(['validation.s3Location']);
    expect(places((definition) => validation({})(training({ instanceTypes: ['m5.xlarge'] })(definition)))).toEqual(['training.instanceTypes[0]']);
    expect(places((definition) => validation({})(inference({ transformInstanceTypes: [] })(definition)))).toEqual(['inference.transformInstanceTypes']);
    expect(places((definition) => validation({})(channel({ contentTypes: [] })(definition)))).toEqual(['training.channels[0].contentTypes']);
    expect(places(inference({ contentTypes: [] }))).toEqual(['inference.contentTypes']);
    expect(places(training({ metrics: [Metric.report('x'.repeat(600))] }))).toEqual(['training.metrics[0].name']);
    expect(places(top({ algorithmVersion: 'a b' }))).toEqual(['algorithmVersion']);
  });

  test('tell a location of the profile once, and not where nobody wrote one', () => {
    const product = top({ certifyForMarketplace: true, ecrAccountId: '111122223333', ecrRegion: 'eu-west-1' });
    const places = (part: object) => problemsOf(validation(part)(product(SMALLEST))).map(({ code, path }) => [code, path]);

    expect(places({ s3Location: 's3://' })).toEqual([['SMA_DEF_S3_LOCATION', 'validation.s3Location']]);
    expect(places({ s3Location: 'https://acme.s3.us-east-1.amazonaws.com/x/' })).toEqual([['SMA_REQ_MARKETPLACE_REGION', 'validation.s3Location']]);
    expect(places({ s3Location: `s3://${'x'.repeat(1030)}` })).toEqual([['SMA_REQ_LENGTH', 'validation.s3Location']]);
    expect(places({ training: { outputS3Uri: 'https://acme.s3.us-east-1.amazonaws.com/x/output/' } })).toEqual([['SMA_REQ_MARKETPLACE_REGION', 'validation.training.outputS3Uri']]);
    expect(places({ roleArn: 'x' })).toEqual([['SMA_REQ_PATTERN', 'validation.roleArn']]);
    expect(places({ transformJob: false })).toEqual([['SMA_DEF_MARKETPLACE_TRANSFORM', 'validation.transformJob']]);
  });

  test('tell what only the request knows of a value that was not given', () => {
    expect(problemsOf(inference({ contentTypes: ['application/vnd.acme', 'x.y/z'] })(SMALLEST)).map(({ path }) => path)).toEqual(['inference.responseTypes[1]']);
  });

  test('are not hidden by one another', () => {
    expect(problemsOf({ ...SMALLEST, name: '---', ecrRepository: 'BAD/' }).map(({ path }) => path)).toEqual(['name', 'ecrRepository']);
    expect(problemsOf(hyperparameter(integer({ min: 10, default: 5 }))(SMALLEST)).map(({ code }) => code)).toEqual(['SMA_REQ_RANGE_ORDER']);
  });

  test('are each broken by some case', () => {
    const broken = new Set([...CASES, ...WARNINGS].map(([, , code]) => code));

    expect(RULES.map(({ code }) => code).filter((code) => !broken.has(code))).toEqual([]);
  });

  test('have codes that are all different', () => {
    const codes = RULES.map(({ code }) => code);

    expect(new Set(codes).size).toBe(codes.length);
  });

  test.each([['smallest', SMALLEST], ['fullest', FULLEST]])('let the %s definition pass', (_, definition) => {
    expect(problemsOf(definition)).toEqual([]);
  });
});
