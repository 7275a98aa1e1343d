import { INPUT_ERROR, type RuntimeErrorTable } from './runtime-error-entry';

/** What a training job can end by, and what both halves share. */
export const TRAINING_ERRORS = {
  // The job's input.
  SMA_RUN_CONFIG_FILE: {
    what: (file: string, problem: string) => `${file} ${problem}`,
    why: 'SageMaker writes the files in input/config before it starts the container',
    fix: 'look at what wrote the file',
    ...INPUT_ERROR,
  },
  SMA_RUN_HYPERPARAMETER_VALUE: {
    what: (name: string, problem: string) => `hyperparameter ${name} ${problem}`,
    why: 'the algorithm declares type and range of its hyperparameters',
    fix: 'start the job again with an allowed value',
    ...INPUT_ERROR,
  },
  SMA_RUN_HYPERPARAMETER_MISSING: {
    what: (name: string, rule: string) => `hyperparameter ${name} is missing; it must be ${rule}`,
    why: 'the algorithm declares it as required',
    fix: 'start the job again with a value for it',
    ...INPUT_ERROR,
  },
  SMA_RUN_CHANNEL_MISSING: {
    what: (name: string, given: string) => `channel ${name} is missing; the job has these channels: ${given}`,
    why: 'the algorithm declares the channel as required',
    fix: 'start the job again with data for it',
    ...INPUT_ERROR,
  },
  SMA_RUN_CHANNEL_FOLDER: {
    what: (name: string, folder: string) => `channel ${name} has no folder ${folder}`,
    why: 'the job declares the channel, and its files arrive in that folder',
    fix: "check the channel's data source",
    ...INPUT_ERROR,
  },
  SMA_RUN_CHANNEL_CONTENT_TYPE: {
    what: (name: string, type: string, allowed: string) => `channel ${name} has content type ${type}; it must be one of ${allowed}`,
    why: 'the algorithm declares the content types that it reads',
    fix: 'convert the data, or set the content type that they have',
    ...INPUT_ERROR,
  },
  SMA_RUN_CHANNEL_MODE: {
    what: (name: string, mode: string, readable: string) => `channel ${name} arrives in ${mode} mode; the algorithm reads it in ${readable} mode`,
    why: 'the algorithm declares in which modes it reads a channel',
    fix: 'start the job again with another input mode for the channel',
    ...INPUT_ERROR,
  },
  // The image.
  SMA_RUN_KEY: {
    what: (id: string, problem: string) => `the key ${id} of the encryption ${problem}`,
    why: 'the algorithm declares that its artifacts are encrypted, and both images carry the keys',
    fix: 'build the images with the file of the key (README, "Encrypt what a buyer can read")',
  },
  // The algorithm, in training.
  SMA_RUN_TRAINING_EXPORT: {
    what: (problem: string) => `src/train.ts ${problem}`,
    why: 'the job runs what src/train.ts exports by default',
    fix: 'export default defineTraining(…) in src/train.ts',
  },
  SMA_RUN_METRIC_NAME: {
    what: (name: string, declared: string) => `metric ${name} is not declared; the algorithm has these metrics: ${declared}`,
    why: 'SageMaker finds the metrics that the algorithm declares and no others',
    fix: 'add it to `metrics` in .projenrc.ts, or use a declared name',
  },
  SMA_RUN_METRIC_REGEX: {
    what: (name: string, regex: string) => `metric ${name} has a regex of its own, ${JSON.stringify(regex)}, which the line of emit() would not match`,
    why: 'SageMaker finds a value only where the declared regex matches',
    fix: 'print a line that the regex matches, or take the regex out of `metrics` in .projenrc.ts',
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
  SMA_RUN_MODEL_PLAIN: {
    what: (names: string) => `the model holds files that are not encrypted: ${names}`,
    why: 'the algorithm declares that its artifacts are encrypted, and a buyer can read model.tar.gz',
    fix: 'write them with job.model.write(name, data) instead of directly to the folder',
  },
  SMA_RUN_EXITED: {
    what: (exitCode: string) => `the algorithm ended the process with exit code ${exitCode} before it had finished`,
    why: 'process.exit() ends a job without saying why',
    fix: 'throw an error instead',
  },
  SMA_RUN_PROGRAM_START: {
    what: (file: string, problem: string) => `the program ${file} cannot be started (${problem})`,
    why: 'runProgram starts it as it is named, without a shell',
    fix: 'name a program that is in the image and executable',
  },
  SMA_RUN_PROGRAM_FAILED: {
    what: (name: string, how: string) => `${name} ${how}`,
    why: 'the algorithm has failed when the program that it runs has',
    fix: 'look at what the program wrote to the log',
  },
  SMA_RUN_SILENT_END: {
    what: (memory: string, heap: string) =>
      `the process was killed or crashed without giving a reason; as a rule it ran out of memory (it had ${memory}, the JavaScript heap ${heap} of it)`,
    why: 'a process that the kernel ends cannot say anything any more, so this is written when it starts',
    fix: 'look at the last lines of the log; hold less in memory, or choose an instance type with more',
  },
  SMA_RUN_UNFINISHED: {
    what: (names: string) => `the algorithm ended the process while it was writing ${names}`,
    why: 'process.exit() drops what has not been written to its end',
    fix: 'return from the handler instead; the runtime waits for every write',
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
} satisfies RuntimeErrorTable;
