/** Names of the environment variables that the service or its toolkits set in a container.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html */
export const CONTAINER_ENV = {
  /** Stands for `/opt/ml` when the programs run outside a container; the variable of AWS's own training toolkit. */
  baseDir: 'SAGEMAKER_BASE_DIR',
  trainingJobName: 'TRAINING_JOB_NAME',
  trainingJobArn: 'TRAINING_JOB_ARN',
  /** Observed, not documented. */
  region: 'AWS_REGION',
  /** Port to listen on instead of 8080, set in pipelines and multi-container endpoints. */
  bindToPort: 'SAGEMAKER_BIND_TO_PORT',
  /** `true` in batch transform. */
  batch: 'SAGEMAKER_BATCH',
  /** Largest request in batch transform. Unit: MB (2^20 bytes); set only when the job sets it. */
  maxPayloadInMb: 'SAGEMAKER_MAX_PAYLOAD_IN_MB',
  batchStrategy: 'SAGEMAKER_BATCH_STRATEGY',
  maxConcurrentTransforms: 'SAGEMAKER_MAX_CONCURRENT_TRANSFORMS',
  /** `true` in a multi-model endpoint. */
  multiModel: 'SAGEMAKER_MULTI_MODEL',
  /** 10/20/30/40 or debug/info/warning/error; the variable of AWS's toolkits. */
  logLevel: 'SAGEMAKER_CONTAINER_LOG_LEVEL',
  /** `text` or `json`: how the log is written. Our own. */
  logFormat: 'SM_ALGORITHM_LOG_FORMAT',
  /** Response type when a request accepts anything. */
  defaultAccept: 'SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT',
} as const;

/**
 * Settings of a model server by the names that AWS's toolkits and samples give them; the first that is set counts.
 * @see https://github.com/aws/sagemaker-inference-toolkit and the sample container `scikit_bring_your_own`
 */
export const MODEL_SERVER_ENV = {
  /** Worker threads or, inline, processes that serve. */
  workers: ['SAGEMAKER_MODEL_SERVER_WORKERS', 'MODEL_SERVER_WORKERS'],
  /** Time for an answer. Unit: s */
  timeoutSeconds: ['SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS', 'SAGEMAKER_MODEL_SERVER_TIMEOUT', 'MODEL_SERVER_TIMEOUT'],
} as const;
