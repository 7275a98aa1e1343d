import { DEFINITION_FIELDS } from './definition-shape';
import { readFields, unknownOption } from './shape';
import type { InputMode } from '../contract/algorithm-spec';
import type { ImageLayout } from '../contract/plan';
import type { Problem } from '../contract/problem';

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

/** A definition whose every value has the right form; what had not has been told and replaced. */
export interface ParsedDefinition {
  readonly name: string;
  readonly description?: string;
  readonly algorithmVersion?: string;
  readonly imageLayout?: ImageLayout;
  readonly baseImage?: string;
  readonly imageNodeVersion?: number;
  readonly imageExternals?: string[];
  readonly ecrAccountId?: string;
  readonly ecrRegion?: string;
  readonly ecrRepository?: string;
  readonly training: {
    readonly channels: ReadonlyArray<{
      readonly name: string;
      readonly contentTypes: string[];
      readonly inputModes?: InputMode[];
      readonly required?: boolean;
      readonly description?: string;
    }>;
    readonly hyperparameters?: readonly ParsedHyperparameter[];
    readonly metrics?: ReadonlyArray<{ readonly kind: 'maximize' | 'minimize' | 'report'; readonly name: string }>;
    readonly instanceTypes?: string[];
  };
  readonly inference: {
    readonly contentTypes: string[];
    readonly responseTypes?: string[];
    readonly realtimeInstanceTypes?: string[];
    readonly transformInstanceTypes?: string[];
  };
}

/**
 * Reads the form of a definition.
 * @param options what the user wrote
 * @param projenOptions names of projen's own options; asked for only when a key is not one of ours
 */
export function parseDefinition(
  options: object, projenOptions: () => readonly string[],
): { definition: ParsedDefinition; problems: Problem[] } {
  const problems: Problem[] = [];
  const given = options as Record<string, unknown>;
  const foreign = Object.keys(given).filter((name) => !Object.hasOwn(DEFINITION_FIELDS, name) && name !== PROJEN_NEW);
  if (foreign.length > 0) {
    const known = [...Object.keys(DEFINITION_FIELDS), ...projenOptions()];
    for (const name of foreign) {
      if (!known.includes(name)) problems.push(unknownOption(name, name, known));
    }
  }
  const definition = readFields(given, DEFINITION_FIELDS, (name) => name, true, (problem) => problems.push(problem));
  return { definition: definition as unknown as ParsedDefinition, problems };
}

/** Key under which projen's CLI hands over what `projen new` was called with. */
export const PROJEN_NEW = '__new__';
