/** The pages that make the checks of kind T so. */
const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';

export const SOURCE = {
  start: `${GUIDE}/your-algorithms-training-algo-dockerfile.html`,
  /** Configuration files, hyperparameters, environment, channels, hosts. */
  input: `${GUIDE}/your-algorithms-training-algo-running-container.html`,
  output: `${GUIDE}/your-algorithms-training-algo-output.html`,
  outcome: `${GUIDE}/your-algorithms-training-signal-success-failure.html`,
  stop: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html',
  metrics: `${GUIDE}/define-train-metrics.html`,
  logs: `${GUIDE}/logging-cloudwatch.html`,
  checkpoints: `${GUIDE}/model-checkpoints.html`,
  spot: `${GUIDE}/model-managed-spot-training.html`,
  isolation: `${GUIDE}/mkt-algo-model-internet-free.html`,
  storage: `${GUIDE}/model-train-storage.html`,
  tuning: `${GUIDE}/automatic-model-tuning-define-metrics-variables.html`,
  /** What buyers of a product see, and may see. */
  marketplace: 'https://docs.aws.amazon.com/marketplace/latest/userguide/ml-security-and-intellectual-property.html',
} as const;
