import { VALIDATION_DEFAULTS as DEFAULTS } from './defaults';
import type { ParsedDefinition } from './parse-definition';
import { stated } from './stated';
import type { AlgorithmSpec, ChannelSpec, InputMode } from '../contract/algorithm-spec';
import type { AlgorithmPlan } from '../contract/plan';
import {
  VALIDATION_FOLDERS, type ValidationChannelPlan, type ValidationPlan, type ValidationTrainingPlan, type ValidationTransformPlan,
  belowS3Location,
} from '../contract/validation-plan';
import { defaultAccept, defaultAssembly, defaultSplitType } from '../request/transform-defaults';

type GivenValidation = NonNullable<ParsedDefinition['validation']>;
type GivenTraining = NonNullable<GivenValidation['training']>;
type GivenChannel = NonNullable<GivenTraining['channels']>[number];

/** What the profile is completed from. */
interface Around {
  readonly algorithm: AlgorithmSpec;
  readonly instanceTypes: AlgorithmPlan['instanceTypes'];
  /** Turns a path below the profile's S3 location into a URI. */
  readonly below: (path: string) => string;
}

/** The channels of the job: those that every job has, and those that the profile names. */
function givenChannels({ algorithm: { training } }: Around, named: readonly GivenChannel[]): GivenChannel[] {
  const always = training.channels.filter(({ name, required }) => required && !named.some((channel) => channel.name === name));
  return [...always.map(({ name }) => ({ name })), ...named];
}

/** The first mode that all channels of the job take. */
function commonInputMode(channels: readonly ChannelSpec[]): InputMode {
  const [first, ...others] = channels;
  return first?.inputModes.find((mode) => others.every(({ inputModes }) => inputModes.includes(mode))) ?? first?.inputModes[0] ?? 'File';
}

function completeChannel(given: GivenChannel, spec: ChannelSpec | undefined, jobMode: InputMode, { below }: Around): ValidationChannelPlan {
  const fallbackMode = spec === undefined || spec.inputModes.includes(jobMode) ? undefined : spec.inputModes[0];
  return stated({
    name: given.name,
    s3Uri: given.s3Uri ?? below(VALIDATION_FOLDERS.channel(given.name)),
    s3DataType: given.s3DataType ?? DEFAULTS.s3DataType,
    distribution: given.distribution ?? DEFAULTS.distribution,
    contentType: given.contentType ?? spec?.contentTypes[0] ?? '',
    compressionType: given.compressionType ?? spec?.compressionTypes[0] ?? 'None',
    recordWrapperType: given.recordWrapperType ?? DEFAULTS.recordWrapperType,
    inputMode: given.inputMode ?? fallbackMode,
    shuffleSeed: given.shuffleSeed,
    attributeNames: given.attributeNames,
  });
}

function completeTraining(given: GivenTraining, around: Around): ValidationTrainingPlan {
  const { algorithm, instanceTypes, below } = around;
  const specOf = ({ name }: GivenChannel) => algorithm.training.channels.find((spec) => spec.name === name);
  const channels = givenChannels(around, given.channels ?? []);
  const inputMode = given.inputMode ?? commonInputMode(channels.flatMap((channel) => specOf(channel) ?? []));
  return stated({
    inputMode,
    hyperparameters: given.hyperparameters ?? {},
    channels: channels.map((channel) => completeChannel(channel, specOf(channel), inputMode, around)),
    outputS3Uri: given.outputS3Uri ?? below(VALIDATION_FOLDERS.trainingOutput),
    outputCompressionType: given.outputCompressionType,
    outputKmsKeyId: given.outputKmsKeyId,
    instanceType: given.instanceType ?? instanceTypes.training[0] ?? '',
    instanceCount: given.instanceCount ?? DEFAULTS.instanceCount,
    volumeSizeGb: given.volumeSizeGb ?? DEFAULTS.volumeSizeGb,
    volumeKmsKeyId: given.volumeKmsKeyId,
    maxRuntimeSeconds: given.maxRuntimeSeconds ?? DEFAULTS.maxRuntimeSeconds,
    maxWaitTimeSeconds: given.maxWaitTimeSeconds,
    maxPendingTimeSeconds: given.maxPendingTimeSeconds,
  });
}

function completeTransform(given: NonNullable<GivenValidation['transform']>, around: Around): ValidationTransformPlan {
  const { algorithm: { inference }, instanceTypes, below } = around;
  const contentType = given.contentType ?? inference.contentTypes[0] ?? '';
  const splitType = given.splitType ?? defaultSplitType(contentType);
  return stated({
    inputS3Uri: given.inputS3Uri ?? below(VALIDATION_FOLDERS.transformInput),
    contentType,
    compressionType: given.compressionType ?? DEFAULTS.transformCompressionType,
    splitType,
    batchStrategy: given.batchStrategy,
    maxConcurrentTransforms: given.maxConcurrentTransforms ?? DEFAULTS.maxConcurrentTransforms,
    maxPayloadMb: given.maxPayloadMb ?? DEFAULTS.maxPayloadMb,
    accept: given.accept ?? defaultAccept(inference, contentType) ?? '',
    assembleWith: given.assembleWith ?? defaultAssembly(splitType),
    outputS3Uri: given.outputS3Uri ?? below(VALIDATION_FOLDERS.transformOutput),
    outputKmsKeyId: given.outputKmsKeyId,
    instanceType: given.instanceType ?? instanceTypes.transform[0] ?? '',
    instanceCount: given.instanceCount ?? DEFAULTS.instanceCount,
    volumeKmsKeyId: given.volumeKmsKeyId,
    environment: given.environment ?? {},
  });
}

/** Fills in every default of the validation profile; judges nothing. */
export function completeValidation(
  given: GivenValidation, algorithm: AlgorithmSpec, instanceTypes: AlgorithmPlan['instanceTypes'],
): ValidationPlan {
  const around: Around = { algorithm, instanceTypes, below: (path) => belowS3Location(given.s3Location, path) };
  return stated({
    roleArn: given.roleArn,
    profileName: given.profileName ?? DEFAULTS.profileName,
    s3Location: given.s3Location,
    training: completeTraining(given.training ?? {}, around),
    transform: given.transformJob ?? DEFAULTS.transformJob ? completeTransform(given.transform ?? {}, around) : undefined,
  });
}
