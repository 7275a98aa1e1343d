import { DEFINITION_FIELDS } from './definition-shape';
import { readFields, unknownOption } from './shape';
import type { Problem } from '../contract/problem';
import type { SmAlgorithmProjectOptions } from '../definition/algorithm-options';
import type { InferenceOptions } from '../definition/inference-options';
import type { TrainingOptions } from '../definition/training-options';

/** A hyperparameter as its factory was given it, its form checked. */
export interface ParsedHyperparameter {
  readonly kind: 'integer' | 'continuous' | 'categorical' | 'freeText';
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
  readonly values?: string[];
  readonly default?: number | string;
  readonly required?: boolean;
  readonly tunable?: boolean;
  readonly description?: string;
}

/** A metric as its factory was given it, its form checked. */
export interface ParsedMetric {
  readonly kind: 'maximize' | 'minimize' | 'report';
  readonly name: string;
  readonly regex?: string;
}

/** Concurrency as its factory was given it, its form checked. */
export interface ParsedConcurrency {
  readonly kind: 'inline' | 'workers';
  readonly count?: number;
}

/** The same type with the text of each enum in place of its members. */
type Plain<T> = T extends string ? `${T}` : T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T;

type Given = Required<Pick<SmAlgorithmProjectOptions, 'training' | 'inference'>> & Pick<SmAlgorithmProjectOptions,
'name' | 'description' | 'algorithmVersion' | 'imageLayout' | 'imagePlatform' | 'imageFlavor' | 'baseImage' |
'imageBuilder' | 'imageNodeVersion' | 'imageExternals' | 'imageDebianPackages' | 'imageFiles' | 'imageNodeFlags' | 'imageHeapPercent' |
'ecrAccountId' | 'ecrRegion' | 'ecrRepository' | 'validation' | 'algorithmName' | 'certifyForMarketplace' | 'tags' | 'artifactEncryption'>;

/** A definition whose every value has the right form; what had not has been told and replaced. */
export interface ParsedDefinition extends Plain<Omit<Given, 'training' | 'inference'>> {
  readonly training: Plain<Omit<TrainingOptions, 'hyperparameters' | 'metrics'>> & {
    readonly hyperparameters?: readonly ParsedHyperparameter[];
    readonly metrics?: readonly ParsedMetric[];
  };
  readonly inference: Plain<Omit<InferenceOptions, 'concurrency'>> & { readonly concurrency?: ParsedConcurrency };
}

/** An option of projen's own. */
export interface ForeignOption {
  readonly name: string;
  /** The enum whose member it takes. */
  readonly choice?: { readonly enumName: string; readonly members: readonly string[] };
}

/** Options of projen's that contradict what this project type is. */
const CONFLICTS: Readonly<Record<string, string>> = {
  jest: "tests run on Node's own test runner, which starts faster than jest and needs no transform",
  projenrcJs: 'the definition is .projenrc.ts',
  projenrcJson: 'the definition is .projenrc.ts',
};

/** What is wrong with projen's own options: misspelt, a member that its enum does not have, or against this project type. */
function foreignProblems(given: Readonly<Record<string, unknown>>, projenOptions: () => readonly ForeignOption[]): Problem[] {
  const names = Object.keys(given).filter((name) => !Object.hasOwn(DEFINITION_FIELDS, name) && name !== PROJEN_NEW);
  if (names.length === 0) return [];
  const options = projenOptions();
  return names.flatMap((name): Problem[] => {
    const option = options.find((candidate) => candidate.name === name);
    if (!option) return [unknownOption(name, name, [...Object.keys(DEFINITION_FIELDS), ...options.map((known) => known.name)])];
    if (given[name] === true && Object.hasOwn(CONFLICTS, name)) {
      return [{ code: 'SMA_DEF_OPTION_CONFLICT', path: name, what: 'is true', why: CONFLICTS[name], fix: 'remove it' }];
    }
    // A key that holds undefined is a member that the enum does not have.
    if (!option.choice || given[name] !== undefined) return [];
    const { enumName, members } = option.choice;
    const known = members.map((member) => `${enumName}.${member}`);
    return [{
      code: 'SMA_DEF_OPTION_VALUE',
      path: name,
      what: `is undefined: ${enumName} has no such member`,
      why: `it has to be one of ${known.join(', ')}`,
      fix: `use ${known[0]}, or remove it`,
    }];
  });
}

/** What a definition says although it also says that it is not used; the plan does not hold it any more. */
function unusedParts({ validation }: ParsedDefinition): Problem[] {
  if (validation?.transform === undefined || validation.transformJob !== false) return [];
  return [{
    code: 'SMA_DEF_OPTION_CONFLICT',
    path: 'validation.transform',
    what: 'is given beside transformJob: false',
    why: 'without a transform job nothing reads it',
    fix: 'remove one of the two',
  }];
}

/**
 * Reads the form of a definition.
 * @param options what the user wrote
 * @param projenOptions projen's own options; asked for only when a key is not one of ours
 */
export function parseDefinition(
  options: object, projenOptions: () => readonly ForeignOption[],
): { definition: ParsedDefinition; problems: Problem[] } {
  const given = options as Record<string, unknown>;
  const problems = foreignProblems(given, projenOptions);
  const definition = readFields(given, DEFINITION_FIELDS, (name) => name, true, (problem) => problems.push(problem));
  problems.push(...unusedParts(definition as unknown as ParsedDefinition));
  return { definition: definition as unknown as ParsedDefinition, problems };
}

/** Key under which projen's CLI hands over what `projen new` was called with. */
export const PROJEN_NEW = '__new__';
