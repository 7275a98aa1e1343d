/** The two words that SageMaker gives a container as its only argument.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-dockerfile.html */
export type ContainerCommand = 'train' | 'serve';

/** Where programs live in an image: on PATH as in the walkthrough, and clear of the reserved `/opt/ml`. */
export const PROGRAM_DIR = '/opt/program';

/** The script that the image's exec-form ENTRYPOINT names; it hands `train` and `serve` on and refuses the rest. */
export const ENTRYPOINT_SCRIPT = 'entrypoint';

/** Link to the image's Node, made when the image is built, so that a PATH set by a buyer cannot choose another. */
export const NODE_LINK = 'node';

/**
 * Copy of the image's shell that runs the scripts, made setgid when the image is built: the dynamic loader then ignores and
 * removes `LD_PRELOAD` and its like, which would otherwise act on the shell before its first line. The shell itself goes back
 * to the caller's group at once.
 * @see https://man7.org/linux/man-pages/man8/ld.so.8.html (secure-execution mode)
 */
export const SHELL_COPY = 'sh';

/**
 * Variables that the scripts unset before Node starts. A buyer sets the environment of the job and the data in the channels:
 * with these he could make Node, its TLS or the dynamic loader run or trust a file of his own, or have Node write what the
 * seller's program is (its compile cache, coverage).
 * `SAGEMAKER_BASE_DIR` moves `/opt/ml`, `SM_ALGORITHM_KEYS_DIR` the keys; both are meant for runs outside an image only.
 */
export const DROPPED_VARIABLES: readonly string[] = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_EXTRA_CA_CERTS',
  'NODE_ICU_DATA',
  'NODE_V8_COVERAGE',
  'NODE_COMPILE_CACHE',
  'NODE_REDIRECT_WARNINGS',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_CHANNEL_FD',
  'NODE_UNIQUE_ID',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SSLKEYLOGFILE',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'BASH_ENV',
  'ENV',
  'LD_PRELOAD',
  'LD_AUDIT',
  'LD_LIBRARY_PATH',
  'GCONV_PATH',
  'SAGEMAKER_BASE_DIR',
  'SM_ALGORITHM_KEYS_DIR',
];
