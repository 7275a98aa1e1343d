import type { InputFindings } from './input-findings';
import { readJsonObject } from './read-json-file';
import type { HyperparameterSpec } from '../../contract/algorithm-spec';
import { hyperparameterRule, parseHyperparameter, type HyperparameterValue } from '../../contract/hyperparameter-value';
import { isReservedHyperparameter } from '../../contract/training-input';
import { didYouMean } from '../shared/did-you-mean';
import { RuntimeError } from '../shared/runtime-error';

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

function warnOfUnknown(names: Iterable<string>, declared: readonly string[], findings: InputFindings): void {
  for (const name of names) {
    if (declared.includes(name) || isReservedHyperparameter(name)) continue;
    findings.warnings.push(`hyperparameter ${name} is not declared by the algorithm and has no effect${didYouMean(name, declared)}`);
  }
}

/**
 * Reads `hyperparameters.json`: values typed and within their ranges, defaults applied. A name without value and default is
 * absent from the result.
 */
export function readHyperparameters(file: string, specs: readonly HyperparameterSpec[], findings: InputFindings): Hyperparameters {
  const before = findings.problems.length;
  const given = findings.collect(() => new Map(Object.entries(readJsonObject(file, 'is a problem') ?? {})));
  if (findings.problems.length > before) return {};
  const values: [string, HyperparameterValue][] = [];
  for (const spec of specs) {
    const value = findings.collect(() => valueOf(spec, given?.get(spec.name)));
    if (value !== undefined) values.push([spec.name, value]);
  }
  warnOfUnknown(given?.keys() ?? [], specs.map((spec) => spec.name), findings);
  return Object.freeze(Object.fromEntries(values));
}
