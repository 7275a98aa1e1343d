/** What no topic of the comparison covers: members that another tool wrote or that a later service knows, and further entries of lists. */
import type { Change, ChangeKind } from './change-kinds';
import { changedValue } from './list-changes';
import type { CreateAlgorithmRequest } from '../../contract/create-algorithm';

type Members = Readonly<Record<string, unknown>>;

/** What topics compare: the whole of a value, members of it, or the first entry of each name in a list. */
type Covered = 'whole' | { readonly [member: string]: Covered } | Entries;

/** A list. Entries of the same name beyond the first are covered by nothing. */
interface Entries {
  /** Absent: entries have no names. */
  readonly nameOf?: (entry: Members) => string;
  readonly entry: Covered;
}

const whole = (...members: readonly string[]): Record<string, Covered> => Object.fromEntries(members.map((name) => [name, 'whole']));

const byName = (entry: Covered): Entries => ({ nameOf: ({ Name }) => String(Name), entry });

const BOUNDS: Covered = whole('MinValue', 'MaxValue');

const COVERED: Covered = {
  ...whole('AlgorithmName', 'AlgorithmDescription', 'ValidationSpecification', 'CertifyForMarketplace', 'Tags'),
  TrainingSpecification: {
    ...whole('TrainingImage', 'TrainingImageDigest', 'SupportedTrainingInstanceTypes', 'SupportsDistributedTraining', 'AdditionalS3DataSource'),
    SupportedHyperParameters: byName({
      ...whole('Name', 'Description', 'Type', 'IsTunable', 'IsRequired', 'DefaultValue'),
      Range: {
        IntegerParameterRangeSpecification: BOUNDS,
        ContinuousParameterRangeSpecification: BOUNDS,
        CategoricalParameterRangeSpecification: whole('Values'),
      },
    }),
    MetricDefinitions: byName(whole('Name', 'Regex')),
    TrainingChannels: byName(
      whole('Name', 'Description', 'IsRequired', 'SupportedContentTypes', 'SupportedCompressionTypes', 'SupportedInputModes')),
    SupportedTuningJobObjectiveMetrics: {
      nameOf: ({ Type, MetricName }) => `${String(MetricName)}, ${String(Type)}`,
      entry: whole('Type', 'MetricName'),
    },
  },
  InferenceSpecification: {
    ...whole(
      'SupportedTransformInstanceTypes', 'SupportedRealtimeInferenceInstanceTypes', 'SupportedContentTypes', 'SupportedResponseMIMETypes'),
    Containers: { entry: whole('Image', 'ImageDigest', 'Environment', 'AdditionalS3DataSource') },
  },
};

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const isEntries = (covered: Members | Entries): covered is Entries => 'entry' in covered;

/** What jobs state and dashboards read: what is not understood there may refuse them, or give them something else. */
const STATED_BY_USERS = ['SupportedHyperParameters', 'TrainingChannels', 'MetricDefinitions', 'SupportedTuningJobObjectiveMetrics']
  .map((list) => `TrainingSpecification.${list}[`);

const kindOf = (path: string): ChangeKind =>
  (STATED_BY_USERS.some((start) => path.startsWith(start)) ? 'unknown-member-changed' : 'other-changed');

function differences(old: unknown, now: unknown, covered: Covered | undefined, path: string): Change[] {
  if (covered === 'whole') return [];
  if (covered !== undefined && isEntries(covered)) {
    const isListOrAbsent = (value: unknown): value is unknown[] | undefined => value === undefined || Array.isArray(value);
    if (isListOrAbsent(old) && isListOrAbsent(now)) return entryDifferences(old ?? [], now ?? [], covered, path);
  } else if (covered !== undefined && isMembers(old ?? {}) && isMembers(now ?? {})) {
    const [before, after]: Members[] = [{ ...old as object }, { ...now as object }];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      differences(before[name], after[name], covered[name], path === '' ? name : `${path}.${name}`));
  }
  return changedValue(kindOf(path), path, old, now);
}

function entryDifferences(old: readonly unknown[], now: readonly unknown[], { nameOf, entry }: Entries, path: string): Change[] {
  const [before, after] = [called(old, nameOf), called(now, nameOf)];
  return [...new Map([...before, ...after]).entries()].flatMap(([call, { isFirst }]) => {
    // A topic tells of named entries that come and go as a whole.
    if (isFirst && nameOf !== undefined && before.has(call) !== after.has(call)) return [];
    return differences(before.get(call)?.item, after.get(call)?.item, isFirst ? entry : undefined, `${path}[${call}]`);
  });
}

interface Called {
  readonly item: unknown;
  /** Of its name, or of all where there are no names. */
  readonly isFirst: boolean;
}

/** Entries by what they are called in paths: `training`, the next of the same name `training #2`; without names by their place. */
function called(entries: readonly unknown[], nameOf: Entries['nameOf']): Map<string, Called> {
  const times = new Map<string, number>();
  return new Map(entries.map((item, index) => {
    if (nameOf === undefined || !isMembers(item)) return [String(index), { item, isFirst: index === 0 }];
    const name = nameOf(item);
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return [time === 1 ? name : `${name} #${time}`, { item, isFirst: time === 1 }];
  }));
}

/** Differences in what no topic compares. */
export const otherChanges = (old: CreateAlgorithmRequest, now: CreateAlgorithmRequest): Change[] => differences(old, now, COVERED, '');
