/** What SageMaker asks of the server in an inference container.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html */

/** TCP port of the server. */
export const INFERENCE_PORT = 8080;

export const ROUTES = {
  ping: '/ping',
  invocations: '/invocations',
  executionParameters: '/execution-parameters',
  /** Scraped where a model's ContainerMetricsConfig names it (service model of 2026-10-01). */
  metrics: '/metrics',
  /** WebSocket of an image with the label of {@link BIDIRECTIONAL_STREAMING_LABEL}. */
  bidirectionalStream: '/invocations-bidirectional-stream',
  /** Of an image with the label of {@link MULTI_MODELS_LABEL}: POST loads, GET lists; `/<name>`: GET, DELETE; `/<name>/invoke`: POST. */
  models: '/models',
} as const;

/** Path of InvokeEndpoint, as SDKs call it; between the words stands the name of the endpoint.
 *  @see botocore 1.43.107, sagemaker-runtime/2017-05-13, 2026-10-01: InvokeEndpoint */
export const INVOKE_ENDPOINT_PATH = /^\/endpoints\/[^/]+\/invocations$/;

/** The same of InvokeEndpointWithResponseStream. */
export const INVOKE_WITH_RESPONSE_STREAM_PATH = /^\/endpoints\/[^/]+\/invocations-response-stream$/;

/** What a caller of InvokeEndpointWithResponseStream gets: the answer in pieces, each an event of this media type.
 *  @see botocore 1.43.107, sagemaker-runtime/2017-05-13, 2026-10-01: ResponseStream, InvokeEndpointWithResponseStreamOutput */
export const RESPONSE_STREAM = {
  mediaType: 'application/vnd.amazon.eventstream',
  /** Header with the media type of the container's answer. */
  contentTypeHeader: 'X-Amzn-SageMaker-Content-Type',
  piece: 'PayloadPart',
  failure: 'ModelStreamError',
  failureCodes: { late: 'ModelInvocationTimeExceeded', broken: 'StreamBroken' },
} as const;

/** What a caller of InvokeEndpoint gets where the container gave no prediction: status and `ErrorCode`, by whose fault it was.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html#API_runtime_InvokeEndpoint_Errors */
export const MODEL_ERROR = { status: 424, codes: { client: 'CLIENT_ERROR_FROM_MODEL', server: 'INTERNAL_FAILURE_FROM_MODEL' } } as const;

/** Status of a request that the service refuses before a container sees it. */
export const VALIDATION_ERROR_STATUS = 400;

/** Time within which `/ping` has to answer. Unit: ms. */
export const PING_TIMEOUT_MS = 2_000;

/** Time from the start of the container until `/ping` is 200. Unit: ms. */
export const STARTUP_TIMEOUT_MS = 8 * 60_000;

/** The same as guides before 2025 have it; whoever needs longer relies on the newer ones. Unit: ms. */
export const FORMER_STARTUP_TIMEOUT_MS = 4 * 60_000;

/** Time within which the server has to accept a connection. Unit: ms. */
export const ACCEPT_TIMEOUT_MS = 250;

/** Time for the answer to one invocation in real time. Unit: ms. */
export const INVOCATION_TIMEOUT_MS = 60_000;

/** Time for an answer that is streamed. Unit: ms. */
export const STREAMED_INVOCATION_TIMEOUT_MS = 8 * 60_000;

/** Largest request in real time. Unit: bytes (25 MiB; the API model still says 6 MiB). */
export const REALTIME_PAYLOAD_MAX_BYTES = 25 * 1024 * 1024;

/** Largest request and response that the API model of InvokeEndpoint names, which clients may check. Unit: bytes.
 *  @see botocore 1.43.107, sagemaker-runtime/2017-05-13, 2026-10-01: BodyBlob */
export const REALTIME_MODELED_BODY_MAX_BYTES = 6_291_456;

/** Time between SIGTERM and SIGKILL of an inference container. Unit: ms. */
export const SERVE_STOP_GRACE_MS = 30_000;

/** Longest value of `X-Amzn-SageMaker-Custom-Attributes`. Unit: characters. */
export const CUSTOM_ATTRIBUTES_MAX_CHARS = 1024;

/** Longest `X-Amzn-SageMaker-Inference-Id` that a caller may give. Unit: characters.
 *  @see botocore 1.43.107, sagemaker-runtime/2017-05-13, 2026-10-01: InferenceId */
export const INFERENCE_ID_MAX_CHARS = 64;

/** Longest `X-Amzn-SageMaker-New-Session-Id`, and form of an id in it. Unit: characters.
 *  @see botocore 1.43.107, sagemaker-runtime/2017-05-13, 2026-10-01: NewSessionResponseHeader */
export const NEW_SESSION_MAX_CHARS = 256;
export const SESSION_ID_FORM = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

/** Longest content type. Unit: characters.
 *  @see botocore 1.43.107, sagemaker-runtime/2017-05-13, 2026-10-01: Header */
export const CONTENT_TYPE_HEADER_MAX_CHARS = 1024;

/** Headers of an answer that the service reads. */
export const ANSWER_HEADERS = {
  customAttributes: 'X-Amzn-SageMaker-Custom-Attributes',
  /** `<id>; Expires=YYYY-MM-DDThh:mm:ssZ` */
  newSessionId: 'X-Amzn-SageMaker-New-Session-Id',
  closedSessionId: 'X-Amzn-SageMaker-Closed-Session-Id',
  /** `{"Dimension":"…","ConsumedUnits":3}`, of a 2xx only: what a buyer pays per inference. */
  metering: 'X-Amzn-Inference-Metering',
} as const;

/** Headers of a request to the container; it may send the first one back to the caller by setting it itself. */
export const HEADERS = {
  customAttributes: 'X-Amzn-SageMaker-Custom-Attributes',
  inferenceId: 'X-Amzn-SageMaker-Inference-Id',
  /** `NEW_SESSION` or the id of a session. */
  sessionId: 'X-Amzn-SageMaker-Session-Id',
} as const;

/** Label that says an image honours `SAGEMAKER_BIND_TO_PORT`.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipeline-real-time.html */
export const ACCEPT_BIND_TO_PORT_LABEL = 'com.amazonaws.sagemaker.capabilities.accept-bind-to-port';

/** Label that says an image serves many models.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html */
export const MULTI_MODELS_LABEL = 'com.amazonaws.sagemaker.capabilities.multi-models';

/** Label that says an image streams in both directions.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html */
export const BIDIRECTIONAL_STREAMING_LABEL = 'com.amazonaws.sagemaker.capabilities.bidirectional-streaming';

/** All labels that promise a behaviour; each is exactly `true` or not there. */
export const CAPABILITY_LABELS: readonly string[] = [ACCEPT_BIND_TO_PORT_LABEL, MULTI_MODELS_LABEL, BIDIRECTIONAL_STREAMING_LABEL];

/** What plain `curl --data` sends: it says nothing about the data, so it counts as no content type at all. */
export const FORM_CONTENT_TYPE = 'application/x-www-form-urlencoded';
