import { describe, expect, test } from 'vitest';
import { definitionDocs } from '../../projenrc/definition-docs';
import * as definition from '../../src';
import { PROCESSES_DEFAULT, QUEUE_DEFAULT_MAX } from '../../src/contract/serving-limits';
import { DEFAULTS, EXECUTION_DEFAULTS, VALIDATION_DEFAULTS } from '../../src/plan/defaults';

/** `@default` of each field that is a value, not a sentence. */
const DOCUMENTED = new Map(definitionDocs()
  .filter(({ kind, defaultValue }) => kind === 'field' && defaultValue && !defaultValue.startsWith('- '))
  .map(({ path, defaultValue }) => [path, defaultValue!]));

/** The value that a documented default stands for. */
function value(text: string): unknown {
  const member = /^`?(\w+)\.(\w+)`?$/.exec(text);
  if (member) return (definition as unknown as Record<string, Record<string, string>>)[member[1]][member[2]];
  return JSON.parse(text.replace(/^'(.*)'$/, '"$1"'));
}

/** The default that applies to each of them. */
const APPLIED: Readonly<Record<string, unknown>> = {
  'SmAlgorithmProjectOptions.imageLayout': DEFAULTS.imageLayout,
  'SmAlgorithmProjectOptions.imageFlavor': DEFAULTS.imageFlavor,
  'ImageFile.executable': DEFAULTS.imageFileExecutable,
  'SmAlgorithmProjectOptions.imagePlatform': DEFAULTS.imagePlatform,
  'SmAlgorithmProjectOptions.imageNodeVersion': DEFAULTS.imageNodeVersion,
  'SmAlgorithmProjectOptions.certifyForMarketplace': DEFAULTS.certifyForMarketplace,
  'ArtifactEncryptionOptions.checkpoints': DEFAULTS.checkpointsEncrypted,
  'SmAlgorithmProjectOptions.starter': DEFAULTS.starter,
  'ChannelOptions.required': DEFAULTS.channelRequired,
  'IntegerHyperparameterOptions.required': DEFAULTS.hyperparameterRequired,
  'IntegerHyperparameterOptions.tunable': DEFAULTS.hyperparameterTunable,
  'ContinuousHyperparameterOptions.required': DEFAULTS.hyperparameterRequired,
  'ContinuousHyperparameterOptions.tunable': DEFAULTS.hyperparameterTunable,
  'CategoricalHyperparameterOptions.required': DEFAULTS.hyperparameterRequired,
  'CategoricalHyperparameterOptions.tunable': DEFAULTS.hyperparameterTunable,
  'FreeTextHyperparameterOptions.required': DEFAULTS.hyperparameterRequired,
  'TrainingOptions.unknownHyperparameters': DEFAULTS.unknownHyperparameters,
  'TrainingOptions.supportsDistributedTraining': DEFAULTS.supportsDistributedTraining,
  'InferenceOptions.queueMax': QUEUE_DEFAULT_MAX,
  'InlineOptions.processes': PROCESSES_DEFAULT,
  'InferenceOptions.streaming': DEFAULTS.streaming,
  'InferenceOptions.badRecords': DEFAULTS.badRecords,
  'InferenceOptions.metrics': DEFAULTS.metrics,
  'BatchingOptions.maxWaitMs': DEFAULTS.batchingMaxWaitMs,
  'MeteringOptions.dimension': DEFAULTS.meteringDimension,
  'ExecutionParametersOptions.maxConcurrentTransforms': EXECUTION_DEFAULTS.maxConcurrentTransforms,
  'ExecutionParametersOptions.batchStrategy': EXECUTION_DEFAULTS.batchStrategy,
  'ExecutionParametersOptions.maxPayloadMb': EXECUTION_DEFAULTS.maxPayloadMb,
  'ValidationOptions.profileName': VALIDATION_DEFAULTS.profileName,
  'ValidationOptions.transformJob': VALIDATION_DEFAULTS.transformJob,
  'ValidationChannelOptions.s3DataType': VALIDATION_DEFAULTS.s3DataType,
  'ValidationChannelOptions.distribution': VALIDATION_DEFAULTS.distribution,
  'ValidationChannelOptions.recordWrapperType': VALIDATION_DEFAULTS.recordWrapperType,
  'ValidationTrainingOptions.instanceCount': VALIDATION_DEFAULTS.instanceCount,
  'ValidationTrainingOptions.volumeSizeGb': VALIDATION_DEFAULTS.volumeSizeGb,
  'ValidationTrainingOptions.maxRuntimeSeconds': VALIDATION_DEFAULTS.maxRuntimeSeconds,
  'ValidationTransformOptions.compressionType': VALIDATION_DEFAULTS.transformCompressionType,
  'ValidationTransformOptions.maxConcurrentTransforms': VALIDATION_DEFAULTS.maxConcurrentTransforms,
  'ValidationTransformOptions.maxPayloadMb': VALIDATION_DEFAULTS.maxPayloadMb,
  'ValidationTransformOptions.instanceCount': VALIDATION_DEFAULTS.instanceCount,
};

describe('a documented default', () => {
  test.each(Object.entries(APPLIED))('of %s is the one that applies', (path, applied) => {
    expect(value(DOCUMENTED.get(path)!)).toEqual(applied);
  });

  test('is compared for every field that documents a value', () => {
    expect([...DOCUMENTED.keys()].sort()).toEqual(Object.keys(APPLIED).sort());
  });

  test.each([
    ['ChannelOptions.inputModes', 'InputMode', DEFAULTS.channelInputModes],
    ['ChannelOptions.compressionTypes', 'CompressionType', DEFAULTS.channelCompressionTypes],
    ['TrainingOptions.instanceTypes', undefined, DEFAULTS.trainingInstanceTypes],
    ['InferenceOptions.realtimeInstanceTypes', undefined, DEFAULTS.realtimeInstanceTypes],
    ['InferenceOptions.transformInstanceTypes', undefined, DEFAULTS.transformInstanceTypes],
  ])('in words of %s names what applies', (path, enumName, applied) => {
    const words = definitionDocs().find((member) => member.path === path)!.defaultValue!;
    const named = [...words.matchAll(/`([\w.]+)`/g)].map(([, name]) => (enumName ? value(name) : name));

    expect(named).toEqual(applied);
  });
});
