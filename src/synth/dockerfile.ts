/** What the template of a Dockerfile shows of a plan; pure. */
import { posix } from 'node:path';
import { ACCEPT_BIND_TO_PORT_LABEL } from '../contract/container-http';
import { keyIdsOf, KEYS_FOLDER, KEYS_MARK_ARG, keySecret } from '../contract/encryption';
import { type AlgorithmPlan, BUNDLE_DIR, FILES_DIR, type ImagePlan, NPM_DIR } from '../contract/plan';
import {
  CODE_CACHE_SUFFIX, CODE_CACHE_WORD, DISTROLESS_NODE, DISTROLESS_PATH, DROPPED_VARIABLES, ENTRYPOINT_SCRIPT, ENV_COPY, NODE_LINK,
  PROGRAM_DIR, SEARCH_PATH_FILE, SHELL_COPY, START_SCRIPT,
} from '../contract/program';

/** The last step of each stage that gathers files: any fixed time does, and that of links counts too. */
const SET_TIMES = 'find /out -exec touch -h -d @0 {} +';

interface Label {
  readonly name: string;
  readonly value: string;
}

function labels(plan: AlgorithmPlan, image: ImagePlan): Label[] {
  const { algorithm: { name, version }, description } = plan;
  return [
    { name: 'org.opencontainers.image.title', value: name },
    ...(version === undefined ? [] : [{ name: 'org.opencontainers.image.version', value: version }]),
    ...(description === undefined ? [] : [{ name: 'org.opencontainers.image.description', value: description }]),
    // Only an image that serves has the capability, and the runtime always honours it.
    ...(image.programs.some(({ command }) => command === 'serve') ? [{ name: ACCEPT_BIND_TO_PORT_LABEL, value: 'true' }] : []),
  ];
}

/** Flags of Node that the programs of an image runs with. */
export const nodeArgs = ({ heapPercent, nodeFlags }: ImagePlan): string[] => [
  ...(heapPercent === undefined ? [] : [`--max-old-space-size-percentage=${heapPercent}`]),
  ...nodeFlags,
];

/** Without a shell: `env` drops the variables and becomes Node. */
const distrolessEntrypoint = (image: ImagePlan): string[] => [
  `${PROGRAM_DIR}/${ENV_COPY}`, ...DROPPED_VARIABLES.map((name) => `-u${name}`), `PATH=${DISTROLESS_PATH}`,
  DISTROLESS_NODE, ...nodeArgs(image), `${PROGRAM_DIR}/${ENTRYPOINT_SCRIPT}`,
];

/** The bundle that is compiled when the image is built: the one that serves. To a training job the milliseconds are nothing. */
function compiledBundle({ programs }: ImagePlan): string | undefined {
  const serving = programs.find(({ command }) => command === 'serve');
  return serving && posix.basename(serving.bundle);
}

/** With the flags that the program runs with, as V8 asks for; in exec form, since there may be no shell. */
const compileCommand = (image: ImagePlan, bundle: string): string[] => [
  image.flavor === 'distroless' ? DISTROLESS_NODE : `${PROGRAM_DIR}/${NODE_LINK}`,
  ...nodeArgs(image), `${PROGRAM_DIR}/${START_SCRIPT}`, CODE_CACHE_WORD, `${PROGRAM_DIR}/${bundle}`,
];

export function dockerfileView(plan: AlgorithmPlan, image: ImagePlan): object {
  const { encryption } = plan.algorithm;
  const distroless = image.flavor === 'distroless';
  const compiled = compiledBundle(image);
  // An image that is gathered in its own base has its Node there, and needs no stage, which costs every rebuild about a second.
  const hasOwnNode = image.builderImage === undefined;
  return {
    localName: image.localName,
    baseImage: image.baseImage,
    builderImage: image.builderImage ?? image.baseImage,
    distroless,
    scripts: [ENTRYPOINT_SCRIPT, ...image.programs.map(({ command }) => command)],
    bundles: image.programs.flatMap(({ bundle }) => [bundle, `${bundle}.map`]).map((file) => posix.basename(file)),
    startScript: START_SCRIPT,
    compiled: compiled ?? '',
    compiledHere: compiled !== undefined && hasOwnNode,
    compiledApart: compiled !== undefined && !hasOwnNode,
    nodeArgs: nodeArgs(image),
    cacheWord: CODE_CACHE_WORD,
    compile: compiled === undefined ? '' : JSON.stringify(compileCommand(image, compiled)),
    cacheSuffix: CODE_CACHE_SUFFIX,
    setTimes: SET_TIMES,
    programDir: PROGRAM_DIR,
    bundleDir: BUNDLE_DIR,
    npmDir: NPM_DIR,
    filesDir: FILES_DIR,
    externals: image.externals.length > 0,
    debianPackages: image.debianPackages,
    files: image.files.length > 0,
    executables: image.files.filter(({ executable }) => executable).map(({ target }) => target),
    nodeLink: NODE_LINK,
    node: DISTROLESS_NODE,
    shellCopy: SHELL_COPY,
    envCopy: ENV_COPY,
    searchPathFile: SEARCH_PATH_FILE,
    labels: labels(plan, image),
    keysMarkArg: KEYS_MARK_ARG,
    keysDir: posix.join(PROGRAM_DIR, KEYS_FOLDER),
    secrets: encryption ? keyIdsOf(encryption).map((keyId) => ({ keyId, id: keySecret(keyId) })) : [],
    entrypoint: JSON.stringify(distroless ? distrolessEntrypoint(image) : [`${PROGRAM_DIR}/${ENTRYPOINT_SCRIPT}`]),
    defaultCommand: image.defaultCommand,
  };
}
