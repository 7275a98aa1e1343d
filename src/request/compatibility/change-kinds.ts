/** What a change means to somebody who uses the algorithm today. */
export type Verdict =
  /** Something that works today is refused, or silently gives something else. */
  | 'breaking'
  /** Everything that works today works on, and something more is possible. */
  | 'safe'
  /** Nothing that a user gives or gets is touched. */
  | 'neutral';

interface ChangeKindFacts {
  readonly verdict: Verdict;
  /** What happens to the user's jobs, models, notebooks or tuning configurations; a clause without a full stop. */
  readonly why: string;
}

const breaking = (why: string): ChangeKindFacts => ({ verdict: 'breaking', why });
const safe = (why: string): ChangeKindFacts => ({ verdict: 'safe', why });
const neutral = (why: string): ChangeKindFacts => ({ verdict: 'neutral', why });

/**
 * Every kind of change, seen by a user who keeps his jobs, models, notebooks and tuning configurations and moves them to the
 * new algorithm by its ARN alone.
 *
 * A changed default is breaking although no job fails: the same request trains another model, and nothing tells so. The same
 * holds for the first content and response type, which stand in where a request names none.
 */
export const CHANGE_KINDS = {
  'hyperparameter-removed': breaking('jobs that set it are refused'),
  'hyperparameter-added': safe('jobs that do not know it run as before'),
  'required-hyperparameter-added': breaking('jobs that do not know it are refused'),
  'hyperparameter-became-required': breaking('jobs that leave it out are refused'),
  'hyperparameter-became-optional': safe('jobs that set it run as before'),
  'hyperparameter-type-changed': breaking('values and tuning ranges of the former type are refused or read in another way'),
  'hyperparameter-range-narrowed': breaking('jobs and tuning ranges that use what is gone are refused'),
  'hyperparameter-range-widened': safe('every former value is still taken'),
  'hyperparameter-default-changed': breaking('jobs that leave it out train another model than before, and nothing tells so'),
  'hyperparameter-default-removed': breaking('jobs that leave it out train without the former value, and nothing tells so'),
  'hyperparameter-default-added': safe('it names what jobs that leave it out get; breaking only if the program did something else before'),
  'hyperparameter-not-tunable': breaking('tuning jobs with a range for it are refused'),
  'hyperparameter-became-tunable': safe('jobs that set it run as before'),
  'channel-removed': breaking('jobs that supply it are refused'),
  'channel-added': safe('jobs that do not supply it run as before'),
  'required-channel-added': breaking('jobs that do not supply it are refused'),
  'channel-became-required': breaking('jobs that do not supply it are refused'),
  'channel-became-optional': safe('jobs that supply it run as before'),
  'channel-content-type-removed': breaking('jobs with data of this type are refused'),
  'channel-content-type-added': safe('data of the former types is still taken'),
  'channel-default-content-type-changed': breaking('data of a job that names no type is read as another type'),
  'channel-compression-removed': breaking('jobs with data stored this way are refused'),
  'channel-compression-added': safe('data stored as before is still taken'),
  'channel-input-mode-removed': breaking('jobs in this mode are refused'),
  'channel-input-mode-added': safe('jobs in the former modes run as before'),
  'metric-removed': breaking('dashboards and alarms on it show nothing any more'),
  'metric-added': safe('the former metrics are still there'),
  'metric-regex-changed': breaking('filters, dashboards and alarms that find it in the log by the former regex find nothing'),
  'objective-removed': breaking('tuning jobs with this objective are refused'),
  'objective-added': safe('tuning jobs with the former objectives run as before'),
  'objective-direction-changed': breaking('tuning jobs with the former direction are refused'),
  'distributed-training-removed': breaking('jobs with several instances are refused'),
  'distributed-training-added': safe('jobs with one instance run as before'),
  'training-instance-type-removed': breaking('jobs on it are refused'),
  'training-instance-type-added': safe('jobs on the former types run as before'),
  'transform-instance-type-removed': breaking('batch transform jobs on it are refused'),
  'transform-instance-type-added': safe('batch transform jobs on the former types run as before'),
  'realtime-instance-type-removed': breaking('endpoints on it are refused'),
  'realtime-instance-type-added': safe('endpoints on the former types run as before'),
  'content-type-removed': breaking('requests of this type are answered with 415'),
  'content-type-added': safe('requests of the former types are still taken'),
  'default-content-type-changed': breaking('a request that names no type is read as another type'),
  'response-type-removed': breaking('requests that accept this type only get no prediction'),
  'response-type-added': safe('requests that accept the former types are answered as before'),
  'default-response-type-changed': breaking('a request that accepts anything is answered in another type'),
  'additional-data-changed': breaking('the same request trains or predicts with other data beside the image'),
  'unknown-member-changed': breaking('it belongs to what jobs state or give, and what it does to them is not known here'),
  'marketplace-certification-removed': breaking('it cannot be listed, so subscribers never get this version'),
  'marketplace-certification-added': safe('it can be listed; whoever uses it by its ARN sees no difference'),
  'name-changed': neutral('a version is an algorithm resource of its own, under a name and ARN of its own'),
  'description-changed': neutral('it is text for people'),
  'image-changed': neutral('a version has images of its own; what they do is for tests and drills to show'),
  'environment-changed': neutral('the inference container gets it from the seller, no user sets it'),
  'validation-changed': neutral('only the check by AWS runs it'),
  'tags-changed': neutral('they belong to the seller\'s account'),
  'other-changed': neutral('no job, endpoint or batch transform states it'),
} as const satisfies Readonly<Record<string, ChangeKindFacts>>;

export type ChangeKind = keyof typeof CHANGE_KINDS;

/** One difference between two requests. */
export interface Change {
  readonly kind: ChangeKind;
  /** In the request; members of lists by their name: `TrainingSpecification.TrainingChannels[training].IsRequired`. */
  readonly path: string;
  /** Absent where there was nothing before. */
  readonly old?: unknown;
  /** Absent where there is nothing now. */
  readonly new?: unknown;
  readonly verdict: Verdict;
  readonly why: string;
}

/** @param hint what the author may have meant; goes on with the reason */
export function change(kind: ChangeKind, path: string, old: unknown, now: unknown, hint?: string): Change {
  const { verdict, why } = CHANGE_KINDS[kind];
  return {
    kind,
    path,
    ...(old !== undefined && { old }),
    ...(now !== undefined && { new: now }),
    verdict,
    why: hint === undefined ? why : `${why}; ${hint}`,
  };
}
