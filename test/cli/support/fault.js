// Loaded into the program by `node --require`. On SIGUSR2 it makes happen what a test cannot do from outside.
const FAULTS = {
  // A terminal that was closed: every write fails, each time.
  terminal: () => {
    for (const stream of [process.stdout, process.stderr]) {
      stream._writev = null;
      stream._write = (chunk, encoding, done) => done(Object.assign(new Error('write EIO'), { code: 'EIO' }));
    }
  },
  bug: () => setImmediate(() => { throw new TypeError('injected'); }),
  rejection: () => void Promise.reject(new TypeError('injected')),
};
process.on('SIGUSR2', () => FAULTS[process.env.SMA_TEST_FAULT]());
