/** The two words that SageMaker gives a container as its only argument.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-dockerfile.html */
export type ContainerCommand = 'train' | 'serve';
export const CONTAINER_COMMANDS: readonly ContainerCommand[] = ['train', 'serve'];

/** Where programs live in an image: on PATH as in the walkthrough, and clear of the reserved `/opt/ml`. */
export const PROGRAM_DIR = '/opt/program';

/** The script that the image's exec-form ENTRYPOINT names; it hands `train` and `serve` on and refuses the rest. */
export const ENTRYPOINT_SCRIPT = 'entrypoint';

/** Link to the image's Node, made when the image is built, so that a PATH set by a buyer cannot choose another. */
export const NODE_LINK = 'node';

/** Where images of the distroless family have Node.
 *  @see https://github.com/GoogleContainerTools/distroless/tree/main/nodejs */
export const DISTROLESS_NODE = '/nodejs/bin/node';

/** The program that runs a bundle: with what V8 made of it when the image was built, and with stacks that name the author's files. */
export const START_SCRIPT = 'start.js';

/** The word that has {@link START_SCRIPT} compile a bundle instead of running one. */
export const CODE_CACHE_WORD = 'cache';

/** What V8 made of a bundle lies beside it under this name. It is for the Node of the image only; another one ignores it. */
export const CODE_CACHE_SUFFIX = '.cache';

/**
 * Copy of `env` of the builder image, which starts Node in an image without a shell, without the variables that a buyer could harm
 * by: a script of Node's would start too late, since Node reads `NODE_OPTIONS` before. Setgid for the reason of the shell's copy;
 * Node then takes no variable of its own from the environment either, and the programs go back to the caller's group first.
 */
export const ENV_COPY = 'env';

/** PATH of a program in an image without a shell: that of the distroless family, our folder first. */
export const DISTROLESS_PATH = `${PROGRAM_DIR}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/**
 * The few variables that fit into the first line of a script, of which older kernels read 127 characters: those that make Node run,
 * write or trust something before the script's own first line. The image's entry point has room for all.
 */
export const FIRST_LINE_VARIABLES: readonly string[] = ['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_EXTRA_CA_CERTS', 'OPENSSL_CONF'];

/**
 * Copy of the image's shell that runs the scripts, made setgid when the image is built: the dynamic loader then ignores and
 * removes `LD_PRELOAD` and its like, which would otherwise act on the shell before its first line. The shell itself goes back
 * to the caller's group at once.
 * @see https://man7.org/linux/man-pages/man8/ld.so.8.html (secure-execution mode)
 */
export const SHELL_COPY = 'sh';

/**
 * File with the PATH of the image's own, written when the image is built: the scripts search programs there, whatever a job sets.
 * A buyer's file system can hold executables, in the place of any program that an algorithm starts by its name.
 */
export const SEARCH_PATH_FILE = 'search-path';

/**
 * Variables that the scripts unset before Node starts. A buyer sets the environment of the job and the data in the channels:
 * with these he could make Node, its TLS or the dynamic loader run or trust a file of his own, or have Node write what the
 * seller's program is (its compile cache, coverage). Those of other interpreters are here because `runProgram` starts these beside
 * the key: each names code to run before the program, or in its place. No list can be complete; the README says what is left.
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
  // Python: modules and site folders, code at the start and at the end, compiled modules, modules that warnings and breakpoints load.
  'PYTHONPATH',
  'PYTHONHOME',
  'PYTHONSTARTUP',
  'PYTHONINSPECT',
  'PYTHONUSERBASE',
  'PYTHONPLATLIBDIR',
  'PYTHONEXECUTABLE',
  'PYTHONPYCACHEPREFIX',
  'PYTHONWARNINGS',
  'PYTHONBREAKPOINT',
  'PERL5LIB',
  'PERLLIB',
  'PERL5OPT',
  'PERL5DB',
  'RUBYLIB',
  'RUBYOPT',
  'GEM_HOME',
  'GEM_PATH',
  'BUNDLE_GEMFILE',
  // Options of every virtual machine, `-javaagent` among them.
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'CLASSPATH',
  'R_HOME',
  'R_PROFILE',
  'R_PROFILE_USER',
  'R_ENVIRON',
  'R_ENVIRON_USER',
  'R_LIBS',
  'R_LIBS_USER',
  'R_LIBS_SITE',
  'LUA_INIT',
  'LUA_PATH',
  'LUA_CPATH',
  'JULIA_DEPOT_PATH',
  'JULIA_LOAD_PATH',
  'JULIA_PROJECT',
  'PHPRC',
  'PHP_INI_SCAN_DIR',
  'DOTNET_STARTUP_HOOKS',
  // Shells: the prompt of a trace is expanded, and expansion runs commands. SHELLOPTS, which turns tracing on, is read-only in
  // bash: to unset it would end the script.
  'PS4',
  'ZDOTDIR',
  'SAGEMAKER_BASE_DIR',
  'SM_ALGORITHM_KEYS_DIR',
];
