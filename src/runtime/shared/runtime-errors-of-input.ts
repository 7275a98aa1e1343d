import { INPUT_ERROR, type RuntimeErrorTable } from './runtime-error-entry';

/** What reading the data of a job can end by. No text of the data is told: the log is not the place for it. */
export const INPUT_ERRORS = {
  SMA_RUN_HYPERPARAMETER_UNKNOWN: {
    what: (name: string, declared: string) => `hyperparameter ${name} is not declared; the algorithm has these hyperparameters: ${declared}`,
    why: 'the algorithm refuses hyperparameters that would have no effect',
    fix: 'start the job again without it, or with a declared name',
    ...INPUT_ERROR,
  },
  SMA_RUN_PIPE_PLATFORM: {
    what: (name: string, platform: string) => `channel ${name} arrives in Pipe mode, which needs FIFOs; ${platform} has none`,
    why: 'in Pipe mode each epoch of a channel is a FIFO',
    fix: 'run the job in File mode, or in a container',
    ...INPUT_ERROR,
  },
  SMA_RUN_PIPE_TIMEOUT: {
    what: (place: string, path: string, seconds: string) => `${place}: nothing has come through ${path} for ${seconds} s`,
    why: 'a job that waits for ever costs money until its maximum run time',
    fix: "check the channel's data source, or wait longer with waitMaxSeconds",
    ...INPUT_ERROR,
  },
  SMA_RUN_PIPE_NOT_FIFO: {
    what: (place: string, path: string) => `${place}: ${path} is not a FIFO`,
    why: 'in Pipe mode each epoch of a channel is a FIFO',
    fix: 'look at what made the file',
    ...INPUT_ERROR,
  },
  SMA_RUN_EPOCH: {
    what: (name: string, epoch: string, next: string) => `channel ${name}: epoch ${epoch} cannot be opened; the next one is ${next}`,
    why: 'in Pipe mode epochs arrive in order, each once',
    fix: 'open the epochs one after the other from 0, or leave the number out',
  },
  SMA_RUN_CHANNEL_NO_FILES: {
    what: (name: string) => `channel ${name} arrives in Pipe mode and has no files`,
    why: 'in Pipe mode the data is a stream',
    fix: 'read it with open(), lines(), records() or numbers(), which work in every mode',
  },
  SMA_RUN_RECORD_FORMAT: {
    what: (name: string, type: string, readable: string) => `channel ${name} has content type ${type}, which is not read as records; readers exist for ${readable}`,
    why: 'records are found by the content type of the channel',
    fix: 'say { as: … }, or read the bytes with open() or the lines with lines()',
  },
  SMA_RUN_RECORD: {
    what: (place: string, problem: string) => `${place} ${problem}`,
    why: 'the data has to be what the content type of its channel says',
    fix: 'mend the data',
    ...INPUT_ERROR,
  },
  SMA_RUN_READ_OPTION: {
    what: (option: string, value: string, rule: string) => `option ${option} is ${value}; it must be ${rule}`,
    why: 'a channel is read as its options say',
    fix: 'set an allowed value or none',
  },
} satisfies RuntimeErrorTable;
