import { describe, expect, test } from 'vitest';
import type {
  ChannelSpecification, CreateAlgorithmRequest, HyperParameterSpecification, InferenceSpecification, TrainingSpecification,
} from '../../src/contract/create-algorithm';
import { parsePlan, type AlgorithmPlan } from '../../src/contract/plan';
import { CHANGE_KINDS, compareRequests, versionStep, type ChangeKind } from '../../src/request/compatibility';
import { readRequest } from '../../src/request/compatibility/read-request';
import { createAlgorithmRequest } from '../../src/request/create-algorithm-request';
import { taggedImages } from '../../src/request/image-references';
import { FULLEST, SMALLEST, newProject } from '../support/new-project';

const DEPTH: HyperParameterSpecification = {
  Name: 'max_depth',
  Description: 'Depth',
  Type: 'Integer',
  Range: { IntegerParameterRangeSpecification: { MinValue: '1', MaxValue: '10' } },
  IsTunable: true,
  IsRequired: false,
  DefaultValue: '5',
};
const RATE: HyperParameterSpecification = {
  Name: 'rate', Type: 'Continuous', Range: { ContinuousParameterRangeSpecification: { MinValue: '0.1', MaxValue: '0.5' } }, IsRequired: true,
};
const CRITERION: HyperParameterSpecification = {
  Name: 'criterion',
  Type: 'Categorical',
  Range: { CategoricalParameterRangeSpecification: { Values: ['gini', 'entropy'] } }, DefaultValue: 'gini',
};
const CHANNEL: ChannelSpecification = {
  Name: 'training',
  Description: 'Rows',
  IsRequired: true,
  SupportedContentTypes: ['text/csv', 'application/jsonlines'],
  SupportedCompressionTypes: ['None', 'Gzip'],
  SupportedInputModes: ['File', 'Pipe'],
};
const OPTIONAL: ChannelSpecification = { Name: 'validation', SupportedContentTypes: ['text/csv'], SupportedInputModes: ['File'] };
const TRAINING: TrainingSpecification = {
  TrainingImage: 'image:1',
  SupportedHyperParameters: [DEPTH, RATE, CRITERION],
  SupportedTrainingInstanceTypes: ['ml.m5.large', 'ml.m5.xlarge'],
  SupportsDistributedTraining: true,
  MetricDefinitions: [{ Name: 'auc', Regex: 'auc=(.*)' }, { Name: 'rows', Regex: 'rows=(.*)' }],
  TrainingChannels: [CHANNEL, OPTIONAL],
  SupportedTuningJobObjectiveMetrics: [{ Type: 'Maximize', MetricName: 'auc' }],
};
const INFERENCE: InferenceSpecification = {
  Containers: [{ Image: 'image:1' }],
  SupportedTransformInstanceTypes: ['ml.m5.large', 'ml.m5.xlarge'],
  SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large', 'ml.c5.large'],
  SupportedContentTypes: ['text/csv', 'application/json'],
  SupportedResponseMIMETypes: ['text/csv', 'application/json'],
};
const BASE: CreateAlgorithmRequest = {
  AlgorithmName: 'trees', AlgorithmDescription: 'Trees', TrainingSpecification: TRAINING, InferenceSpecification: INFERENCE, CertifyForMarketplace: true,
};

type Request = CreateAlgorithmRequest;
type Hyperparameter = Partial<HyperParameterSpecification>;
const training = (part: Partial<TrainingSpecification>): Request => ({ ...BASE, TrainingSpecification: { ...TRAINING, ...part } });
const depth = (part: Hyperparameter): Request => training({ SupportedHyperParameters: [{ ...DEPTH, ...part }, RATE, CRITERION] });
const criterion = (part: Hyperparameter): Request => training({ SupportedHyperParameters: [DEPTH, RATE, { ...CRITERION, ...part }] });
const channel = (part: Partial<ChannelSpecification>): Request => training({ TrainingChannels: [{ ...CHANNEL, ...part }, OPTIONAL] });
const inference = (part: Partial<InferenceSpecification>): Request => ({ ...BASE, InferenceSpecification: { ...INFERENCE, ...part } });
const integers = (MinValue: string, MaxValue: string) => depth({ Range: { IntegerParameterRangeSpecification: { MinValue, MaxValue } } });

/** Kinds that a change in either direction is of: neither value is the better one. */
const BOTH_WAYS: readonly ChangeKind[] = [
  'hyperparameter-type-changed', 'hyperparameter-default-changed', 'channel-default-content-type-changed', 'metric-regex-changed',
  'objective-direction-changed', 'default-content-type-changed', 'default-response-type-changed', 'additional-data-changed',
  'unknown-member-changed',
];

