import type { InputFindings } from './input-findings';
import { readJsonObject } from './read-json-file';
import type { HyperparameterSpec, UnknownHyperparameters } from '../../contract/algorithm-spec';
import { hyperparameterRule, parseHyperparameter, type HyperparameterValue } from '../../contract/hyperparameter-value';
import { cutText, quotedList } from '../../contract/quoted';
import { isReservedHyperparameter } from '../../contract/training-input';
import { didYouMean } from '../shared/did-you-mean';
import { RuntimeError } from '../shared/runtime-error';

/** Kept of a name that nobody knows. Unit: characters */
const NAME_TOLD_CHARS = 80;

export type Hyperparameters = Readonly<Record<string, HyperparameterValue>>;

function valueOf(spec: HyperparameterSpec, raw: unknown): HyperparameterValue | undefined {
  if (raw !== undefined && raw !== null) {
    const parsed = parseHyperparameter(spec, raw);
    if ('problem' in parsed) throw new RuntimeError('SMA_RUN_HYPERPARAMETER_VALUE', spec.name, parsed.problem);
    return parsed.value;
  }
  if (spec.required) throw new RuntimeError('SMA_RUN_HYPERPARAMETER_MISSING', spec.name, hyperparameterRule(spec));
  // Nothing says that the service fills in the defaults of an algorithm, so they are applied here.
  return spec.default;
}

function tellUnknown(names: Iterable<string>, declared: readonly string[], unknown: UnknownHyperparameters, findings: InputFindings): void {
  for (const name of names) {
    if (declared.includes(name) || isReservedHyperparameter(name)) continue;
    const hint = didYouMean(name, declared);
    if (unknown === 'refuse') findings.problems.push(new RuntimeError('SMA_RUN_HYPERPARAMETER_UNKNOWN', `${cutText(name, NAME_TOLD_CHARS)}${hint}`, quotedList(declared)));
    else findings.warnings.push(`hyperparameter ${cutText(name, NAME_TOLD_CHARS)} is not declared by the algorithm and has no effect${hint}`);
  }
}

/**
 * Reads `hyperparameters.json`: values typed and within their ranges, defaults applied. A name without value and default is
 * absent from the result.
 * @param unknown whether a name that nobody declares is a warning or a problem; names of SageMaker and its SDKs are neither
 */
export function readHyperparameters(
  file: string, specs: readonly HyperparameterSpec[], findings: InputFindings, unknown: UnknownHyperparameters = 'warn',
): Hyperparameters {
  const before = findings.problems.length;
  const given = findings.collect(() => new Map(Object.entries(readJsonObject(file, 'is a problem') ?? {})));
  if (findings.problems.length > before) return {};
  const values: [string, HyperparameterValue][] = [];
  for (const spec of specs) {
    const value = findings.collect(() => valueOf(spec, given?.get(spec.name)));
    if (value !== undefined) values.push([spec.name, value]);
  }
  tellUnknown(given?.keys() ?? [], specs.map((spec) => spec.name), unknown, findings);
  return Object.freeze(Object.fromEntries(values));
}
