/** Checks of the files in an image; nothing is run for them. */
import { join } from 'node:path/posix';
import { GUIDE, inspected, type ProbedImage } from './image-subject';
import { SECRETLESS, secretProblems, secretsIn } from './secret-check';
import { optMlPaths } from '../../../contract/opt-ml';
import type { ImageFiles } from '../../images/image-files';
import { count } from '../../quantities';
import { fail, pass, skip } from '../check';

/** Where programs are looked for unless the image sets PATH. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Unit: files that are told by name. */
const SHOWN_FILES = 10;

const shownFiles = (paths: readonly string[]): string[] =>
  [...paths.slice(0, SHOWN_FILES), ...(paths.length > SHOWN_FILES ? [`… and ${count(paths.length - SHOWN_FILES, 'more file')}`] : [])];

/** Mode bits of owner, group or others; containers run as root, for whom any of them is enough. */
const isExecutable = (mode: number): boolean => [...mode.toString(8).slice(-3)].some((digit) => Number(digit) % 2 === 1);

/** The first file of that name on the PATH that can be executed, and those that cannot. Pure. */
export function onPath(
  files: ImageFiles, path: string, program: string,
): { readonly found?: string; readonly unusable: readonly string[] } {
  const unusable: string[] = [];
  for (const folder of path.split(':').filter(Boolean)) {
    const candidate = join(folder, program);
    const file = files.resolve(candidate)?.file;
    if (file?.kind !== 'file') continue;
    if (isExecutable(file.mode)) return { found: candidate, unusable };
    unusable.push(candidate);
  }
  return { unusable };
}

export const PROGRAMS_ON_PATH = inspected<ProbedImage>({
  number: 4,
  name: 'without an entry point, "train" and "serve" are executable files on the PATH',
  source: `${GUIDE}/your-algorithms-training-algo-dockerfile.html`,
}, async ({ entrypoint, environment }, subject) => {
  if (entrypoint.length > 0) return skip('the image has an entry point');
  const path = environment.find((text) => text.startsWith('PATH='))?.slice('PATH='.length) ?? DEFAULT_PATH;
  const files = await subject.files();
  const looked = subject.commands.map((command) => ({ command, ...onPath(files, path, command) }));
  const missing = looked.filter(({ found }) => found === undefined);
  if (missing.length === 0) return pass(...looked.map(({ found }) => found!));
  return fail(
    `put ${missing.map(({ command }) => command).join(' and ')} into a folder of PATH, with mode 0755`,
    `PATH is ${path}`,
    ...missing.map(({ command, unusable }) => (unusable.length > 0 ? `${unusable.join(', ')} cannot be executed` : `no ${command} in it`)),
  );
});

export const OPT_ML_EMPTY = inspected<ProbedImage>({
  number: 8,
  name: `the image holds no file below ${optMlPaths().base}`,
  source: `${GUIDE}/your-algorithms-training-algo-dockerfile.html`,
}, async (_, subject) => {
  const below = `${optMlPaths().base}/`;
  const files = [...(await subject.files()).all].filter(([path, { kind }]) => path.startsWith(below) && kind !== 'folder').map(([path]) => path);
  return files.length === 0 ? pass('no file')
    : fail(`put what the image brings elsewhere, for example below /opt/program: the service's mounts hide ${below}`, ...shownFiles(files));
});

/** The driver itself. Stubs, what `compat` holds and empty files, which a commit of a running container leaves, are none. */
const DRIVER = /\/(?:libcuda|libnvidia-(?!container)[\w-]+|libnvcuvid)\.so[^/]*$/;
const NO_DRIVER = /\/(?:stubs|compat)\//;

export const NO_GPU_DRIVER = inspected<ProbedImage>({
  number: 9,
  name: 'the image holds no driver of NVIDIA',
  source: `${GUIDE}/your-algorithms-training-algo-dockerfile.html`,
}, async (_, subject) => {
  const files = [...(await subject.files()).all]
    .filter(([path, { kind, size }]) => kind === 'file' && size > 0 && DRIVER.test(path) && !NO_DRIVER.test(path)).map(([path]) => path);
  return files.length === 0 ? pass('no driver file')
    : fail('install the CUDA toolkit without the driver: the service mounts the one of its hosts', ...shownFiles(files));
});

const MAY_HOLD_SECRETS = /\/(?:\.npmrc|\.yarnrc\.yml|\.pypirc|\.netrc|\.git-credentials|\.env(?:\.\w+)?|\.aws\/(?:credentials|config)|\.docker\/config\.json|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:pem|key))$/;
/** Packages of the system bring keys for their own tests and certificates for everybody. */
const OF_THE_SYSTEM = /^\/(?:etc\/ssl|usr\/(?:share|lib|lib64|include))\/|\/(?:node_modules|site-packages|dist-packages)\//;

/** Whether a file is read for check 10. */
export const mayHoldSecrets = (path: string): boolean => MAY_HOLD_SECRETS.test(path) && !OF_THE_SYSTEM.test(path);

/** Check 10 of an image that can be looked into: what its metadata hold, and its files. */
export const SECRETLESS_ALTOGETHER = inspected<ProbedImage>({
  number: 10,
  name: 'environment, labels, history and files that usually hold credentials hold no AWS keys, private keys or npm tokens',
  source: SECRETLESS.source,
}, async (image, subject) => {
  const read = [...(await subject.files()).read];
  const inFiles = read.flatMap(([path, text]) => secretsIn(text).map((what) => `${path} holds ${what}`));
  const problems = [...secretProblems(image), ...inFiles];
  if (problems.length > 0) return fail('leave it out of the image, give it to the build with "RUN --mount=type=secret", and revoke what the image holds', ...problems);
  return pass(
    image.history === undefined ? 'nothing found in environment and labels; the engine tells no history' : 'nothing found in environment, labels and history',
    read.length === 0 ? 'no file that usually holds credentials' : `nothing found in ${read.map(([path]) => path).join(', ')}`,
  );
});
