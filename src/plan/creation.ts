import { DEFAULTS } from './defaults';
import { type ForeignOption, PROJEN_NEW } from './parse-definition';
import { type EnumText, renderDefinition } from './render-definition';
import { type StarterDefinition, starterDefinition } from './starter-definition';
import { nearMiss } from '../contract/near-miss';
import type { Problem } from '../contract/problem';
import { ImageLayout, Starter } from '../definition/image';
import { shown } from '../rules/rule';

/** One option as projen's inventory describes it; only what is read here. */
export interface NewOption {
  readonly name: string;
  readonly switch: string;
  readonly kind?: string;
  readonly fqn?: string;
}

/** What `projen new` hands to the constructor. */
interface ProjenNew {
  readonly args: Readonly<Record<string, unknown>>;
  readonly comments?: string;
}

/** A project that is being made by `projen new`. */
export interface Creation {
  /** The definition: what was given as switches, completed by the starter's nested parts. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly starter: Starter;
  /** Switches whose value is no member of their enum. */
  readonly problems: Problem[];
  /** The text of `.projenrc.ts`. */
  readonly text: (newOptions: readonly NewOption[]) => string;
}

/** Our options that take an enum; projen's CLI turns a value that is no member into undefined. */
const ENUMS: Readonly<Record<string, Readonly<Record<string, string>>>> = { imageLayout: ImageLayout, starter: Starter };

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Values of the enum behind an option, as a switch takes them. */
const switchValues = (members: readonly string[]): string[] => members.map((member) => member.toLowerCase().replace(/_/g, '-'));

function enumProblems(args: Readonly<Record<string, unknown>>, projenOptions: () => readonly ForeignOption[]): Problem[] {
  const own = Object.entries(ENUMS).map(([name, members]) => ({ name, values: Object.values(members) }));
  const projens = projenOptions().flatMap(({ name, choice }) => (choice ? [{ name, values: switchValues(choice.members) }] : []));
  return [...own, ...projens].flatMap(({ name, values }) => {
    const value = args[name];
    if (value === undefined || values.includes(String(value).toLowerCase().replace(/_/g, '-'))) return [];
    return [{
      code: 'SMA_DEF_OPTION_VALUE',
      path: name,
      what: `is ${shown(value)}`,
      why: `it has to be one of ${values.join(', ')}`,
      fix: `use --${kebab(name)} ${nearMiss(String(value), values) ?? values[0]}`,
    }];
  });
}

/** How projen's own enum options stand in TypeScript, from the type's name `projen.javascript.NodePackageManager`. */
function enumTexts(args: Readonly<Record<string, unknown>>, newOptions: readonly NewOption[]): Record<string, EnumText> {
  const texts: Record<string, EnumText> = {};
  for (const { name, kind, fqn } of newOptions) {
    if (kind !== 'enum' || !fqn || Object.hasOwn(ENUMS, name) || args[name] === undefined) continue;
    const [packageName, importName, ...rest] = fqn.split('.');
    const member = String(args[name]).toUpperCase().replace(/-/g, '_');
    texts[name] = { expression: [importName, ...rest, member].join('.'), packageName, importName };
  }
  return texts;
}

/** Undefined unless `projen new` is making the project. */
export function readCreation(options: object, projenOptions: () => readonly ForeignOption[]): Creation | undefined {
  const projenNew = (options as Record<string, unknown>)[PROJEN_NEW] as ProjenNew | undefined;
  if (!projenNew) return undefined;
  const problems = enumProblems(projenNew.args, projenOptions);
  const starter = (problems.some(({ path }) => path === 'starter') ? undefined : projenNew.args.starter as Starter) ?? DEFAULTS.starter as Starter;
  const { deps, ...nested } = starterDefinition(starter);
  const given = Object.fromEntries(Object.entries(options).filter(([name, value]) =>
    value !== undefined && name !== PROJEN_NEW && !problems.some(({ path }) => path === name)));
  return {
    options: { ...given, deps: withStarterDeps(given.deps, deps), ...nested },
    starter,
    problems,
    text: (newOptions) => {
      const { starter: _starter, outdir: _outdir, packageManager, ...args } = projenNew.args;
      const ordered = orderOptions({ ...args, ...(packageManager === 'npm' ? {} : { packageManager }) }, { deps, ...nested });
      return renderDefinition(ordered, enumTexts(ordered, newOptions), projenNew.comments !== 'none');
    },
  };
}

const withStarterDeps = (given: unknown, deps: string[]): string[] => [...(Array.isArray(given) ? given as string[] : []), ...deps];

/** Name first, then what was given, then what the algorithm takes and gives. */
function orderOptions(args: Record<string, unknown>, { deps, training, inference }: StarterDefinition): Record<string, unknown> {
  const { name, description, imageLayout, ...others } = args;
  return {
    name,
    description,
    imageLayout: typeof imageLayout === 'string' ? imageLayout.toLowerCase() : ImageLayout.SEPARATE,
    ...others,
    // projen's own default needs no line.
    deps: withStarterDeps(args.deps, deps).length > 0 ? withStarterDeps(args.deps, deps) : undefined,
    training,
    inference,
  };
}

/** Switches of `projen new` itself. */
const NEW_SWITCHES = ['from', 'f', 'synth', 'comments', 'git', 'post', 'watch', 'w', 'debug', 'help', 'version', 'projen-version', 'outdir'];

/**
 * Switches of a `projen new …` command line that no option has.
 * @param argv the command line without program and script; anything but `new …` has no switches of ours
 */
export function switchProblems(argv: readonly string[], options: readonly NewOption[]): Problem[] {
  if (argv[0] !== 'new') return [];
  const known = [...NEW_SWITCHES, ...options.map((option) => option.switch)];
  const end = argv.indexOf('--');
  return argv.slice(1, end < 0 ? undefined : end)
    .filter((word) => /^--[A-Za-z]/.test(word))
    .map((word) => kebab(word.slice(2).split('=', 1)[0]))
    .filter((name) => !known.includes(name) && !known.includes(name.replace(/^no-/, '')))
    .map((name) => {
      const near = nearMiss(name, known);
      return {
        code: 'SMA_DEF_UNKNOWN_SWITCH',
        path: `--${name}`,
        what: 'is not a switch of this project type',
        why: 'switches are the flat options of the definition',
        fix: near ? `did you mean "--${near}"?` : 'run `npx projen new sm-algorithm --help`, or set it in .projenrc.ts afterwards',
      };
    });
}
