import { completeServing } from './complete-serving';
import { completeValidation } from './complete-validation';
import { DEFAULTS } from './defaults';
import type { ParsedDefinition, ParsedHyperparameter } from './parse-definition';
import { stated } from './stated';
import { ENTITY_NAME_MAX_CHARS } from '../contract/algorithm-limits';
import type { AlgorithmSpec, ChannelSpec, HyperparameterSpec, MetricSpec } from '../contract/algorithm-spec';
import { metricRegex } from '../contract/metric-line';
import { type AlgorithmPlan, BUNDLE_DIR, IMAGES_DIR, type ImageName, type ImagePlan, PLAN_VERSION, type ProductPlan } from '../contract/plan';
import type { ContainerCommand } from '../contract/program';

/** The algorithm's name from the project's: npm scopes and folders allow characters that SageMaker does not. */
const algorithmName = (name: string): string =>
  name.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, ENTITY_NAME_MAX_CHARS).replace(/-$/, '');

function completeHyperparameter(given: ParsedHyperparameter): HyperparameterSpec {
  const base = stated({
    name: given.name,
    description: given.description,
    required: given.required ?? DEFAULTS.hyperparameterRequired,
    tunable: given.tunable ?? DEFAULTS.hyperparameterTunable,
    default: given.default,
  });
  switch (given.kind) {
    case 'integer': return { type: 'Integer', ...base, min: given.min!, max: given.max! } as HyperparameterSpec;
    case 'continuous': return { type: 'Continuous', ...base, min: given.min!, max: given.max! } as HyperparameterSpec;
    case 'categorical': return { type: 'Categorical', ...base, values: given.values! } as HyperparameterSpec;
    case 'freeText': return { type: 'FreeText', ...base, tunable: false } as HyperparameterSpec;
  }
}

const OBJECTIVE = { maximize: 'Maximize', minimize: 'Minimize', report: undefined } as const;

function completeTraining({ training }: ParsedDefinition): AlgorithmPlan['algorithm']['training'] {
  return {
    channels: training.channels.map((channel): ChannelSpec => stated({
      name: channel.name,
      description: channel.description,
      required: channel.required ?? DEFAULTS.channelRequired,
      contentTypes: channel.contentTypes,
      inputModes: channel.inputModes ?? DEFAULTS.channelInputModes,
      compressionTypes: channel.compressionTypes ?? DEFAULTS.channelCompressionTypes,
    })),
    hyperparameters: (training.hyperparameters ?? []).map(completeHyperparameter),
    metrics: (training.metrics ?? []).map(({ kind, name, regex }): MetricSpec =>
      stated({ name, regex: regex ?? metricRegex(name), objective: OBJECTIVE[kind] })),
    unknownHyperparameters: training.unknownHyperparameters ?? DEFAULTS.unknownHyperparameters,
    distributed: training.supportsDistributedTraining ?? DEFAULTS.supportsDistributedTraining,
  };
}

function completeImages(definition: ParsedDefinition): ImagePlan[] {
  const combined = (definition.imageLayout ?? DEFAULTS.imageLayout) === 'combined';
  const nodeMajor = definition.imageNodeVersion ?? DEFAULTS.imageNodeVersion;
  const localName = algorithmName(definition.name).toLowerCase();
  const repository = definition.ecrRepository ?? localName;
  const flavor = definition.imageFlavor ?? DEFAULTS.imageFlavor;
  const image = (name: ImageName, commands: ContainerCommand[]): ImagePlan => {
    const folder = `${IMAGES_DIR}/${name}`;
    const suffix = combined ? '' : `-${name}`;
    return stated({
      name,
      folder,
      programs: commands.map((command) => ({ command, entry: `${folder}/${command}.ts`, bundle: `${folder}/${BUNDLE_DIR}/${command}.js` })),
      defaultCommand: commands[0],
      localName: `${localName}${suffix}`,
      repository: `${repository}${suffix}`,
      flavor,
      baseImage: definition.baseImage ?? DEFAULTS.baseImage[flavor](nodeMajor),
      builderImage: definition.imageBuilder ?? (flavor === 'distroless' ? DEFAULTS.baseImage.slim(nodeMajor) : undefined),
      nodeMajor,
      platform: definition.imagePlatform ?? DEFAULTS.imagePlatform,
      externals: definition.imageExternals ?? [],
      debianPackages: definition.imageDebianPackages ?? [],
      files: (definition.imageFiles ?? []).map((file) => ({ ...file, executable: file.executable ?? DEFAULTS.imageFileExecutable })),
      nodeFlags: definition.imageNodeFlags ?? [],
      heapPercent: definition.imageHeapPercent,
    });
  };
  return combined ? [image('algorithm', ['train', 'serve'])] : [image('training', ['train']), image('inference', ['serve'])];
}

function completeAlgorithm(definition: ParsedDefinition): AlgorithmSpec {
  const { inference, artifactEncryption } = definition;
  return stated({
    name: definition.algorithmName ?? algorithmName(definition.name),
    version: definition.algorithmVersion,
    training: completeTraining(definition),
    inference: {
      contentTypes: inference.contentTypes,
      responseTypes: inference.responseTypes ?? inference.contentTypes,
      ...completeServing(inference),
    },
    encryption: artifactEncryption && {
      keyId: artifactEncryption.keyId,
      rotatedKeyIds: artifactEncryption.rotatedKeyIds ?? [],
      checkpoints: artifactEncryption.checkpoints ?? DEFAULTS.checkpointsEncrypted,
    },
  });
}

function completeProduct(definition: ParsedDefinition, validation: ProductPlan['validation']): ProductPlan {
  const { training, inference } = definition;
  return stated({
    certifyForMarketplace: definition.certifyForMarketplace ?? DEFAULTS.certifyForMarketplace,
    tags: definition.tags ?? {},
    trainingData: training.additionalDataSource,
    inferenceData: inference.additionalDataSource,
    inferenceEnvironment: inference.environment ?? {},
    validation,
  });
}

/** Fills in every default; judges nothing. */
export function completePlan(definition: ParsedDefinition): AlgorithmPlan {
  const { training, inference } = definition;
  const algorithm = completeAlgorithm(definition);
  const instanceTypes = {
    training: training.instanceTypes ?? DEFAULTS.trainingInstanceTypes,
    realtime: inference.realtimeInstanceTypes ?? DEFAULTS.realtimeInstanceTypes,
    transform: inference.transformInstanceTypes ?? DEFAULTS.transformInstanceTypes,
  };
  const validation = definition.validation && completeValidation(definition.validation, algorithm, instanceTypes);
  return stated({
    planVersion: PLAN_VERSION,
    description: definition.description,
    imageLayout: definition.imageLayout ?? DEFAULTS.imageLayout,
    images: completeImages(definition),
    algorithm,
    instanceTypes,
    product: completeProduct(definition, validation),
    ecr: stated({ accountId: definition.ecrAccountId, region: definition.ecrRegion }),
    local: {
      dataDir: DEFAULTS.dataDir,
      payloadDir: DEFAULTS.payloadDir,
      hyperparameters: validation?.training.hyperparameters ?? {},
      hyperparametersFile: DEFAULTS.hyperparametersFile,
    },
  });
}
