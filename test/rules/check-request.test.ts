import { describe, expect, test } from 'vitest';
import { parseHyperparameter } from '../../src/contract/hyperparameter-value';
import { REQUEST_RULES, checkRequest } from '../../src/rules/check-request';
import { FULLEST } from '../support/new-project';
import { type Change, all, changed, drop, requestOf, set } from '../support/requests';

const T = 'TrainingSpecification';
const I = 'InferenceSpecification';
const JOB = 'ValidationSpecification.ValidationProfiles[0].TrainingJobDefinition';
const TRANSFORM = 'ValidationSpecification.ValidationProfiles[0].TransformJobDefinition';
const CHANNEL = `${JOB}.InputDataConfig[0]`;
const HOLD_OUT = `${JOB}.InputDataConfig[1]`;
const S3 = `${HOLD_OUT}.DataSource.S3DataSource`;
const INTEGER = `${T}.SupportedHyperParameters[0]`;
const CATEGORICAL = `${T}.SupportedHyperParameters[2]`;
const NOTE = `${T}.SupportedHyperParameters[3]`;
const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme/fullest';
const DIGEST = `sha256:${'ab'.repeat(32)}`;

const VALID = requestOf(FULLEST);
const many = <V>(count: number, item: (index: number) => V): V[] => Array.from({ length: count }, (_, index) => item(index));
const entries = (count: number) => Object.fromEntries(many(count, (index) => [`V${index}`, 'x']));

