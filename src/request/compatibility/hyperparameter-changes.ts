import { change, type Change } from './change-kinds';
import { changedSwitch, changedTexts, changedValue, paired } from './list-changes';
import type { HyperParameterSpecification, ParameterRange } from '../../contract/create-algorithm';
import { nearMiss } from '../../contract/near-miss';
import { quoted } from '../../contract/quoted';

const LIST = 'TrainingSpecification.SupportedHyperParameters';
const at = (name: string): string => `${LIST}[${name}]`;

type Bounds = { readonly MinValue: string; readonly MaxValue: string };
type BoundsMember = 'IntegerParameterRangeSpecification' | 'ContinuousParameterRangeSpecification';

/** One bound; `sign` is 1 where a greater value takes something away. */
function changedBound(path: string, old: string | undefined, now: string | undefined, sign: 1 | -1): Change[] {
  if (old === now) return [];
  // Without a bound everything is taken.
  const none = -sign * Infinity;
  const difference = sign * ((now === undefined ? none : Number(now)) - (old === undefined ? none : Number(old)));
  if (difference === 0) return [];
  // A bound that is no number takes nothing.
  return [change(difference > 0 || Number.isNaN(difference) ? 'hyperparameter-range-narrowed' : 'hyperparameter-range-widened', path, old, now)];
}

function changedBounds(path: string, member: BoundsMember, old: Bounds | undefined, now: Bounds | undefined): Change[] {
  const range = `${path}.Range.${member}`;
  return [
    ...changedBound(`${range}.MinValue`, old?.MinValue, now?.MinValue, 1),
    ...changedBound(`${range}.MaxValue`, old?.MaxValue, now?.MaxValue, -1),
  ];
}

function changedCategories(path: string, old: readonly string[] | undefined, now: readonly string[] | undefined): Change[] {
  const range = `${path}.Range.CategoricalParameterRangeSpecification`;
  if (old !== undefined && now !== undefined) {
    return changedTexts(`${range}.Values`, old, now, 'hyperparameter-range-narrowed', 'hyperparameter-range-widened');
  }
  // Without a list every value is taken.
  return old === now ? [] : [change(old === undefined ? 'hyperparameter-range-narrowed' : 'hyperparameter-range-widened', range, old, now)];
}

function changedRange(path: string, old: ParameterRange = {}, now: ParameterRange = {}): Change[] {
  const bounds = (member: BoundsMember) => changedBounds(path, member, old[member], now[member]);
  return [
    ...bounds('IntegerParameterRangeSpecification'),
    ...bounds('ContinuousParameterRangeSpecification'),
    ...changedCategories(path, old.CategoricalParameterRangeSpecification?.Values, now.CategoricalParameterRangeSpecification?.Values),
  ];
}

/** A default; numbers by their value, so that `0.10` is `0.1`. */
function changedDefault(path: string, old: HyperParameterSpecification, now: HyperParameterSpecification): Change[] {
  const [before, after] = [old.DefaultValue, now.DefaultValue];
  const numeric = old.Type === 'Integer' || old.Type === 'Continuous';
  if (before === after || (numeric && before !== undefined && after !== undefined && Number(before) === Number(after))) return [];
  const kind = before === undefined ? 'hyperparameter-default-added' : after === undefined ? 'hyperparameter-default-removed' : 'hyperparameter-default-changed';
  return [change(kind, `${path}.DefaultValue`, before, after)];
}

function changedHyperparameter(name: string, old: HyperParameterSpecification, now: HyperParameterSpecification): Change[] {
  const path = at(name);
  const requirement = changedSwitch(
    `${path}.IsRequired`, old.IsRequired, now.IsRequired, 'hyperparameter-became-required', 'hyperparameter-became-optional');
  const sameType = old.Type === now.Type;
  return [
    ...changedValue('hyperparameter-type-changed', `${path}.Type`, old.Type, now.Type),
    // Ranges of different types have nothing to compare.
    ...(sameType ? changedRange(path, old.Range, now.Range) : []),
    ...requirement,
    // What is required has no default, so its coming or going follows from that.
    ...(sameType && requirement.length === 0 ? changedDefault(path, old, now) : []),
    ...changedSwitch(`${path}.IsTunable`, old.IsTunable, now.IsTunable, 'hyperparameter-became-tunable', 'hyperparameter-not-tunable'),
    ...changedValue('description-changed', `${path}.Description`, old.Description, now.Description),
  ];
}

/** Hyperparameters are paired by name; one that is gone while a similar name is new was probably renamed. */
export function hyperparameterChanges(
  old: readonly HyperParameterSpecification[] = [], now: readonly HyperParameterSpecification[] = [],
): Change[] {
  const { removed, added, kept } = paired(old, now, ({ Name }) => Name);
  const renamedTo = (name: string) => nearMiss(name, added.map(({ Name }) => Name));
  return [
    ...removed.map((item) => {
      const successor = renamedTo(item.Name);
      return change('hyperparameter-removed', at(item.Name), item.Name, undefined,
        successor === undefined ? undefined : `if it is called ${quoted(successor)} now, keep the former name`);
    }),
    ...added.map((item) => change(item.IsRequired ? 'required-hyperparameter-added' : 'hyperparameter-added', at(item.Name), undefined, item.Name)),
    ...kept.flatMap(({ name, old: before, now: after }) => changedHyperparameter(name, before, after)),
  ];
}
