/** Faults of the server written by hand, and the check that finds each. */
import type { InferenceFacts } from '../../../src/cli/conformance/inference/facts';

export interface ServingFault {
  readonly check: number;
  /** Arguments of the program. */
  readonly faults: string;
  /** What the verdict has to tell. */
  readonly evidence: RegExp;
  readonly facts?: Partial<InferenceFacts>;
  /** The server is waited for in vain. */
  readonly hasty?: boolean;
}

const STREAMING = { streaming: true };
const SOCKET = { bidirectional: true };
const MODELS = { multiModels: true };
const METERED = { metering: { dimension: 'inference.count' } };
const PARAMETERS = { executionParameters: { maxConcurrentTransforms: 4, batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 } } as const;

/** Faults that a process shows. */
export const SERVING_FAULTS: readonly ServingFault[] = [
  { check: 57, faults: '57', evidence: /127\.0\.0\.2:\d+ does not/ },
  { check: 58, faults: '58', evidence: /a ping: 200 .*pong/ },
  { check: 58, faults: '58-never', evidence: /was not ready within/, hasty: true },
  { check: 59, faults: '59', evidence: /the first request after it, rows\.csv: 503/ },
  { check: 59, faults: '59-flap', evidence: /ping \d+ after it: 503/ },
  { check: 60, faults: '60', evidence: /a ping: no answer/, hasty: true },
  { check: 61, faults: '61', evidence: /\/ping is 200/ },
  { check: 61, faults: '61-zero', evidence: /exit code 0, as if/ },
  { check: 61, faults: '61-silent', evidence: /without a line in its log/ },
  { check: 63, faults: '63', evidence: /model\/\.lock was written/ },
  { check: 64, faults: '64', evidence: /rows\.csv: 500/ },
  { check: 64, faults: '64-region', evidence: /AWS_REGION is not set/ },
  { check: 65, faults: '65', evidence: /rows\.jsonl .*: 500/ },
  { check: 65, faults: '65-type', evidence: /rows\.json .*: 200 text\/html/ },
  { check: 66, faults: '66', evidence: /charset=utf-8: 415/ },
  { check: 67, faults: '67', evidence: /x-conformance-decoy: 200/ },
  { check: 67, faults: '67-missing', evidence: /missing: 500/ },
  { check: 68, faults: '68', evidence: /x-conformance-decoy: 500/ },
  { check: 68, faults: '68-ignored', evidence: /Accept application\/json: 200 text\/csv/ },
  { check: 69, faults: '69', evidence: /200 without a content type/ },
  { check: 70, faults: '70', evidence: /: 500/ },
  { check: 70, faults: '70-crash', evidence: /text\/csv, empty: no answer/ },
  { check: 70, faults: '70-http', evidence: /no HTTP/ },
  { check: 71, faults: '71', evidence: /a stack trace of JavaScript/ },
  { check: 71, faults: '71-env', evidence: /DATABASE_PASSWORD/ },
  { check: 71, faults: '71-path', evidence: /\/opt\/program\/serve\.mjs/ },
  { check: 72, faults: '72', evidence: /unknown header/ },
  { check: 73, faults: '73', evidence: /1034 characters/, facts: { customAttributes: undefined } },
  { check: 73, faults: '73-echo', evidence: /returned trace=/ },
  { check: 73, faults: '', evidence: /returned none/, facts: { customAttributes: true } },
  { check: 74, faults: '74', evidence: /exit code 137/ },
  { check: 74, faults: '74-hang', evidence: /no complete answer/, hasty: true },
  { check: 75, faults: '75', evidence: /411/ },
  { check: 76, faults: '76', evidence: /when it comes alone/ },
  { check: 76, faults: '76-hang', evidence: /no complete answer/, hasty: true },
  { check: 76, faults: '76-500', evidence: /: 500/ },
  { check: 77, faults: '77', evidence: /no complete answer within 2\.5 s/, hasty: true },
  { check: 78, faults: '', evidence: /\d pieces?, the first after/, facts: STREAMING },
  { check: 78, faults: 'streams 78', evidence: /the first after/, facts: STREAMING },
  { check: 78, faults: 'streams 78-abort', evidence: /32 whose callers went away: 503/, facts: STREAMING, hasty: true },
  { check: 79, faults: 'parameters 79', evidence: /BatchStrategy is "MultiRecord"/ },
  { check: 79, faults: 'parameters 79-product', evidence: /is 240/ },
  { check: 79, faults: 'parameters 79-text', evidence: /MaxPayloadInMB is "6"/ },
  { check: 79, faults: '', evidence: /404/, facts: PARAMETERS },
  { check: 80, faults: '80', evidence: /in real time/ },
  { check: 80, faults: '80-strategy', evidence: /SAGEMAKER_BATCH_STRATEGY is not set/ },
  { check: 81, faults: '81', evidence: /no line break at the end: 5 results/ },
  { check: 81, faults: '81-order', evidence: /records in reverse/ },
  { check: 82, faults: '82', evidence: /word,prediction/ },
  { check: 82, faults: '82-mean', evidence: /one by one/ },
  { check: 83, faults: '83', evidence: /: 5 results/ },
  { check: 83, faults: '83-crash', evidence: /: 500/ },
  { check: 84, faults: '84', evidence: /Failed to parse output from the algorithm as CSV/ },
  { check: 84, faults: '84-json', evidence: /Failed to parse output from the algorithm as JSON/ },
  { check: 85, faults: '85', evidence: /no answer/ },
  { check: 85, faults: '85-ignore', evidence: /the server still ran/, hasty: true },
  { check: 85, faults: '85-new', evidence: /a new request after SIGTERM/, hasty: true },
  { check: 85, faults: '85-code', evidence: /exit code 1/ },
  { check: 86, faults: '86', evidence: /GET \/conformance-no-such-path: 200/ },
  { check: 86, faults: '86-method', evidence: /GET \/invocations: [24]/ },
  { check: 87, faults: '87', evidence: /at most .* was expected/ },
  { check: 88, faults: '88', evidence: /after another start/ },
  { check: 89, faults: '89', evidence: /no line of the log says why/ },
  { check: 89, faults: '89-late', evidence: /the server is ready, and answers/ },
  { check: 90, faults: 'metered 90', evidence: /application\/json.*ConsumedUnits/, facts: METERED },
  { check: 90, faults: 'metered 90-zero', evidence: /counts 0 units/, facts: METERED },
  { check: 90, faults: '', evidence: /has no X-Amzn-Inference-Metering/, facts: METERED },
  { check: 91, faults: '', evidence: /invocations-bidirectional-stream as a WebSocket/, facts: SOCKET },
  { check: 91, faults: 'socket 91', evidence: /a Ping is not answered/, facts: SOCKET, hasty: true },
  { check: 91, faults: 'socket 91-key', evidence: /Sec-WebSocket-Accept/, facts: SOCKET },
  { check: 91, faults: 'socket 91-fragment', evidence: /a Ping between|code 1002/, facts: SOCKET },
  { check: 91, faults: 'socket 91-close', evidence: /after Close 1000: nothing/, facts: SOCKET, hasty: true },
  { check: 92, faults: '', evidence: /POST \/models, a model that is loaded: 404/, facts: MODELS },
  { check: 92, faults: 'models 92', evidence: /the same again: 200/, facts: MODELS },
  { check: 92, faults: 'models 92-unknown', evidence: /an unknown one: 200/, facts: MODELS },
  { check: 92, faults: 'models 92-full', evidence: /as many as there is memory for: 500/, facts: MODELS },
];

/** Faults that only an image shows. */
export const SERVING_IMAGE_FAULTS: readonly ServingFault[] = [
  { check: 57, faults: '57', evidence: /:8080 accepts no connection/, hasty: true },
  { check: 62, faults: '62', evidence: /SAGEMAKER_BIND_TO_PORT=9099: the server was not ready/, hasty: true },
  { check: 62, faults: '62-both', evidence: /8080 accepts connections, too/ },
  { check: 63, faults: '63-root', evidence: /EROFS/ },
  { check: 64, faults: '64-network', evidence: /an attempt: no update: getaddrinfo/ },
];