/** What is wrong · the change of the fullest valid request · the code · where · what the fix says. */
const CASES: Array<[string, Change, string, string, RegExp]> = [
  // 93: the form
  ['no name', drop('AlgorithmName'), 'SMA_REQ_MISSING', 'AlgorithmName', /for example "acme-churn-3"/],
  ['a channel without input modes', drop(`${T}.TrainingChannels[0].SupportedInputModes`), 'SMA_REQ_MISSING', `${T}.TrainingChannels[0].SupportedInputModes`, /a list/],
  ['a profile without a stopping condition', drop(`${JOB}.StoppingCondition`), 'SMA_REQ_MISSING', `${JOB}.StoppingCondition`, /an object/],
  ['a misspelt member', set('AlgorithmDescripton', 'x'), 'SMA_REQ_UNKNOWN_MEMBER', 'AlgorithmDescripton', /"AlgorithmDescription"/],
  ['a member of another call', set(`${JOB}.EnableManagedSpotTraining`, true), 'SMA_REQ_UNKNOWN_MEMBER', `${JOB}.EnableManagedSpotTraining`, /remove/],
  ['a bound that is a number', set(`${INTEGER}.Range.IntegerParameterRangeSpecification.MinValue`, 1),
    'SMA_REQ_TYPE', `${INTEGER}.Range.IntegerParameterRangeSpecification.MinValue`, /use "1"/],
  ['a flag that is a text', set('CertifyForMarketplace', 'true'), 'SMA_REQ_TYPE', 'CertifyForMarketplace', /use true/],
  ['a count that is a text', set(`${JOB}.ResourceConfig.InstanceCount`, '2'), 'SMA_REQ_TYPE', `${JOB}.ResourceConfig.InstanceCount`, /use 2/],
  ['a fraction of an hour', set(`${JOB}.StoppingCondition.MaxRuntimeInSeconds`, 899.5), 'SMA_REQ_TYPE', `${JOB}.StoppingCondition.MaxRuntimeInSeconds`, /use 900/],
  ['a list that is a text', set(`${T}.SupportedTrainingInstanceTypes`, 'ml.m5.xlarge'), 'SMA_REQ_TYPE', `${T}.SupportedTrainingInstanceTypes`, /\["ml\.m5\.xlarge"\]/],
  ['an object that is null', set('Tags', null), 'SMA_REQ_TYPE', 'Tags', /a list/],
  ['a type of the notebook sample', set(`${NOTE}.Type`, 'String'), 'SMA_REQ_ENUM', `${NOTE}.Type`, /or "FreeText"/],
  ['an input mode in capitals', set(`${T}.TrainingChannels[1].SupportedInputModes[0]`, 'FILE'), 'SMA_REQ_ENUM', `${T}.TrainingChannels[1].SupportedInputModes[0]`, /use "File"/],
  ['a name with a dot', set('AlgorithmName', 'acme.churn'), 'SMA_REQ_PATTERN', 'AlgorithmName', /"acme-churn-3"/],
  ['an image with a space', set(`${T}.TrainingImage`, `${IMAGE} :1`), 'SMA_REQ_PATTERN', `${T}.TrainingImage`, /amazonaws/],
  ['a digest of MD5', set(`${T}.TrainingImageDigest`, 'md5:1234'), 'SMA_REQ_PATTERN', `${T}.TrainingImageDigest`, /"sha256:/],
  ['a response type with a dot', set(`${I}.SupportedResponseMIMETypes[1]`, 'x.y/z'), 'SMA_REQ_PATTERN', `${I}.SupportedResponseMIMETypes[1]`, /"text\/csv"/],
  ['a location without scheme', set(`${JOB}.OutputDataConfig.S3OutputPath`, 'bucket/x'), 'SMA_REQ_PATTERN', `${JOB}.OutputDataConfig.S3OutputPath`, /s3:\/\//],
  ['a role that is a user', set('ValidationSpecification.ValidationRole', 'arn:aws:iam::111122223333:user/somebody'),
    'SMA_REQ_PATTERN', 'ValidationSpecification.ValidationRole', /:role\//],
  ['a variable that starts with a digit', set(`${I}.Containers[0].Environment.1X`, 'x'), 'SMA_REQ_PATTERN', `${I}.Containers[0].Environment.1X`, /LOG_LEVEL/],
  ['a tag with a bracket', set('Tags[0].Key', 'a(b)'), 'SMA_REQ_PATTERN', 'Tags[0].Key', /"team"/],
  ['a key with a space', set(`${JOB}.OutputDataConfig.KmsKeyId`, 'my key'), 'SMA_REQ_PATTERN', `${JOB}.OutputDataConfig.KmsKeyId`, /alias/],
  ['a name that is empty', set('AlgorithmName', ''), 'SMA_REQ_LENGTH', 'AlgorithmName', /"acme-churn-3"/],
  ['a tag of 300 characters', set('Tags[0].Value', 'x'.repeat(300)), 'SMA_REQ_LENGTH', 'Tags[0].Value', /44 characters/],
  ['a default of 2501 characters', set(`${NOTE}.DefaultValue`, 'x'.repeat(2501)), 'SMA_REQ_LENGTH', `${NOTE}.DefaultValue`, /by 1 char/],
  ['a categorical hyperparameter without values', set(`${CATEGORICAL}.Range.CategoricalParameterRangeSpecification.Values`, []),
    'SMA_REQ_ITEM_COUNT', `${CATEGORICAL}.Range.CategoricalParameterRangeSpecification.Values`, /add at least 1/],
  ['51 tags', set('Tags', many(51, (index) => ({ Key: `k${index}`, Value: '' }))), 'SMA_REQ_ITEM_COUNT', 'Tags', /remove 1/],
  ['17 variables of the transform job', set(`${TRANSFORM}.Environment`, entries(17)), 'SMA_REQ_ITEM_COUNT', `${TRANSFORM}.Environment`, /remove 1/],
  ['17 attributes', set(`${CHANNEL}.DataSource.S3DataSource.AttributeNames`, many(17, (index) => `a${index}`)),
    'SMA_REQ_ITEM_COUNT', `${CHANNEL}.DataSource.S3DataSource.AttributeNames`, /remove 1/],
  ['no instance for the transform job', set(`${TRANSFORM}.TransformResources.InstanceCount`, 0), 'SMA_REQ_NUMBER_RANGE', `${TRANSFORM}.TransformResources.InstanceCount`, /use 1/],
  ['a wait for capacity of a minute', set(`${JOB}.StoppingCondition.MaxPendingTimeInSeconds`, 60), 'SMA_REQ_NUMBER_RANGE', `${JOB}.StoppingCondition.MaxPendingTimeInSeconds`, /1800/],
  ['more storage than 32 bits', set(`${JOB}.ResourceConfig.VolumeSizeInGB`, 2 ** 31), 'SMA_REQ_NUMBER_RANGE', `${JOB}.ResourceConfig.VolumeSizeInGB`, /2147483647/],
  ['an instance type without prefix', set(`${I}.SupportedRealtimeInferenceInstanceTypes[0]`, 'm5.large'),
    'SMA_REQ_INSTANCE_TYPE', `${I}.SupportedRealtimeInferenceInstanceTypes[0]`, /"ml\.m5\.large"/],

  // 94: hyperparameters
  ['101 hyperparameters', set(`${T}.SupportedHyperParameters`, [
    { Name: 'learning-rate', Type: 'FreeText' }, ...many(100, (index) => ({ Name: index === 0 ? 'note' : `h${index}`, Type: 'FreeText' })),
  ]), 'SMA_REQ_HYPERPARAMETER_COUNT', `${T}.SupportedHyperParameters`, /free-text/],
  ['two hyperparameters of one name', set(`${T}.SupportedHyperParameters[4]`, { Name: 'note', Type: 'FreeText' }),
    'SMA_REQ_HYPERPARAMETER_DUPLICATE', `${T}.SupportedHyperParameters[4].Name`, /rename/],
  ['a range of another type', set(`${INTEGER}.Range`, { ContinuousParameterRangeSpecification: { MinValue: '1', MaxValue: '2' } }),
    'SMA_REQ_RANGE_MEMBER', `${INTEGER}.Range`, /use IntegerParameterRangeSpecification/],
  ['two ranges', set(`${INTEGER}.Range.ContinuousParameterRangeSpecification`, { MinValue: '1', MaxValue: '2' }), 'SMA_REQ_RANGE_MEMBER', `${INTEGER}.Range`, /only/],
  ['a range of free text', set(`${NOTE}.Range`, { CategoricalParameterRangeSpecification: { Values: ['a'] } }), 'SMA_REQ_RANGE_MEMBER', `${NOTE}.Range`, /remove/],
  ['a fractional bound of an integer', set(`${INTEGER}.Range.IntegerParameterRangeSpecification.MaxValue`, '99.5'),
    'SMA_REQ_RANGE_NUMBER', `${INTEGER}.Range.IntegerParameterRangeSpecification.MaxValue`, /"100"/],
  ['a bound with an exponent', set(`${T}.SupportedHyperParameters[1].Range.ContinuousParameterRangeSpecification.MinValue`, '1e-3'),
    'SMA_REQ_RANGE_NUMBER', `${T}.SupportedHyperParameters[1].Range.ContinuousParameterRangeSpecification.MinValue`, /0\.001/],
  ['a bound that is a word', set(`${INTEGER}.Range.IntegerParameterRangeSpecification.MaxValue`, 'many'),
    'SMA_REQ_RANGE_NUMBER', `${INTEGER}.Range.IntegerParameterRangeSpecification.MaxValue`, /"1"/],
  ['a range upside down', set(`${INTEGER}.Range.IntegerParameterRangeSpecification.MinValue`, '1000'),
    'SMA_REQ_RANGE_ORDER', `${INTEGER}.Range.IntegerParameterRangeSpecification.MinValue`, /swap/],
  ['a default outside the range', set(`${INTEGER}.DefaultValue`, '0'), 'SMA_REQ_DEFAULT', `${INTEGER}.DefaultValue`, /widen/],
  ['a fractional default', set(`${INTEGER}.DefaultValue`, '2.5'), 'SMA_REQ_DEFAULT', `${INTEGER}.DefaultValue`, /"3"/],
  ['a default that is a word', set(`${INTEGER}.DefaultValue`, 'ten'), 'SMA_REQ_DEFAULT', `${INTEGER}.DefaultValue`, /number/],
  ['a default that is none of the values', set(`${CATEGORICAL}.DefaultValue`, 'log-loss'), 'SMA_REQ_DEFAULT', `${CATEGORICAL}.DefaultValue`, /use "log\|loss"/],
  ['a required hyperparameter with a default', set(`${T}.SupportedHyperParameters[1].DefaultValue`, '0.5'),
    'SMA_REQ_DEFAULT_AND_REQUIRED', `${T}.SupportedHyperParameters[1].IsRequired`, /remove one/],
  ['a tunable free text', set(`${NOTE}.IsTunable`, true), 'SMA_REQ_TUNABLE', `${NOTE}.IsTunable`, /false/],
  ['a tunable hyperparameter without range', drop(`${INTEGER}.Range`), 'SMA_REQ_TUNABLE', `${INTEGER}.IsTunable`, /add the range/],

  // 95: channels
  ['nine channels', (request) => request.TrainingSpecification.TrainingChannels.push(...many(7, (index) => (
    { Name: `c${index}`, SupportedContentTypes: ['text/csv'], SupportedInputModes: ['File'] }))), 'SMA_REQ_CHANNEL_COUNT', `${T}.TrainingChannels`, /folders/],
  ['two channels that differ in case', (request) => request.TrainingSpecification.TrainingChannels.push({
    Name: 'Training', SupportedContentTypes: ['text/csv'], SupportedInputModes: ['File'],
  }), 'SMA_REQ_CHANNEL_DUPLICATE', `${T}.TrainingChannels[2].Name`, /rename/],
  ['a channel without content type', set(`${T}.TrainingChannels[1].SupportedContentTypes`, []), 'SMA_REQ_EMPTY_LIST', `${T}.TrainingChannels[1].SupportedContentTypes`, /text\/csv/],
  ['a channel without input mode', set(`${T}.TrainingChannels[1].SupportedInputModes`, []), 'SMA_REQ_EMPTY_LIST', `${T}.TrainingChannels[1].SupportedInputModes`, /File/],
  ['no instance type for endpoints', drop(`${I}.SupportedRealtimeInferenceInstanceTypes`), 'SMA_REQ_EMPTY_LIST', `${I}.SupportedRealtimeInferenceInstanceTypes`, /ml\.m5/],
  ['no content type of requests', drop(`${I}.SupportedContentTypes`), 'SMA_REQ_EMPTY_LIST', `${I}.SupportedContentTypes`, /text\/csv/],

  // 96: metrics
  ['41 metrics', (request) => request.TrainingSpecification.MetricDefinitions.push(...many(37, (index) => ({ Name: `m${index}`, Regex: '(a)' }))),
    'SMA_REQ_METRIC_COUNT', `${T}.MetricDefinitions`, /log/],
  ['two metrics of one name', (request) => request.TrainingSpecification.MetricDefinitions.push({ Name: 'loss', Regex: '(a)' }),
    'SMA_REQ_METRIC_DUPLICATE', `${T}.MetricDefinitions[4].Name`, /rename/],
  ['a regex that does not compile', set(`${T}.MetricDefinitions[3].Regex`, 'took ([0-9'), 'SMA_REQ_METRIC_REGEX', `${T}.MetricDefinitions[3].Regex`, /mend/],
  ['a regex without a group', set(`${T}.MetricDefinitions[3].Regex`, 'took (?:[0-9]+)'), 'SMA_REQ_METRIC_REGEX', `${T}.MetricDefinitions[3].Regex`, /parentheses/],
  ['a regex with two groups', set(`${T}.MetricDefinitions[3].Regex`, '(took|used) ([0-9]+)'), 'SMA_REQ_METRIC_REGEX', `${T}.MetricDefinitions[3].Regex`, /\(\?:/],
  ['a regex that looks behind', set(`${T}.MetricDefinitions[3].Regex`, '(?<=took )([0-9]+)'), 'SMA_REQ_METRIC_REGEX', `${T}.MetricDefinitions[3].Regex`, /look-around/],
  ['a regex that looks ahead', set(`${T}.MetricDefinitions[3].Regex`, '([0-9]+)(?! s)'), 'SMA_REQ_METRIC_REGEX', `${T}.MetricDefinitions[3].Regex`, /look-around/],
  ['a regex with a named group', set(`${T}.MetricDefinitions[3].Regex`, 'took (?P<s>[0-9]+)'), 'SMA_REQ_METRIC_REGEX', `${T}.MetricDefinitions[3].Regex`, /named/],
  ['a regex that refers back', set(`${T}.MetricDefinitions[3].Regex`, '([0-9])\\1'), 'SMA_REQ_METRIC_REGEX', `${T}.MetricDefinitions[3].Regex`, /back ref/],
  ['an objective that is no metric', set(`${T}.SupportedTuningJobObjectiveMetrics[0].MetricName`, 'validation:acc'),
    'SMA_REQ_OBJECTIVE_UNDEFINED', `${T}.SupportedTuningJobObjectiveMetrics[0].MetricName`, /"validation:auc"/],
  ['an objective in both directions', (request) => request.TrainingSpecification.SupportedTuningJobObjectiveMetrics.push({ Type: 'Maximize', MetricName: 'loss' }),
    'SMA_REQ_OBJECTIVE_DUPLICATE', `${T}.SupportedTuningJobObjectiveMetrics[2].MetricName`, /remove one/],

  // 97: the validation's channels
  ['two profiles', (request) => request.ValidationSpecification.ValidationProfiles.push(request.ValidationSpecification.ValidationProfiles[0]),
    'SMA_REQ_PROFILE_COUNT', 'ValidationSpecification.ValidationProfiles', /keep one/],
  ['a channel that is not declared', set(`${HOLD_OUT}.ChannelName`, 'holdout'), 'SMA_REQ_PROFILE_CHANNEL_UNKNOWN', `${HOLD_OUT}.ChannelName`, /TrainingChannels/],
  ['no required channel', (request) => request.ValidationSpecification.ValidationProfiles[0].TrainingJobDefinition.InputDataConfig.shift(),
    'SMA_REQ_PROFILE_CHANNEL_MISSING', `${JOB}.InputDataConfig`, /"training"/],
  ['a channel twice', (request) => {
    const { InputDataConfig } = request.ValidationSpecification.ValidationProfiles[0].TrainingJobDefinition;
    InputDataConfig.push(InputDataConfig[1]);
  }, 'SMA_REQ_PROFILE_CHANNEL_DUPLICATE', `${JOB}.InputDataConfig[2].ChannelName`, /remove one/],
  ['a content type that the channel does not take', set(`${HOLD_OUT}.ContentType`, 'text/tsv'), 'SMA_REQ_PROFILE_CONTENT_TYPE', `${HOLD_OUT}.ContentType`, /"text\/csv"/],
  ['an input mode that the channel does not take', all(set(`${HOLD_OUT}.InputMode`, 'Pipe')), 'SMA_REQ_PROFILE_INPUT_MODE', `${HOLD_OUT}.InputMode`, /"File"/],
  ['a mode of the job that a channel does not take', drop(`${HOLD_OUT}.InputMode`), 'SMA_REQ_PROFILE_INPUT_MODE', `${JOB}.TrainingInputMode`, /"File"/],
  ['a compression that the channel does not take', all(set(`${T}.TrainingChannels[0].SupportedCompressionTypes`, ['None'])),
    'SMA_REQ_PROFILE_COMPRESSION', `${CHANNEL}.CompressionType`, /"None"/],
  ['two sources', set(`${HOLD_OUT}.DataSource.FileSystemDataSource`, {
    FileSystemId: 'fs-0123456789abcdef0', FileSystemAccessMode: 'ro', FileSystemType: 'EFS', DirectoryPath: '/data',
  }), 'SMA_REQ_DATA_SOURCE', `${HOLD_OUT}.DataSource`, /keep one/],
  ['a mounted prefix without slash', set(`${S3}.S3Uri`, 's3://bucket/hold-out'), 'SMA_REQ_FAST_FILE', `${S3}.S3Uri`, /"s3:\/\/bucket\/hold-out\/"/],
  ['a mounted manifest', set(`${S3}.S3DataType`, 'ManifestFile'), 'SMA_REQ_FAST_FILE', `${S3}.S3DataType`, /"S3Prefix"/],
  ['an augmented manifest outside Pipe mode', all(set(`${CHANNEL}.InputMode`, 'File'), set(`${CHANNEL}.RecordWrapperType`, 'None')),
    'SMA_REQ_AUGMENTED_MANIFEST', `${CHANNEL}.DataSource.S3DataSource.S3DataType`, /"Pipe"/],
  ['an augmented manifest without attributes', drop(`${CHANNEL}.DataSource.S3DataSource.AttributeNames`),
    'SMA_REQ_AUGMENTED_MANIFEST', `${CHANNEL}.DataSource.S3DataSource.AttributeNames`, /source-ref/],
  ['attributes of a prefix', set(`${S3}.AttributeNames`, ['label']), 'SMA_REQ_AUGMENTED_MANIFEST', `${S3}.AttributeNames`, /remove/],
  ['records that are framed outside Pipe mode', set(`${HOLD_OUT}.RecordWrapperType`, 'RecordIO'), 'SMA_REQ_RECORD_IO', `${HOLD_OUT}.RecordWrapperType`, /"None"/],

  // 98: the validation's training job
  ['a hyperparameter that is not declared', set(`${JOB}.HyperParameters.nite`, 'x'), 'SMA_REQ_PROFILE_HYPERPARAMETER_UNKNOWN', `${JOB}.HyperParameters.nite`, /"note"/],
  ['a value outside the range', set(`${JOB}.HyperParameters.rounds`, '101'), 'SMA_REQ_PROFILE_HYPERPARAMETER_VALUE', `${JOB}.HyperParameters.rounds`, /range/],
  ['no required hyperparameter', drop(`${JOB}.HyperParameters.learning-rate`), 'SMA_REQ_PROFILE_HYPERPARAMETER_MISSING', `${JOB}.HyperParameters`, /"learning-rate"/],
  ['an instance type that is not supported', set(`${JOB}.ResourceConfig.InstanceType`, 'ml.m5.2xlarge'),
    'SMA_REQ_PROFILE_INSTANCE_TYPE', `${JOB}.ResourceConfig.InstanceType`, /"ml\.m5\.xlarge"/],
  ['an instance type for transform that is not supported', set(`${TRANSFORM}.TransformResources.InstanceType`, 'ml.c5.xlarge'),
    'SMA_REQ_PROFILE_INSTANCE_TYPE', `${TRANSFORM}.TransformResources.InstanceType`, /"ml\.m5\.xlarge"/],
  ['a group of instances that are not supported', all(
    drop(`${JOB}.ResourceConfig.InstanceType`), drop(`${JOB}.ResourceConfig.InstanceCount`),
    set(`${JOB}.ResourceConfig.InstanceGroups`, [{ InstanceGroupName: 'a', InstanceType: 'ml.p3.2xlarge', InstanceCount: 1 }])),
  'SMA_REQ_PROFILE_INSTANCE_TYPE', `${JOB}.ResourceConfig.InstanceGroups[0].InstanceType`, /"ml\.c5\.2xlarge"/],
  ['a cluster for an algorithm of one instance', set(`${T}.SupportsDistributedTraining`, false),
    'SMA_REQ_PROFILE_INSTANCE_COUNT', `${JOB}.ResourceConfig.InstanceCount`, /1 instance/],
  ['no instance', set(`${JOB}.ResourceConfig.InstanceCount`, 0), 'SMA_REQ_PROFILE_RESOURCES', `${JOB}.ResourceConfig.InstanceCount`, /use 1/],
  ['no instance type', drop(`${JOB}.ResourceConfig.InstanceType`), 'SMA_REQ_PROFILE_RESOURCES', `${JOB}.ResourceConfig.InstanceType`, /Supported/],
  ['no storage', set(`${JOB}.ResourceConfig.VolumeSizeInGB`, 0), 'SMA_REQ_PROFILE_RESOURCES', `${JOB}.ResourceConfig.VolumeSizeInGB`, /10/],
  ['a run of 29 days', all(drop(`${JOB}.StoppingCondition.MaxWaitTimeInSeconds`), set(`${JOB}.StoppingCondition.MaxRuntimeInSeconds`, 2_505_600)),
    'SMA_REQ_RUNTIME', `${JOB}.StoppingCondition.MaxRuntimeInSeconds`, /2419200/],
  ['a wait below the run', set(`${JOB}.StoppingCondition.MaxWaitTimeInSeconds`, 899), 'SMA_REQ_WAIT_TIME', `${JOB}.StoppingCondition.MaxWaitTimeInSeconds`, /900/],

  // 99: the validation's transform job
  ['requests of a type that is not taken', set(`${TRANSFORM}.TransformInput.ContentType`, 'text/tsv'),
    'SMA_REQ_TRANSFORM_CONTENT_TYPE', `${TRANSFORM}.TransformInput.ContentType`, /"text\/csv"/],
  ['responses of a type that is not given', set(`${TRANSFORM}.TransformOutput.Accept`, 'text/csv'), 'SMA_REQ_TRANSFORM_ACCEPT', `${TRANSFORM}.TransformOutput.Accept`, /jsonlines/],
  ['payloads of more than 100 MB together', set(`${TRANSFORM}.MaxConcurrentTransforms`, 3), 'SMA_REQ_TRANSFORM_PAYLOAD', `${TRANSFORM}.MaxConcurrentTransforms`, /use 2/],
  ['a payload of more than 100 MB', set(`${TRANSFORM}.MaxPayloadInMB`, 101), 'SMA_REQ_TRANSFORM_PAYLOAD', `${TRANSFORM}.MaxPayloadInMB`, /100/],
  ['an augmented manifest for transform', set(`${TRANSFORM}.TransformInput.DataSource.S3DataSource.S3DataType`, 'AugmentedManifestFile'),
    'SMA_REQ_TRANSFORM_DATA_TYPE', `${TRANSFORM}.TransformInput.DataSource.S3DataSource.S3DataType`, /"S3Prefix"/],

  // 100: AWS Marketplace
  ['a product without inference', drop(I), 'SMA_REQ_MARKETPLACE_INFERENCE', I, /add it/],
  ['a product without validation', drop('ValidationSpecification'), 'SMA_REQ_MARKETPLACE_VALIDATION', 'ValidationSpecification', /add it/],
  ['a product without a transform job', drop(TRANSFORM), 'SMA_REQ_MARKETPLACE_TRANSFORM', TRANSFORM, /add it/],
  ['a product whose image is elsewhere', set(`${T}.TrainingImage`, 'docker.io/acme/train:1'), 'SMA_REQ_MARKETPLACE_REGISTRY', `${T}.TrainingImage`, /ecr/],
  ["somebody else's image", set(`${I}.Containers[0].Image`, '999988887777.dkr.ecr.eu-west-1.amazonaws.com/acme/x:1'),
    'SMA_REQ_MARKETPLACE_ACCOUNT', `${I}.Containers[0].Image`, /111122223333/],
  ['an image in another Region', set(`${I}.Containers[0].Image`, '111122223333.dkr.ecr.us-east-1.amazonaws.com/acme/x:1'),
    'SMA_REQ_MARKETPLACE_REGION', `${I}.Containers[0].Image`, /eu-west-1/],
  ['a bucket in another Region', set(`${JOB}.OutputDataConfig.S3OutputPath`, 'https://acme.s3.us-east-1.amazonaws.com/out'),
    'SMA_REQ_MARKETPLACE_REGION', `${JOB}.OutputDataConfig.S3OutputPath`, /eu-west-1/],
  ['a product whose model is a tree of files', set(`${JOB}.OutputDataConfig.CompressionType`, 'NONE'),
    'SMA_REQ_MARKETPLACE_ARTIFACTS', `${JOB}.OutputDataConfig.CompressionType`, /"GZIP"/],

  // 101: descriptions, images, what containers get
  ['a description of two lines', set('AlgorithmDescription', 'one\ntwo'), 'SMA_REQ_DESCRIPTION', 'AlgorithmDescription', /one line/],
  ['a description with a tab', set(`${T}.TrainingChannels[0].Description`, 'a\tb'), 'SMA_REQ_DESCRIPTION', `${T}.TrainingChannels[0].Description`, /one line/],
  ['a description of 1025 characters', set(`${INTEGER}.Description`, 'x'.repeat(1025)), 'SMA_REQ_DESCRIPTION', `${INTEGER}.Description`, /by 1 char/],
  ['an image without tag and digest', set(`${T}.TrainingImage`, IMAGE), 'SMA_REQ_IMAGE_REFERENCE', `${T}.TrainingImage`, /fullest:1\.0\.0/],
  ['a digest that is another one', all(set(`${T}.TrainingImage`, `${IMAGE}@${DIGEST}`), set(`${T}.TrainingImageDigest`, `sha256:${'cd'.repeat(32)}`)),
    'SMA_REQ_IMAGE_DIGEST', `${T}.TrainingImageDigest`, /remove/],
  ['17 variables of the container', set(`${I}.Containers[0].Environment`, entries(17)), 'SMA_REQ_ENVIRONMENT_COUNT', `${I}.Containers[0].Environment`, /16/],
  ['an archive that is a zip', set(`${T}.AdditionalS3DataSource.S3Uri`, 's3://bucket/weights.zip'), 'SMA_REQ_ADDITIONAL_DATA', `${T}.AdditionalS3DataSource.S3Uri`, /tar\.gz/],
  ['an archive that is a prefix', set(`${I}.Containers[0].AdditionalS3DataSource.S3DataType`, 'S3Prefix'),
    'SMA_REQ_ADDITIONAL_DATA', `${I}.Containers[0].AdditionalS3DataSource.S3DataType`, /S3Object/],
  ['an archive that is not compressed', drop(`${T}.AdditionalS3DataSource.CompressionType`), 'SMA_REQ_ADDITIONAL_DATA', `${T}.AdditionalS3DataSource.CompressionType`, /Gzip/],
];

/** The same for what is worth a warning. */
const WARNINGS: typeof CASES = [
  ['an instance type that is not known', set(`${T}.SupportedTrainingInstanceTypes[2]`, 'ml.m5.8xlarge'),
    'SMA_REQ_INSTANCE_TYPE_UNKNOWN', `${T}.SupportedTrainingInstanceTypes[2]`, /"ml\.m5\.\w+" exists/],
  ['a long value', set(`${JOB}.HyperParameters.note`, 'x'.repeat(257)), 'SMA_REQ_VALUE_LENGTH', `${JOB}.HyperParameters.note`, /256/],
  ['a channel that takes gzip without Pipe', set(`${T}.TrainingChannels[1].SupportedCompressionTypes[1]`, 'Gzip'),
    'SMA_REQ_CHANNEL_GZIP', `${T}.TrainingChannels[1].SupportedCompressionTypes`, /"Pipe"/],
  ['gzip that nobody inflates', all(
    set(`${CHANNEL}.InputMode`, 'File'), set(`${CHANNEL}.RecordWrapperType`, 'None'), set(`${CHANNEL}.DataSource.S3DataSource.S3DataType`, 'S3Prefix'),
    drop(`${CHANNEL}.DataSource.S3DataSource.AttributeNames`)), 'SMA_REQ_PROFILE_GZIP', `${CHANNEL}.CompressionType`, /"None"/],
  ['a batch strategy without records', set(`${TRANSFORM}.TransformInput.SplitType`, 'None'), 'SMA_REQ_TRANSFORM_BATCH_STRATEGY', `${TRANSFORM}.BatchStrategy`, /"Line"/],
];

const told = (problems: ReadonlyArray<{ code: string; path: string }>) => problems.map(({ code, path }) => [code, path]);

describe('the rules of a request', () => {
  test('let the fullest request pass', () => {
    expect(checkRequest(VALID)).toEqual({ errors: [], warnings: [] });
  });

  test.each(CASES)('refuse %s', (_, change, code, path, fix) => {
    const { errors } = checkRequest(changed(VALID, change));

    expect(told(errors)).toEqual([[code, path]]);
    expect(errors[0].fix).toMatch(fix);
  });

  test.each(WARNINGS)('warn of %s', (_, change, code, path, fix) => {
    const { errors, warnings } = checkRequest(changed(VALID, change));

    expect(errors).toEqual([]);
    expect(told(warnings)).toEqual([[code, path]]);
    expect(warnings[0].fix).toMatch(fix);
  });

  test('are each broken by some case', () => {
    const broken = new Set([...CASES, ...WARNINGS].map(([, , code]) => code));

    expect(REQUEST_RULES.map(({ code }) => code).filter((code) => !broken.has(code))).toEqual([]);
  });

  test('have codes that are all different, and belong to a conformance check', () => {
    const codes = REQUEST_RULES.map(({ code }) => code);

    expect(new Set(codes).size).toBe(codes.length);
    expect([...new Set(REQUEST_RULES.map(({ conformance }) => conformance))]).toEqual([93, 94, 95, 96, 97, 98, 99, 100, 101]);
  });

  test('tell everything at once', () => {
    const change = all(set('AlgorithmName', 'a.b'), set(`${INTEGER}.DefaultValue`, '0'), drop(`${JOB}.HyperParameters.learning-rate`), set('Tags[0].Key', ''));

    expect(told(checkRequest(changed(VALID, change)).errors)).toEqual([
      ['SMA_REQ_PATTERN', 'AlgorithmName'], ['SMA_REQ_LENGTH', 'Tags[0].Key'], ['SMA_REQ_DEFAULT', `${INTEGER}.DefaultValue`],
      ['SMA_REQ_PROFILE_HYPERPARAMETER_MISSING', `${JOB}.HyperParameters`],
    ]);
  });

  test.each([
    ['members that our own requests never have', all(
      set(`${HOLD_OUT}.DataSource`, { FileSystemDataSource: { FileSystemId: 'fs-01234567', FileSystemAccessMode: 'ro', FileSystemType: 'FSxLustre', DirectoryPath: '/x' } }),
      set(`${HOLD_OUT}.InputMode`, 'File'),
      drop(`${JOB}.ResourceConfig.InstanceType`), drop(`${JOB}.ResourceConfig.InstanceCount`),
      set(`${JOB}.ResourceConfig.InstanceGroups`, [{ InstanceGroupName: 'a', InstanceType: 'ml.m5.xlarge', InstanceCount: 2 }]),
      set(`${JOB}.ResourceConfig.KeepAlivePeriodInSeconds`, 600),
      set(`${I}.Containers[0].ModelDataSource`, { S3DataSource: { S3Uri: 's3://b/m/', S3DataType: 'S3Prefix', CompressionType: 'None', ModelAccessConfig: { AcceptEula: true } } }),
      set(`${I}.Containers[0].Framework`, 'PYTORCH'), set(`${I}.Containers[0].FrameworkVersion`, '2.1.0'), set(`${I}.Containers[0].BaseModel`, { RecipeName: 'x' }))],
    ['hyperparameters that the service adds', set(`${JOB}.HyperParameters.sagemaker_program`, '"train.py"')],
    ['a payload without limit', all(set(`${TRANSFORM}.MaxPayloadInMB`, 0), set(`${TRANSFORM}.MaxConcurrentTransforms`, 200))],
    ['content types with parameters', set(`${TRANSFORM}.TransformInput.ContentType`, 'text/csv; charset=utf-8')],
    ['a digest beside a tag', set(`${T}.TrainingImageDigest`, DIGEST)],
    ['a bucket in the Region of the images', set(`${JOB}.OutputDataConfig.S3OutputPath`, 'https://s3.eu-west-1.amazonaws.com/acme/out')],
    ['images of several accounts that are not to be listed', all(
      drop('CertifyForMarketplace'), set(`${I}.Containers[0].Image`, '999988887777.dkr.ecr.us-east-1.amazonaws.com/acme/x:1'))],
    ['a bracket in a class of a regex', set(`${T}.MetricDefinitions[3].Regex`, '[(?<=]([0-9.]+)\\\\')],
    ['values that are absent as undefined', set('AlgorithmDescription', undefined)],
  ])('let pass %s', (_, change) => {
    expect(checkRequest(changed(VALID, change))).toEqual({ errors: [], warnings: [] });
  });

  test('read values of hyperparameters as the container does', () => {
    const spec = { name: 'rounds', type: 'Integer', min: 1, max: 100, required: false, tunable: true } as const;

    for (const raw of ['1', '5.0', '"7"', ' 9 ', '1e1', '100.5', '', '0']) {
      const refused = checkRequest(changed(VALID, set(`${JOB}.HyperParameters.rounds`, raw))).errors.length > 0;
      expect([raw, refused]).toEqual([raw, 'problem' in parseHyperparameter(spec, raw)]);
    }
  });
});
