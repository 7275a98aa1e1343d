/** Every code of the program: when it is thrown. Codes are never reused for something else. */
export const CLI_ERRORS = {
  SMA_CLI_USAGE: 'an option has a value that cannot be',
  SMA_CLI_PLAN_MISSING: 'the folder holds no plan',
  SMA_CLI_PLAN_UNREADABLE: 'the plan is not JSON or of another version',
  SMA_CLI_BUNDLE_MISSING: 'a program was not bundled yet',
  SMA_CLI_HYPERPARAMETERS: 'the hyperparameters of a local run are not what the algorithm takes',
  SMA_CLI_CHANNELS: 'the sample data does not make up the channels of the algorithm',
  SMA_CLI_PAYLOAD: 'a sample request is missing, too large, or of unknown content type',
  SMA_CLI_ENGINE: 'no container engine can be used',
  SMA_CLI_COMMAND: 'a command of another program failed',
  SMA_CLI_BUILDER: 'the engine builds images without secrets, which the definition needs',
  SMA_CLI_KEY: 'a key of the encryption is missing, has another form or is in git',
  SMA_CLI_BASE_IMAGE: 'the base image is neither here nor can it be pulled',
  SMA_CLI_IMAGE_BUILD: 'an image does not build',
  SMA_CLI_IMAGE_MISSING: 'an image was not built yet, or the engine has none of that name',
  SMA_CLI_TRAINING_FAILED: 'the train program ended badly',
  SMA_CLI_TRAINING_STOPPED: 'a training job did not end within the time that it was given',
  SMA_CLI_MODEL: 'the model folder or archive is not one that SageMaker hosts',
  SMA_CLI_MODEL_MISSING: 'there is no model to serve',
  SMA_CLI_SERVER: 'the serve program ended or never became ready',
  SMA_CLI_INVOCATION: 'a request was not answered with a prediction',
  SMA_CLI_TRANSFORM: 'a batch transform job asks for what SageMaker refuses, or there is nothing to transform',
  SMA_CLI_TRANSFORM_FAILED: 'an object of a batch transform job got no output',
  SMA_CLI_REHEARSAL: 'the definition has no validation that could be rehearsed here',
  SMA_CLI_ENDPOINT: 'nothing serves at the address',
  SMA_CLI_PORT: 'the wanted port is taken',
  SMA_CLI_ECR: 'account, region, repository or version do not make the name of an image',
  SMA_CLI_ECR_REPOSITORY: 'a repository is missing in Amazon ECR',
  SMA_CLI_ECR_TAG: 'a tag names another image in Amazon ECR already',
  SMA_CLI_ECR_LOGIN: 'the registry does not let the engine in',
  SMA_CLI_PUSH_REFUSED: 'a push would say something else than the definition or git; options allow it',
  SMA_CLI_PUSH: 'an image could not be pushed to its end',
  SMA_CLI_MANIFEST: 'an image has, or would get, a form in the registry that SageMaker does not take',
  SMA_CLI_SCAN: 'the scan found what --fail-on forbids, or no result was to be had',
  SMA_CLI_IMAGES_LOCK: 'the record of what was pushed cannot be understood',
  SMA_CLI_REQUEST: 'a file holds no CreateAlgorithm request',
  SMA_CLI_CHECKS: 'conformance checks failed',
  SMA_CLI_DRILL: 'a drill found what would go wrong on SageMaker',
  SMA_CLI_VALIDATION_DATA: 'the data set of the validation cannot be made from the sample data',
  SMA_CLI_AWS_CREDENTIALS: 'AWS credentials are missing, have expired or are unknown',
  SMA_CLI_AWS_REGION: 'no Region is known, or two are',
  SMA_CLI_AWS_ACCESS: 'the credentials may not do what the command needs',
  SMA_CLI_AWS_NAME: 'an algorithm of the name exists already, or none does',
  SMA_CLI_AWS_REFUSED: 'AWS refuses what was asked',
  SMA_CLI_AWS_UNREACHABLE: 'AWS cannot be reached, or takes no request now',
  SMA_CLI_ALGORITHM_FAILED: 'AWS has found the algorithm not valid',
  SMA_CLI_DOCTOR: 'something on this machine keeps the algorithm from being built, run or published',
  SMA_CLI_IMAGE_FILES: 'files of the project that an image carries do not exist',
  SMA_CLI_EXTERNALS: 'the packages installed in an image cannot be derived from the lockfile',
  SMA_CLI_OLD_REQUEST: 'the request to compare with cannot be read',
  SMA_CLI_BREAKING: 'the algorithm changed in a way that breaks those who use it',
  SMA_CLI_LISTING: 'the samples of the listing are not what a run answered, or cannot take their place',
  SMA_CLI_REPORT_MISSING: 'a run has written no page',
  SMA_CLI_WRITE: 'a file, a folder or standard output cannot be written',
  SMA_CLI_CLEANUP: 'something that a run made could not be removed',
  SMA_CLI_INTERRUPTED: 'a signal ended the program, its terminal was closed, or its parent is gone; in documents only',
  SMA_CLI_BUG: 'an error of ours; in documents only',
} as const;

export type CliErrorCode = keyof typeof CLI_ERRORS;

export interface CliErrorParts {
  /** The thing and the value got. */
  readonly what: string;
  /** The rule and whose it is. */
  readonly why?: string;
  /** One concrete step. */
  readonly fix: string;
  /** Lines that belong to the case: the end of a log, a list of problems. */
  readonly details?: readonly string[];
  /** Goes into the JSON document of `--json`. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Something the person at the terminal can put right: told without a stack, exit code 1. */
export class CliError extends Error {
  readonly code: CliErrorCode;
  readonly what: string;
  readonly why?: string;
  readonly fix: string;
  readonly details: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: CliErrorCode, parts: CliErrorParts) {
    super(`${code}  ${parts.what}`, { cause: parts.cause });
    this.name = 'CliError';
    this.code = code;
    this.what = parts.what;
    this.why = parts.why;
    this.fix = parts.fix;
    this.details = parts.details ?? [];
    this.data = parts.data ?? {};
  }
}

/** The text for the terminal: what, details, why, fix. */
export function renderError(error: CliError): string {
  return [
    `${error.code}  ${error.what}`,
    ...error.details.map((detail) => `    ${detail.replaceAll('\n', '\n        ')}`),
    ...(error.why ? [`  why: ${error.why}`] : []),
    `  fix: ${error.fix}`,
  ].join('\n');
}

/** The same for programs. */
export function errorDocument(error: CliError): Record<string, unknown> {
  const { code, what, why, fix, details } = error;
  return { ok: false, ...error.data, error: { code, what, why, fix, details } };
}
