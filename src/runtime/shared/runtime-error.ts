import { EXIT_CODE } from '../../contract/job-outcome';

interface RuntimeErrorEntry {
  /** What is wrong, with the value got and the rule: complete in one line, because a failure reason is one. */
  readonly what: (...args: never[]) => string;
  /** Whose rule it is. */
  readonly why: string;
  /** One concrete step. */
  readonly fix: string;
  /** Exit code of the program that ends by it. */
  readonly exitCode?: number;
  /** HTTP status of the answer; an error without one is answered as 500 with a general message. */
  readonly status?: number;
}

const input = { exitCode: EXIT_CODE.inputError };

/** Every error of the runtime. A code is never given a second meaning. */
export const RUNTIME_ERRORS = {
  // The job's input.
  SMA_RUN_CONFIG_FILE: {
    what: (file: string, problem: string) => `${file} ${problem}`,
    why: 'SageMaker writes the files in input/config before it starts the container',
    fix: 'look at what wrote the file',
    ...input,
  },
  SMA_RUN_HYPERPARAMETER_VALUE: {
    what: (name: string, problem: string) => `hyperparameter ${name} ${problem}`,
    why: 'the algorithm declares type and range of its hyperparameters',
    fix: 'start the job again with an allowed value',
    ...input,
  },
  SMA_RUN_HYPERPARAMETER_MISSING: {
    what: (name: string, rule: string) => `hyperparameter ${name} is missing; it must be ${rule}`,
    why: 'the algorithm declares it as required',
    fix: 'start the job again with a value for it',
    ...input,
  },
  SMA_RUN_CHANNEL_MISSING: {
    what: (name: string, given: string) => `channel ${name} is missing; the job has these channels: ${given}`,
    why: 'the algorithm declares the channel as required',
    fix: 'start the job again with data for it',
    ...input,
  },
  SMA_RUN_CHANNEL_FOLDER: {
    what: (name: string, folder: string) => `channel ${name} has no folder ${folder}`,
    why: 'the job declares the channel, and its files arrive in that folder',
    fix: "check the channel's data source",
    ...input,
  },
  SMA_RUN_CHANNEL_CONTENT_TYPE: {
    what: (name: string, type: string, allowed: string) => `channel ${name} has content type ${type}; it must be one of ${allowed}`,
    why: 'the algorithm declares the content types that it reads',
    fix: 'convert the data, or set the content type that they have',
    ...input,
  },
  SMA_RUN_CHANNEL_MODE: {
    what: (name: string, mode: string, readable: string) => `channel ${name} arrives in ${mode} mode; the algorithm reads it in ${readable} mode`,
    why: 'the algorithm declares how it reads a channel, and this version of sm-algorithm reads File and FastFile',
    fix: 'start the job again with another input mode for the channel',
    ...input,
  },
  // The algorithm, in training.
  SMA_RUN_METRIC_NAME: {
    what: (name: string, declared: string) => `metric ${name} is not declared; the algorithm has these metrics: ${declared}`,
    why: 'SageMaker finds the metrics that the algorithm declares and no others',
    fix: 'add it to `metrics` in .projenrc.ts, or use a declared name',
  },
  SMA_RUN_METRIC_VALUE: {
    what: (name: string, value: string) => `metric ${name} is ${value}; it must be a finite number`,
    why: 'SageMaker reads the value as a number; tuning jobs compare it',
    fix: 'leave the metric out for this step, or mend its computation',
  },
  SMA_RUN_FILE_NAME: {
    what: (name: string, problem: string) => `file name ${JSON.stringify(name)} is not usable: ${problem}`,
    why: 'names are relative to the folder and stay inside it',
    fix: 'use a name such as "tree.json" or "parts/1.bin"',
  },
  SMA_RUN_MODEL_EMPTY: {
    what: (folder: string) => `the algorithm finished but wrote no model to ${folder}`,
    why: 'a job without model artifacts counts as completed, and only its endpoint would fail',
    fix: 'call job.model.write(name, data) before the handler returns',
  },
  SMA_RUN_MODEL_SPECIAL_FILE: {
    what: (names: string) => `the model holds what is neither file nor folder: ${names}`,
    why: 'model.tar.gz may hold no links, sockets or devices; hosting refuses them',
    fix: 'write regular files',
  },
  SMA_RUN_EXITED: {
    what: (exitCode: string) => `the algorithm ended the process with exit code ${exitCode} before it had finished`,
    why: 'process.exit() ends a job without saying why',
    fix: 'throw an error instead',
  },
  SMA_RUN_NEVER_FINISHED: {
    what: () => 'the algorithm never finished: it waits for a promise that nothing can settle any more',
    why: 'no timer, file or socket is left that could wake the process',
    fix: 'look for a promise that is neither resolved nor rejected',
  },
  SMA_RUN_STOP_TIMEOUT: {
    what: (seconds: string) => `the algorithm was still busy ${seconds} s after it was asked to stop`,
    why: 'SageMaker kills the container soon after; what it has not written by then is lost',
    fix: 'watch job.signal and return when it aborts',
  },
  // The server.
  SMA_RUN_SETTING: {
    what: (name: string, value: string, rule: string) => `environment variable ${name} is ${value}; it must be ${rule}`,
    why: 'the server takes its settings from the environment of the container',
    fix: 'set an allowed value or none',
    ...input,
  },
  SMA_RUN_NO_CODEC: {
    what: (type: string, known: string) => `the algorithm declares ${type}, but records are read and written in these types only: ${known}`,
    why: 'defineInference decodes requests and encodes responses itself',
    fix: 'use defineRawInference, or take the type out of .projenrc.ts',
  },
  SMA_RUN_MODEL_FILE: {
    what: (name: string, problem: string) => `model file ${name} ${problem}`,
    why: 'the endpoint serves what the training job wrote',
    fix: 'serve a model that this version of the algorithm trained',
  },
  SMA_RUN_PREDICTIONS: {
    what: (problem: string) => `predict ${problem}`,
    why: 'batch transform joins predictions to records by their order',
    fix: 'return an array with one prediction for each record, each a scalar, an array or (JSON only) an object',
  },
  SMA_RUN_RESPONSE: {
    what: (problem: string) => `invoke ${problem}`,
    why: 'the answer is sent as it is',
    fix: 'return { body, contentType } with a string or bytes as body',
  },
  SMA_RUN_CUSTOM_ATTRIBUTES: {
    what: (problem: string) => `custom attributes ${problem}`,
    why: 'they are returned in a header of limited length, visible ASCII only',
    fix: 'shorten or encode the value',
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
  SMA_RUN_PREDICTION_FAILED: {
    what: () => 'the prediction failed; the log of the endpoint has the reason',
    why: 'details of a failure stay in the log',
    fix: 'look into the log',
    status: 500,
  },
} satisfies Record<`SMA_RUN_${string}`, RuntimeErrorEntry>;

export type RuntimeErrorCode = keyof typeof RUNTIME_ERRORS;
type ErrorArgs<C extends RuntimeErrorCode> = Parameters<(typeof RUNTIME_ERRORS)[C]['what']>;

/** Something the runtime refuses: what, why and what to do, from {@link RUNTIME_ERRORS}. */
export class RuntimeError<C extends RuntimeErrorCode = RuntimeErrorCode> extends Error {
  readonly code: C;
  readonly why: string;
  readonly fix: string;
  readonly exitCode: number;
  readonly status: number | undefined;

  constructor(code: C, ...args: ErrorArgs<C>) {
    const entry: RuntimeErrorEntry = RUNTIME_ERRORS[code];
    super((entry.what as (...texts: ErrorArgs<C>) => string)(...args));
    this.name = 'RuntimeError';
    this.code = code;
    this.why = entry.why;
    this.fix = entry.fix;
    this.exitCode = entry.exitCode ?? EXIT_CODE.algorithmError;
    this.status = entry.status;
  }
}
