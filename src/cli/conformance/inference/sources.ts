/** The pages that make the checks of kind I so. */
const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';
const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';

export const SOURCE = {
  /** Server, health, invocations, model files, stop. */
  serving: `${GUIDE}/your-algorithms-inference-code.html`,
  multiModel: `${GUIDE}/mms-container-apis.html`,
  batch: `${GUIDE}/your-algorithms-batch-code.html`,
  join: `${GUIDE}/batch-transform-data-processing.html`,
  transform: `${API}/API_CreateTransformJob.html`,
  pipeline: `${GUIDE}/inference-pipeline-real-time.html`,
  isolation: `${GUIDE}/mkt-algo-model-internet-free.html`,
  invoke: `${API}/API_runtime_InvokeEndpoint.html`,
  stream: `${API}/API_runtime_InvokeEndpointWithResponseStream.html`,
  /** What buyers of a product see, and may see. */
  marketplace: 'https://docs.aws.amazon.com/marketplace/latest/userguide/ml-security-and-intellectual-property.html',
  metering: 'https://docs.aws.amazon.com/marketplace/latest/userguide/machine-learning-pricing.html',
} as const;
