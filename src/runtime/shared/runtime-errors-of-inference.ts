import { INPUT_ERROR, type RuntimeErrorTable } from './runtime-error-entry';
import { MODEL_MANIFEST_FILE } from '../../contract/model-manifest';

/** What a server can end by or answer. */
export const INFERENCE_ERRORS = {
  // The server.
  SMA_RUN_SETTING: {
    what: (name: string, value: string, rule: string) => `environment variable ${name} is ${value}; it must be ${rule}`,
    why: 'the server takes its settings from the environment of the container',
    fix: 'set an allowed value or none',
    ...INPUT_ERROR,
  },
  SMA_RUN_INFERENCE_EXPORT: {
    what: (problem: string) => `src/inference.ts ${problem}`,
    why: 'the server serves what src/inference.ts exports by default',
    fix: 'export default defineInference(…), defineNumberInference(…) or defineRawInference(…) in src/inference.ts',
  },
  SMA_RUN_NO_CODEC: {
    what: (type: string, known: string) => `the algorithm declares ${type}, but records are read and written in these types only: ${known}`,
    why: 'defineInference and defineNumberInference decode requests and encode responses themselves',
    fix: 'use defineRawInference, or take the type out of .projenrc.ts',
  },
  SMA_RUN_MODEL_FILE: {
    what: (name: string, problem: string) => `model file ${name} ${problem}`,
    why: 'the endpoint serves what the training job wrote',
    fix: 'serve a model that this version of the algorithm trained',
  },
  SMA_RUN_MODEL_MANIFEST: {
    what: (problem: string) => `the model's manifest ${MODEL_MANIFEST_FILE} ${problem}`,
    why: 'a model is served by the algorithm that trained it, in a version that can read it',
    fix: 'serve the model with its own algorithm, in the version that trained it or a later one',
  },
  SMA_RUN_PREDICTIONS: {
    what: (problem: string) => `predict ${problem}`,
    why: 'batch transform joins predictions to records by their order',
    fix: 'return an array, or an async iterable, with one prediction for each record, each a scalar, an array or (JSON only) an object',
  },
  SMA_RUN_RESPONSE: {
    what: (problem: string) => `invoke ${problem}`,
    why: 'the answer is sent as it is',
    fix: 'return { body, contentType } with a string, bytes, or an iterable of them as body',
  },
  SMA_RUN_BATCHING: {
    what: () => 'the definition has inference.batching, and src/inference.ts uses defineRawInference',
    why: 'requests are predicted together by putting their records behind one another, and only defineInference and defineNumberInference know records',
    fix: 'use one of these, or take batching out of .projenrc.ts',
  },
  SMA_RUN_COLUMNS: {
    what: (columns: string) => `columns(model) of src/inference.ts gave ${columns}`,
    why: 'it says how many numbers the model takes in a record: a whole number from 1',
    fix: 'return that number, as the training has written it into the model',
  },
  SMA_RUN_BATCHED: {
    what: () => 'predict says something about the answer to one request, and there are several in a call',
    why: 'inference.batching predicts the records of several requests by one call',
    fix: 'say it without batching only',
  },
  SMA_RUN_PROGRAM_FILE: {
    what: () => 'the server does not know the file of its program, which its workers and processes run',
    why: 'each of them runs the same file as Node was started with',
    fix: 'start the bundle as a file (node serve.js), or use Concurrency.inline() without a number of processes in .projenrc.ts',
  },
  SMA_RUN_WORKER_ENDED: {
    what: (how: string) => `a worker ended while it loaded the model: ${how}`,
    why: 'the server is ready when every worker has loaded a model',
    fix: 'look at what loadModel does; where memory ran out take fewer workers or a larger instance',
  },
  SMA_RUN_PROCESS_ENDED: {
    what: (how: string) => `a process that serves ended while it loaded the model: ${how}`,
    why: 'the server is ready when each of its processes has loaded a model',
    fix: 'look at what loadModel does; where memory ran out take fewer processes or a larger instance',
  },
  SMA_RUN_CUSTOM_ATTRIBUTES: {
    what: (problem: string) => `what is given as custom attributes ${problem}`,
    why: 'they are returned in a header of limited length, visible ASCII only',
    fix: 'shorten or encode the value',
  },
  SMA_RUN_SESSION: {
    what: (problem: string) => `the session ${problem}`,
    why: 'sessions are told to the service in headers of a fixed form',
    fix: 'use an id of letters, digits and single places of "-" inside, and a time that Date knows',
  },
  SMA_RUN_CONSUMED_UNITS: {
    what: (problem: string) => `consumedUnits ${problem}`,
    why: 'buyers pay for the units that an answer tells',
    fix: 'set a whole number from 1 before the first piece of the answer, in an algorithm whose definition has `inference.metering`',
  },
  // The caller.
  SMA_RUN_NOT_FOUND: {
    what: (path: string) => `there is no ${path}`,
    why: 'SageMaker calls /ping and /invocations',
    fix: 'POST to /invocations',
    status: 404,
  },
  SMA_RUN_METHOD: {
    what: (method: string, path: string, allowed: string) => `${method} is not possible on ${path}; it takes ${allowed}`,
    why: 'SageMaker fixes the methods',
    fix: 'use an allowed method',
    status: 405,
  },
  SMA_RUN_LOADING: {
    what: () => 'the model is still loading',
    why: 'requests are answered once /ping is 200',
    fix: 'wait and send the request again',
    status: 503,
  },
  SMA_RUN_CONTENT_TYPE: {
    what: (type: string, declared: string) => `content type ${type} is not supported; use one of ${declared}`,
    why: 'the algorithm declares the content types that it reads',
    fix: 'send a declared type',
    status: 415,
  },
  SMA_RUN_CHARSET: {
    what: (charset: string) => `charset ${charset} is not supported; use utf-8`,
    why: 'text is read as UTF-8',
    fix: 'send UTF-8',
    status: 415,
  },
  SMA_RUN_ACCEPT: {
    what: (accept: string, declared: string) => `no response type fits Accept: ${accept}; use one of ${declared}`,
    why: 'the algorithm declares the response types that it writes',
    fix: 'accept a declared type',
    status: 406,
  },
  SMA_RUN_BODY_TOO_LARGE: {
    what: (limitBytes: string) => `the body is larger than ${limitBytes} bytes`,
    why: 'larger requests are refused before they fill the memory',
    fix: 'send fewer records at once',
    status: 413,
  },
  SMA_RUN_BODY: {
    what: (problem: string) => problem,
    why: 'the body has to be what its content type says',
    fix: 'mend the body',
    status: 400,
  },
  SMA_RUN_BAD_RECORD: {
    what: (problem: string) => problem,
    why: 'the algorithm cannot use the data',
    fix: 'mend the record',
    status: 400,
  },
  SMA_RUN_HTTP: {
    what: () => 'this is not a complete HTTP/1.1 request',
    why: 'the server speaks HTTP/1.1',
    fix: 'send a complete request',
    status: 400,
  },
  SMA_RUN_HEADERS: {
    what: (limitBytes: string) => `the headers are larger than ${limitBytes} bytes`,
    why: 'larger headers are refused before they fill the memory',
    fix: 'send less in the headers',
    status: 431,
  },
  SMA_RUN_OVERLOADED: {
    what: (waiting: string) => `the server is overloaded: ${waiting} requests wait already`,
    why: 'a longer queue would fill the memory and answer too late',
    fix: 'send the request again later, or fewer at once',
    status: 503,
  },
  SMA_RUN_TIMEOUT: {
    what: (seconds: string) => `the prediction took longer than ${seconds} s`,
    why: 'nobody waits longer for an answer',
    fix: 'send fewer records at once',
    status: 504,
  },
  SMA_RUN_PREDICTION_FAILED: {
    what: () => 'the prediction failed; the log of the endpoint has the reason',
    why: 'details of a failure stay in the log',
    fix: 'look into the log',
    status: 500,
  },
} satisfies RuntimeErrorTable;
