import type { Amendment, ModelShape } from './service-model';

const TEXT: ModelShape = { type: 'string' };
const text = (why: string): Amendment => ({ why, shape: TEXT });
const flag = (why: string): Amendment => ({ why, shape: { type: 'boolean' } });
const choice = (why: string, ...values: string[]): Amendment => ({ why, shape: { type: 'string', enum: values } });
const members = (...names: Array<[string, string]>) => Object.fromEntries(names.map(([name, shape]) => [name, { shape }]));
const structure = (why: string, required: string[], ...names: Array<[string, string]>): Amendment =>
  ({ why, shape: { type: 'structure', required, members: members(...names) } });
const added = (why: string, ...names: Array<[string, string]>): Amendment => ({ why, shape: { members: members(...names) } });
const list = (why: string, member: string, limits: { min?: number; max?: number } = {}): Amendment =>
  ({ why, shape: { type: 'list', member: { shape: member }, ...limits } });

const NEW = 'not in the model of 2022';
/** Lists of instance types grow with every model; their values have a test of their own. */
const GROWS: Amendment = { why: 'grew from 2022 to 2026', shape: { enum: null, pattern: 'ml\\.[a-z0-9-]+\\.[a-z0-9]+' } };

/** What the service model of 2026-10-01 says otherwise than Debian's, which is of December 2022 (botocore 1.29.27). */
export const SINCE_2022: Readonly<Record<string, Amendment>> = {
  TrainingInstanceType: GROWS,
  TransformInstanceType: GROWS,
  ProductionVariantInstanceType: GROWS,

  TrainingSpecification: added('archives beside images came in 2024', ['AdditionalS3DataSource', 'AdditionalS3DataSource']),
  AdditionalS3DataSource: structure(NEW, ['S3DataType', 'S3Uri'],
    ['S3DataType', 'AdditionalS3DataSourceDataType'], ['S3Uri', 'S3Uri'], ['CompressionType', 'CompressionType'], ['ETag', 'String']),
  AdditionalS3DataSourceDataType: choice(NEW, 'S3Object', 'S3Prefix'),

  InferenceSpecification: { why: 'media types are not required any more', shape: { required: ['Containers'] } },
  ModelPackageContainerDefinition: added('model sources and base models came since',
    ['ModelDataSource', 'ModelDataSource'], ['AdditionalModelDataSources', 'AdditionalModelDataSources'], ['AdditionalS3DataSource', 'AdditionalS3DataSource'],
    ['ModelDataETag', 'String'], ['IsCheckpoint', 'Boolean'], ['BaseModel', 'BaseModel']),
  ModelDataSource: structure(NEW, [], ['S3DataSource', 'S3ModelDataSource']),
  S3ModelDataSource: structure(NEW, ['S3Uri', 'S3DataType', 'CompressionType'],
    ['S3Uri', 'S3Uri'], ['S3DataType', 'S3ModelDataType'], ['CompressionType', 'ModelCompressionType'], ['ModelAccessConfig', 'ModelAccessConfig'],
    ['HubAccessConfig', 'HubAccessConfig'], ['ManifestS3Uri', 'S3Uri'], ['ETag', 'String'], ['ManifestEtag', 'String']),
  S3ModelDataType: choice(NEW, 'S3Prefix', 'S3Object'),
  ModelCompressionType: choice(NEW, 'None', 'Gzip'),
  ModelAccessConfig: structure(NEW, ['AcceptEula'], ['AcceptEula', 'AcceptEula']),
  AcceptEula: flag(NEW),
  HubAccessConfig: structure(NEW, ['HubContentArn'], ['HubContentArn', 'HubContentArn']),
  AdditionalModelDataSources: list(NEW, 'AdditionalModelDataSource', { max: 5 }),
  AdditionalModelDataSource: structure(NEW, ['ChannelName', 'S3DataSource'], ['ChannelName', 'AdditionalModelChannelName'], ['S3DataSource', 'S3ModelDataSource']),
  AdditionalModelChannelName: text(NEW),
  BaseModel: structure(NEW, [], ['HubContentName', 'HubContentName'], ['HubContentVersion', 'HubContentVersion'], ['RecipeName', 'RecipeName']),
  RecipeName: text(NEW),
  EnvironmentMap: { why: 'was 16 in 2022, which the prose still says', shape: { max: 100 } },
  DataInputConfig: { why: 'was 1024 in 2022', shape: { max: 16_384 } },

  S3DataType: { why: 'a type for conversations came in 2025', shape: { enum: ['ManifestFile', 'S3Prefix', 'AugmentedManifestFile', 'Converse'] } },
  S3DataSource: added('models as inputs came since', ['ModelAccessConfig', 'ModelAccessConfig'], ['HubAccessConfig', 'HubAccessConfig']),
  DataSource: added('data sets of a hub came since', ['DatasetSource', 'DatasetSource']),
  DatasetSource: structure(NEW, ['DatasetArn'], ['DatasetArn', 'HubDataSetArn']),
  HubDataSetArn: text(NEW),
  FileSystemId: { why: 'had no form in 2022', shape: { max: 21, pattern: 'fs-[0-9a-f]{8,}' } },

  OutputDataConfig: added('uncompressed artifacts came in 2023', ['CompressionType', 'OutputCompressionType']),
  OutputCompressionType: choice(NEW, 'GZIP', 'NONE'),
  KmsKeyId: { why: 'had no form in 2022', shape: { pattern: '[a-zA-Z0-9:/_-]*' } },
  ResourceConfig: {
    why: 'plans, placement and preferences came since, and the volume is not required any more',
    shape: {
      required: [],
      members: members(['TrainingPlanArn', 'TrainingPlanArn'], ['InstancePlacementConfig', 'InstancePlacementConfig'], ['InstancePreferences', 'InstancePreferences']),
    },
  },
  TrainingPlanArn: text(NEW),
  InstancePlacementConfig: structure(NEW, [], ['EnableMultipleJobs', 'Boolean'], ['PlacementSpecifications', 'PlacementSpecifications']),
  PlacementSpecifications: list(NEW, 'PlacementSpecification'),
  PlacementSpecification: structure(NEW, ['InstanceCount'], ['UltraServerId', 'String'], ['InstanceCount', 'TrainingInstanceCount']),
  InstancePreferences: list(NEW, 'InstancePreference', { min: 1, max: 5 }),
  InstancePreference: structure(NEW, ['InstanceType'],
    ['InstanceType', 'TrainingInstanceType'], ['InstanceCount', 'TrainingInstanceCount'], ['TrainingPlanArns', 'TrainingPlanArns']),
  TrainingPlanArns: list(NEW, 'TrainingPlanArn'),
  VolumeSizeInGB: { why: 'was at least 1 in 2022', shape: { min: 0 } },
  KeepAlivePeriodInSeconds: { why: 'was at most 3600 in 2022', shape: { max: 21_600 } },
  StoppingCondition: added('waiting for capacity came in 2024', ['MaxPendingTimeInSeconds', 'MaxPendingTimeInSeconds']),
  MaxPendingTimeInSeconds: { why: NEW, shape: { type: 'integer', min: 1800, max: 2_419_200 } },
  TransformResources: added('machine images of transform jobs came in 2025', ['TransformAmiVersion', 'TransformAmiVersion']),
  TransformAmiVersion: text(NEW),
  TransformEnvironmentKey: { why: 'said its length in its pattern, too', shape: { pattern: '[a-zA-Z_][a-zA-Z0-9_]*' } },
};
