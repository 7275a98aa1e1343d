/** What an image is made of beside the programs: packages, files, flags of Node. */
import { each, type Finding, type Rule, shown } from './rule';
import { OPT_ML } from '../contract/opt-ml';
import type { AlgorithmPlan, ImageFilePlan } from '../contract/plan';
import { PROGRAM_DIR } from '../contract/program';

/** Package of Debian, without version or architecture.
 *  @see https://www.debian.org/doc/debian-policy/ch-controlfields.html#source */
const DEBIAN_PACKAGE = /^[a-z0-9][a-z0-9+.-]+$/;

/** One argument that is a flag; `--` and `-` end flags or name a file. */
const NODE_FLAG = /^--?[A-Za-z0-9][^\0\r\n]*$/;
/** Flags that make Node run something else than the program, or end at once. */
const OTHER_PROGRAM = /^(-[ceipshv]+|--(check|eval|interactive|print|version|help|v8-options|test|watch|run|build-snapshot))(=|$)/;

const HEAP_MIN_PERCENT = 10;
const HEAP_MAX_PERCENT = 95;
/** The first major version whose current releases know the flag. */
const HEAP_NODE_MAJOR = 24;

const TARGET = /^(\/[A-Za-z0-9._+@-]+)+$/;
const RESERVED = [PROGRAM_DIR, OPT_ML, '/proc', '/sys', '/dev', '/tmp', '/run'];

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const hasDots = (path: string): boolean => path.split('/').some((part) => part === '.' || part === '..');

function targetFinding(path: string, target: string): Finding | undefined {
  const place = { path: `${path}.target`, what: `is ${shown(target)}` };
  const reserved = RESERVED.find((folder) => isBelow(target, folder));
  if (TARGET.test(target) && !hasDots(target) && reserved === undefined) return undefined;
  return {
    ...place,
    why: reserved ? `${reserved} belongs to the programs, to the service or to the system` : 'it is an absolute path of letters, digits, ".", "_", "+", "@" and "-"',
    fix: "use for example '/opt/words.txt'",
  };
}

/** Absolute, on Windows too, or out of the project. */
const leavesProject = (source: string): boolean => source === '' || /^([/\\]|[A-Za-z]:)/.test(source) || source.split(/[/\\]/).includes('..');

function fileFindings({ source, target }: ImageFilePlan, path: string): Finding[] {
  const ofTarget = targetFinding(path, target);
  return [
    ...(leavesProject(source) ? [{
      path: `${path}.source`, what: `is ${shown(source)}`, why: 'it is a file or folder of the project', fix: "use a relative path such as 'assets/words.txt'",
    }] : []),
    ...(ofTarget ? [ofTarget] : []),
  ];
}

const isHeapPercent = (percent: number): boolean => Number.isInteger(percent) && percent >= HEAP_MIN_PERCENT && percent <= HEAP_MAX_PERCENT;

const isHeap = (percent: number | undefined, nodeMajor: number): boolean =>
  percent === undefined || (isHeapPercent(percent) && nodeMajor >= HEAP_NODE_MAJOR);

export const IMAGE_CONTENT_RULES: readonly Rule[] = [
  {
    code: 'SMA_DEF_FLAVOR',
    check: ({ images: [{ flavor, builderImage, debianPackages }] }: AlgorithmPlan) => [
      ...(flavor === 'distroless' && debianPackages.length > 0 ? [{
        path: 'imageDebianPackages',
        what: `names ${shown(debianPackages)} beside ImageFlavor.DISTROLESS`,
        why: 'an image without a package manager keeps no record of packages, and a scanner would not see them',
        fix: 'use ImageFlavor.SLIM, or a baseImage that has what the algorithm needs',
      }] : []),
      ...(flavor === 'slim' && builderImage !== undefined ? [{
        path: 'imageBuilder',
        what: `is ${shown(builderImage)} beside ImageFlavor.SLIM`,
        why: 'a slim image is gathered in its own base image',
        fix: 'remove it, or use ImageFlavor.DISTROLESS',
      }] : []),
    ],
  },
  {
    code: 'SMA_DEF_DEBIAN_PACKAGE',
    check: ({ images: [{ debianPackages }] }) => each(debianPackages, 'imageDebianPackages', (name, path) => DEBIAN_PACKAGE.test(name) ? undefined : {
      path, what: `is ${shown(name)}`, why: 'it is the name of a Debian package: lower-case letters, digits, "+", "-" and "."', fix: "use for example 'libgomp1'",
    }),
  },
  {
    code: 'SMA_DEF_IMAGE_FILE',
    check: ({ images: [{ files }] }) => files.flatMap((file, index) => fileFindings(file, `imageFiles[${index}]`)),
  },
  {
    code: 'SMA_DEF_NODE_FLAG',
    check: ({ images: [{ nodeFlags }] }) => each(nodeFlags, 'imageNodeFlags', (flag, path) => NODE_FLAG.test(flag) && !OTHER_PROGRAM.test(flag) ? undefined : {
      path,
      what: `is ${shown(flag)}`,
      why: 'it is one argument of Node, before the program: it begins with "-" and does not make Node do something else',
      fix: "use for example '--stack-size=2000'",
    }),
  },
  {
    code: 'SMA_DEF_HEAP',
    check: ({ images: [{ heapPercent, nodeMajor }] }) => isHeap(heapPercent, nodeMajor) ? [] : [{
      path: 'imageHeapPercent',
      what: isHeapPercent(heapPercent!) ? `is ${heapPercent} beside Node ${nodeMajor}` : `is ${shown(heapPercent)}`,
      why: isHeapPercent(heapPercent!) ? 'Node 24.6 is the first that takes its heap as a share of the memory'
        : `it is a whole number of percent, ${HEAP_MIN_PERCENT} to ${HEAP_MAX_PERCENT}`,
      fix: isHeapPercent(heapPercent!)
        ? 'use imageNodeVersion 24, or "--max-old-space-size=<MB>" in imageNodeFlags' : 'use for example 75, or leave the option out',
    }],
  },
];