/** From `BASE` to the request: the kinds of change there, and on the way back. */
const ROWS: ReadonlyArray<readonly [string, CreateAlgorithmRequest, readonly ChangeKind[], readonly ChangeKind[]]> = [
  ['a hyperparameter less', training({ SupportedHyperParameters: [RATE, CRITERION] }), ['hyperparameter-removed'], ['hyperparameter-added']],
  ['a required hyperparameter less', training({ SupportedHyperParameters: [DEPTH, CRITERION] }), ['hyperparameter-removed'], ['required-hyperparameter-added']],
  ['a hyperparameter that has to be given', depth({ IsRequired: true, DefaultValue: undefined }), ['hyperparameter-became-required'], ['hyperparameter-became-optional']],
  ['another type', depth({ Type: 'FreeText', Range: undefined, IsTunable: true }), ['hyperparameter-type-changed'], ['hyperparameter-type-changed']],
  ['a higher minimum', integers('2', '10'), ['hyperparameter-range-narrowed'], ['hyperparameter-range-widened']],
  ['a lower maximum', integers('1', '9'), ['hyperparameter-range-narrowed'], ['hyperparameter-range-widened']],
  ['a range that moved', integers('2', '11'), ['hyperparameter-range-narrowed', 'hyperparameter-range-widened'], ['hyperparameter-range-narrowed', 'hyperparameter-range-widened']],
  ['no range at all', depth({ Range: undefined }), ['hyperparameter-range-widened', 'hyperparameter-range-widened'], ['hyperparameter-range-narrowed', 'hyperparameter-range-narrowed']],
  ['a narrower range of real numbers', training({ SupportedHyperParameters: [DEPTH, { ...RATE, Range: { ContinuousParameterRangeSpecification: { MinValue: '0.10', MaxValue: '0.4' } } }, CRITERION] }),
    ['hyperparameter-range-narrowed'], ['hyperparameter-range-widened']],
  ['a category less', criterion({ Range: { CategoricalParameterRangeSpecification: { Values: ['gini'] } } }), ['hyperparameter-range-narrowed'], ['hyperparameter-range-widened']],
  ['no list of categories', criterion({ Range: undefined }), ['hyperparameter-range-widened'], ['hyperparameter-range-narrowed']],
  ['another default', depth({ DefaultValue: '6' }), ['hyperparameter-default-changed'], ['hyperparameter-default-changed']],
  ['no default', depth({ DefaultValue: undefined }), ['hyperparameter-default-removed'], ['hyperparameter-default-added']],
  ['a hyperparameter that cannot be tuned', depth({ IsTunable: false }), ['hyperparameter-not-tunable'], ['hyperparameter-became-tunable']],
  ['a required channel less', training({ TrainingChannels: [OPTIONAL] }), ['channel-removed'], ['required-channel-added']],
  ['an optional channel less', training({ TrainingChannels: [CHANNEL] }), ['channel-removed'], ['channel-added']],
  ['a channel that has to be supplied', training({ TrainingChannels: [CHANNEL, { ...OPTIONAL, IsRequired: true }] }), ['channel-became-required'], ['channel-became-optional']],
  ['a content type less in a channel', channel({ SupportedContentTypes: ['text/csv'] }), ['channel-content-type-removed'], ['channel-content-type-added']],
  ['another first content type in a channel', channel({ SupportedContentTypes: ['application/jsonlines', 'text/csv'] }),
    ['channel-default-content-type-changed'], ['channel-default-content-type-changed']],
  ['a compression less', channel({ SupportedCompressionTypes: undefined }), ['channel-compression-removed'], ['channel-compression-added']],
  ['an input mode less', channel({ SupportedInputModes: ['File'] }), ['channel-input-mode-removed'], ['channel-input-mode-added']],
  ['a metric less', training({ MetricDefinitions: [TRAINING.MetricDefinitions![0]] }), ['metric-removed'], ['metric-added']],
  ['another regex', training({ MetricDefinitions: [{ Name: 'auc', Regex: 'AUC (.*)' }, TRAINING.MetricDefinitions![1]] }), ['metric-regex-changed'], ['metric-regex-changed']],
  ['no objective', training({ SupportedTuningJobObjectiveMetrics: undefined }), ['objective-removed'], ['objective-added']],
  ['an objective turned round', training({ SupportedTuningJobObjectiveMetrics: [{ Type: 'Minimize', MetricName: 'auc' }] }),
    ['objective-direction-changed'], ['objective-direction-changed']],
  ['one host only', training({ SupportsDistributedTraining: undefined }), ['distributed-training-removed'], ['distributed-training-added']],
  ['a training instance type less', training({ SupportedTrainingInstanceTypes: ['ml.m5.large'] }), ['training-instance-type-removed'], ['training-instance-type-added']],
  ['a transform instance type less', inference({ SupportedTransformInstanceTypes: ['ml.m5.large'] }), ['transform-instance-type-removed'], ['transform-instance-type-added']],
  ['a real-time instance type less', inference({ SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'] }), ['realtime-instance-type-removed'], ['realtime-instance-type-added']],
  ['a content type less', inference({ SupportedContentTypes: ['text/csv'] }), ['content-type-removed'], ['content-type-added']],
  ['another first content type', inference({ SupportedContentTypes: ['application/json', 'text/csv'] }), ['default-content-type-changed'], ['default-content-type-changed']],
  ['a response type less', inference({ SupportedResponseMIMETypes: ['text/csv'] }), ['response-type-removed'], ['response-type-added']],
  ['another first response type', inference({ SupportedResponseMIMETypes: ['application/json', 'text/csv'] }), ['default-response-type-changed'], ['default-response-type-changed']],
  ['data beside the training image', training({ AdditionalS3DataSource: { S3DataType: 'S3Object', S3Uri: 's3://b/x.tar.gz' } }), ['additional-data-changed'], ['additional-data-changed']],
  ['data beside the inference image', inference({ Containers: [{ Image: 'image:1', AdditionalS3DataSource: { S3DataType: 'S3Object', S3Uri: 's3://b/x.tar.gz' } }] }),
    ['additional-data-changed'], ['additional-data-changed']],
  ['no certification', { ...BASE, CertifyForMarketplace: undefined }, ['marketplace-certification-removed'], ['marketplace-certification-added']],
  ['another name', { ...BASE, AlgorithmName: 'trees-2' }, ['name-changed'], ['name-changed']],
  ['another description', { ...BASE, AlgorithmDescription: undefined }, ['description-changed'], ['description-changed']],
  ['another description of a hyperparameter', depth({ Description: 'How deep' }), ['description-changed'], ['description-changed']],
  ['another description of a channel', channel({ Description: 'Lines' }), ['description-changed'], ['description-changed']],
  ['another training image', training({ TrainingImage: 'image:2' }), ['image-changed'], ['image-changed']],
  ['an image with a digest', inference({ Containers: [{ Image: 'image:1', ImageDigest: 'sha256:0' }] }), ['image-changed'], ['image-changed']],
  ['another environment', inference({ Containers: [{ Image: 'image:1', Environment: { A: '1' } }] }), ['environment-changed'], ['environment-changed']],
  ['a validation', { ...BASE, ValidationSpecification: { ValidationRole: 'r', ValidationProfiles: [] } }, ['validation-changed'], ['validation-changed']],
  ['a tag', { ...BASE, Tags: [{ Key: 'a', Value: 'b' }] }, ['tags-changed'], ['tags-changed']],
  ['what another tool wrote', inference({ Containers: [{ Image: 'image:1', Framework: 'X' } as InferenceSpecification['Containers'][0]] }), ['other-changed'], ['other-changed']],
  ['a second container', inference({ Containers: [{ Image: 'image:1' }, { Image: 'image:2' }] }), ['other-changed'], ['other-changed']],
  ['a member of a hyperparameter that nobody knows', depth({ Step: '2' } as Hyperparameter), ['unknown-member-changed'], ['unknown-member-changed']],
  ['a range of a kind that nobody knows', depth({ Range: { ...DEPTH.Range, Log: {} } as Hyperparameter['Range'] }), ['unknown-member-changed'], ['unknown-member-changed']],
  ['a member of a channel that nobody knows', channel({ Shuffled: true } as Partial<ChannelSpecification>), ['unknown-member-changed'], ['unknown-member-changed']],
  ['a second hyperparameter of the same name', training({ SupportedHyperParameters: [...TRAINING.SupportedHyperParameters!, DEPTH] }), ['unknown-member-changed'], ['unknown-member-changed']],
  ['a new channel with a member that nobody knows', training({ TrainingChannels: [CHANNEL, OPTIONAL, { ...OPTIONAL, Name: 'x', Shuffled: true } as ChannelSpecification] }),
    ['channel-added'], ['channel-removed']],
  ['a member of the training that nobody knows', training({ Warm: true } as Partial<TrainingSpecification>), ['other-changed'], ['other-changed']],
];

const kinds = (old: CreateAlgorithmRequest, now: CreateAlgorithmRequest) => compareRequests(old, now).map(({ kind }) => kind).sort();

describe('a request with', () => {
  test.each(ROWS)('%s', (_, request, there, back) => {
    expect(kinds(BASE, request)).toEqual([...there].sort());
    expect(kinds(request, BASE)).toEqual([...back].sort());
  });

  test.each(ROWS)('%s breaks for no reason that holds on the way back too, unless neither way is better', (_, request) => {
    const breaking = (old: CreateAlgorithmRequest, now: CreateAlgorithmRequest) =>
      compareRequests(old, now).filter(({ verdict }) => verdict === 'breaking').map(({ kind, path }) => `${kind} ${path}`);

    const both = breaking(BASE, request).filter((reason) => breaking(request, BASE).includes(reason));

    expect(both.filter((reason) => !BOTH_WAYS.includes(reason.split(' ')[0] as ChangeKind))).toEqual([]);
  });

  test('every kind of change is in the table', () => {
    expect([...new Set(ROWS.flatMap(([, , there, back]) => [...there, ...back]))].sort()).toEqual(Object.keys(CHANGE_KINDS).sort());
  });
});

describe('the comparison', () => {
  test('says where, what was, what is and why', () => {
    expect(compareRequests(BASE, integers('2', '10'))).toEqual([{
      kind: 'hyperparameter-range-narrowed',
      path: 'TrainingSpecification.SupportedHyperParameters[max_depth].Range.IntegerParameterRangeSpecification.MinValue',
      old: '1',
      new: '2',
      verdict: 'breaking',
      why: 'jobs and tuning ranges that use what is gone are refused',
    }]);
  });

  test('names the new name where a hyperparameter or a channel was probably renamed', () => {
    const hyperparameter = compareRequests(BASE, depth({ Name: 'max-depth' }));
    const renamed = compareRequests(BASE, channel({ Name: 'trainings' }));

    expect(hyperparameter.map(({ kind }) => kind)).toEqual(['hyperparameter-removed', 'hyperparameter-added']);
    expect(hyperparameter[0].why).toBe('jobs that set it are refused; if it is called "max-depth" now, keep the former name');
    expect(renamed[0]).toMatchObject({ kind: 'channel-removed', why: expect.stringContaining('"trainings"') });
  });

  test('finds nothing where the same is written in another way', () => {
    const written: CreateAlgorithmRequest = {
      ...BASE,
      TrainingSpecification: {
        ...TRAINING,
        TrainingChannels: [{ ...OPTIONAL, IsRequired: false, SupportedCompressionTypes: ['None'] }, CHANNEL],
        SupportedHyperParameters: [{ ...DEPTH, DefaultValue: '05', Range: { IntegerParameterRangeSpecification: { MinValue: '1.0', MaxValue: '1e1' } } }, RATE, CRITERION],
      },
    };

    expect(compareRequests(BASE, written)).toEqual([]);
  });

  test('says where nobody knows what it is', () => {
    const second = compareRequests(BASE, inference({ Containers: [{ Image: 'image:1' }, { Image: 'image:2' }] }));
    const further = compareRequests(BASE, training({ SupportedHyperParameters: [{ ...DEPTH, Step: '2' } as HyperParameterSpecification, RATE, CRITERION, RATE] }));

    expect(second).toMatchObject([{ path: 'InferenceSpecification.Containers[1]', new: { Image: 'image:2' }, verdict: 'neutral' }]);
    expect(further.map(({ path, verdict }) => [path, verdict])).toEqual([
      ['TrainingSpecification.SupportedHyperParameters[max_depth].Step', 'breaking'], ['TrainingSpecification.SupportedHyperParameters[rate #2]', 'breaking'],
    ]);
  });

  test('tells the worst first', () => {
    const changes = compareRequests(BASE, { ...depth({ Description: 'x' }), AlgorithmName: 'other', CertifyForMarketplace: false });

    expect(changes.map(({ verdict }) => verdict)).toEqual(['breaking', 'neutral', 'neutral']);
  });

  test('takes an algorithm that only trained', () => {
    const { InferenceSpecification: _, ...trainingOnly } = BASE;

    expect(new Set(compareRequests(trainingOnly, BASE).map(({ verdict }) => verdict))).toEqual(new Set(['safe', 'neutral']));
    expect(kinds(BASE, trainingOnly)).toContain('response-type-removed');
  });

  test.each<[string, CreateAlgorithmRequest, string]>([
    ['nothing', BASE, 'none'],
    ['a text', { ...BASE, AlgorithmDescription: 'x' }, 'patch'],
    ['one more type', inference({ SupportedContentTypes: [...INFERENCE.SupportedContentTypes, 'text/plain'] }), 'minor'],
    ['one type less', inference({ SupportedContentTypes: ['text/csv'] }), 'major'],
  ])('asks after %s for the right step of the version', (_, request, step) => {
    expect(versionStep(compareRequests(BASE, request))).toBe(step);
  });

  test.each([['smallest', SMALLEST], ['fullest', FULLEST]])('finds no change between the %s definition\'s request and itself', (_, definition) => {
    const { plan } = parsePlan(newProject(definition).read('.sm-algorithm/plan.json')) as { plan: AlgorithmPlan };
    const request = createAlgorithmRequest(plan, taggedImages(plan));

    const read = readRequest(JSON.parse(JSON.stringify(request)));

    expect('request' in read && compareRequests(read.request, request)).toEqual([]);
  });
});
