import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tmpDir } from './tmp-dir';
import {
  AssemblyType, BadRecords, BatchStrategy, CompressionType, Concurrency, Hyperparameter, ImageFlavor, ImageLayout, ImagePlatform,
  InputMode, Metric,
  OutputCompressionType,
  RecordWrapperType, S3DataDistributionType, S3DataType, SmAlgorithmProject, type SmAlgorithmProjectOptions, SplitType,
  UnknownHyperparameters,
} from '../../src';
import type { ForeignOption } from '../../src/plan/parse-definition';

/** What stands for projen's own options where a test needs a few. */
export const PROJEN_OPTIONS: ForeignOption[] = [
  ...['deps', 'devDeps', 'github', 'outdir', 'jest', 'projenrcJs'].map((name) => ({ name })),
  { name: 'packageManager', choice: { enumName: 'javascript.NodePackageManager', members: ['NPM', 'PNPM', 'YARN_CLASSIC'] } },
];

/** The smallest definition that obeys every rule. */
export const SMALLEST: SmAlgorithmProjectOptions = {
  name: 'smallest',
  training: { channels: [{ name: 'training', contentTypes: ['text/csv'] }] },
  inference: { contentTypes: ['text/csv'] },
};

/** A definition that uses every option, with words that are awkward everywhere. A test counts that it does. */
export const FULLEST: SmAlgorithmProjectOptions = {
  name: 'fullest',
  description: 'Says "quotes", $HOME, `ticks`, a | bar, <b>markup</b>, */ and \\ back',
  algorithmName: 'fullest-3-1-0',
  algorithmVersion: '3.1.0',
  imageLayout: ImageLayout.SEPARATE,
  imagePlatform: ImagePlatform.LINUX_AMD64,
  baseImage: 'public.ecr.aws/docker/library/node:24-bookworm',
  imageNodeVersion: 24,
  imageHeapPercent: 75,
  imageFlavor: ImageFlavor.SLIM,
  imageExternals: ['better-sqlite3'],
  imageDebianPackages: ['libgomp1', 'libstdc++6'],
  imageFiles: [{ source: 'assets/words.txt', target: '/opt/words.txt' }, { source: 'assets/bin', target: '/opt/tools', executable: true }],
  imageNodeFlags: ["--title=it's $HOME", '--stack-size=2000'],
  ecrAccountId: '111122223333',
  ecrRegion: 'eu-west-1',
  ecrRepository: 'acme/fullest',
  certifyForMarketplace: true,
  artifactEncryption: { keyId: 'k2', rotatedKeyIds: ['k1'], checkpoints: false },
  tags: { 'team': 'trees + co', 'cost:center': '' },
  training: {
    channels: [
      {
        name: 'training',
        contentTypes: ['text/csv', 'application/x-parquet'],
        inputModes: [InputMode.FILE, InputMode.PIPE],
        compressionTypes: [CompressionType.NONE, CompressionType.GZIP],
        description: 'Rows | with "quotes"',
      },
      { name: 'hold-out', contentTypes: ['text/csv'], required: false },
    ],
    hyperparameters: [
      Hyperparameter.integer('rounds', { min: 1, max: 100, default: 10, tunable: true, description: 'How often */ it | goes' }),
      Hyperparameter.continuous('learning-rate', { min: 0.001, max: 1, required: true }),
      Hyperparameter.categorical('objective', { values: ['log|loss', "it's"], default: 'log|loss' }),
      Hyperparameter.freeText('note', { default: '', description: 'Any words' }),
    ],
    metrics: [
      Metric.maximize('validation:auc'), Metric.minimize('loss'), Metric.report('rows'),
      Metric.report('seconds per round', { regex: 'took ([0-9.]+) s' }),
    ],
    unknownHyperparameters: UnknownHyperparameters.REFUSE,
    instanceTypes: ['ml.m5.xlarge', 'ml.c5.2xlarge'],
    supportsDistributedTraining: true,
    additionalDataSource: { s3Uri: 's3://amzn-s3-demo-bucket/weights.tar.gz', eTag: '9b2cf535f27731c974343645a3985328' },
  },
  inference: {
    contentTypes: ['text/csv', 'application/json'],
    responseTypes: ['application/jsonlines'],
    realtimeInstanceTypes: ['ml.m5.large'],
    transformInstanceTypes: ['ml.m5.xlarge'],
    environment: { LOG_LEVEL: 'say "debug" or $INFO' },
    additionalDataSource: { s3Uri: 's3://amzn-s3-demo-bucket/words.tar.gz', eTag: '0f343b0931126a20f133d67c2b018a3b' },
    concurrency: Concurrency.workers({ count: 3 }),
    queueMax: 50,
    batching: { maxRequests: 16, maxWaitMs: 2 },
    timeoutSeconds: 30,
    streaming: false,
    badRecords: BadRecords.REFUSE,
    metering: { dimension: 'rows' },
    executionParameters: { maxConcurrentTransforms: 4, batchStrategy: BatchStrategy.SINGLE_RECORD, maxPayloadMb: 25 },
    metrics: true,
  },
  validation: {
    roleArn: 'arn:aws:iam::111122223333:role/AlgorithmValidation',
    s3Location: 's3://amzn-s3-demo-bucket/validation',
    profileName: 'small-cluster',
    training: {
      hyperparameters: { 'learning-rate': '0.1', 'note': 'a "quoted" word' },
      inputMode: InputMode.PIPE,
      channels: [
        {
          name: 'training',
          s3Uri: 's3://amzn-s3-demo-bucket/rows.manifest',
          s3DataType: S3DataType.AUGMENTED_MANIFEST_FILE,
          distribution: S3DataDistributionType.FULLY_REPLICATED,
          contentType: 'text/csv; label_size=1',
          compressionType: CompressionType.GZIP,
          recordWrapperType: RecordWrapperType.RECORD_IO,
          shuffleSeed: 7,
          attributeNames: ['source-ref', 'label'],
        },
        { name: 'hold-out', inputMode: InputMode.FAST_FILE, distribution: S3DataDistributionType.SHARDED_BY_S3_KEY },
      ],
      outputS3Uri: 's3://amzn-s3-demo-bucket/models',
      outputCompressionType: OutputCompressionType.GZIP,
      outputKmsKeyId: 'alias/models',
      instanceType: 'ml.c5.2xlarge',
      instanceCount: 2,
      volumeSizeGb: 20,
      volumeKmsKeyId: 'alias/volumes',
      maxRuntimeSeconds: 900,
      maxWaitTimeSeconds: 1800,
      maxPendingTimeSeconds: 7200,
    },
    transformJob: true,
    transform: {
      inputS3Uri: 's3://amzn-s3-demo-bucket/requests/',
      contentType: 'text/csv',
      compressionType: CompressionType.GZIP,
      splitType: SplitType.LINE,
      batchStrategy: BatchStrategy.MULTI_RECORD,
      maxConcurrentTransforms: 2,
      maxPayloadMb: 50,
      accept: 'application/jsonlines',
      assembleWith: AssemblyType.LINE,
      outputS3Uri: 's3://amzn-s3-demo-bucket/responses',
      outputKmsKeyId: 'alias/responses',
      instanceType: 'ml.m5.xlarge',
      instanceCount: 2,
      volumeKmsKeyId: 'alias/volumes',
      environment: { BATCH: 'yes' },
    },
  },
};

/** A project that has been synthesized into a folder of its own; without post-synthesis, so nothing is installed. */
export interface Synthesized {
  readonly outdir: string;
  readonly read: (path: string) => string;
  readonly files: () => string[];
}

/**
 * The only place in tests that makes a project: without an `outdir` projen takes the current folder when that lies
 * below the system's temp folder, and removes it afterwards.
 */
export function newProject(options: SmAlgorithmProjectOptions, outdir: string = tmpDir()): Synthesized {
  process.env.PROJEN_DISABLE_POST = 'true';
  new SmAlgorithmProject({ ...options, outdir }).synth();
  return {
    outdir,
    read: (path) => readFileSync(join(outdir, path), 'utf8'),
    files: () => readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(outdir.length + 1))
      .sort(),
  };
}
