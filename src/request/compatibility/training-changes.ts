import { change, type Change } from './change-kinds';
import { hyperparameterChanges } from './hyperparameter-changes';
import { changedFirst, changedSwitch, changedTexts, changedValue, paired } from './list-changes';
import type { ChannelSpecification, TrainingSpecification } from '../../contract/create-algorithm';
import { nearMiss } from '../../contract/near-miss';
import { quoted } from '../../contract/quoted';

type MetricDefinition = NonNullable<TrainingSpecification['MetricDefinitions']>[number];
type Objective = NonNullable<TrainingSpecification['SupportedTuningJobObjectiveMetrics']>[number];

const TRAINING = 'TrainingSpecification';

/** What an absent list means to the service. */
const UNCOMPRESSED = ['None'];

function changedChannel(name: string, old: ChannelSpecification, now: ChannelSpecification): Change[] {
  const path = `${TRAINING}.TrainingChannels[${name}]`;
  const types = `${path}.SupportedContentTypes`;
  return [
    ...changedSwitch(`${path}.IsRequired`, old.IsRequired, now.IsRequired, 'channel-became-required', 'channel-became-optional'),
    ...changedTexts(types, old.SupportedContentTypes, now.SupportedContentTypes, 'channel-content-type-removed', 'channel-content-type-added'),
    ...changedFirst(types, old.SupportedContentTypes, now.SupportedContentTypes, 'channel-default-content-type-changed'),
    ...changedTexts(`${path}.SupportedCompressionTypes`, old.SupportedCompressionTypes ?? UNCOMPRESSED, now.SupportedCompressionTypes ?? UNCOMPRESSED,
      'channel-compression-removed', 'channel-compression-added'),
    ...changedTexts(`${path}.SupportedInputModes`, old.SupportedInputModes, now.SupportedInputModes,
      'channel-input-mode-removed', 'channel-input-mode-added'),
    ...changedValue('description-changed', `${path}.Description`, old.Description, now.Description),
  ];
}

function channelChanges(old: readonly ChannelSpecification[], now: readonly ChannelSpecification[]): Change[] {
  const path = (name: string) => `${TRAINING}.TrainingChannels[${name}]`;
  const { removed, added, kept } = paired(old, now, ({ Name }) => Name);
  return [
    ...removed.map(({ Name }) => {
      const successor = nearMiss(Name, added.map((item) => item.Name));
      return change('channel-removed', path(Name), Name, undefined,
        successor === undefined ? undefined : `if it is called ${quoted(successor)} now, keep the former name`);
    }),
    ...added.map(({ Name, IsRequired }) => change(IsRequired ? 'required-channel-added' : 'channel-added', path(Name), undefined, Name)),
    ...kept.flatMap(({ name, old: before, now: after }) => changedChannel(name, before, after)),
  ];
}

function metricChanges(old: readonly MetricDefinition[] = [], now: readonly MetricDefinition[] = []): Change[] {
  const path = (name: string) => `${TRAINING}.MetricDefinitions[${name}]`;
  const { removed, added, kept } = paired(old, now, ({ Name }) => Name);
  return [
    ...removed.map(({ Name }) => change('metric-removed', path(Name), Name, undefined)),
    ...added.map(({ Name }) => change('metric-added', path(Name), undefined, Name)),
    ...kept.flatMap(({ name, old: before, now: after }) => changedValue('metric-regex-changed', `${path(name)}.Regex`, before.Regex, after.Regex)),
  ];
}

/** A metric may be an objective in both directions; one that changed places with the other direction is told once. */
function objectiveChanges(old: readonly Objective[] = [], now: readonly Objective[] = []): Change[] {
  const path = (name: string) => `${TRAINING}.SupportedTuningJobObjectiveMetrics[${name}]`;
  const missingIn = (others: readonly Objective[]) => ({ Type, MetricName }: Objective) =>
    !others.some((other) => other.Type === Type && other.MetricName === MetricName);
  const removed = old.filter(missingIn(now));
  const added = now.filter(missingIn(old));
  const turned = removed.flatMap((before) => {
    const after = added.find(({ MetricName }) => MetricName === before.MetricName);
    return after === undefined ? [] : [{ before, after }];
  });
  return [
    ...turned.map(({ before, after }) => change('objective-direction-changed', `${path(before.MetricName)}.Type`, before.Type, after.Type)),
    ...removed.filter((item) => !turned.some(({ before }) => before === item))
      .map(({ MetricName, Type }) => change('objective-removed', path(MetricName), Type, undefined)),
    ...added.filter((item) => !turned.some(({ after }) => after === item))
      .map(({ MetricName, Type }) => change('objective-added', path(MetricName), undefined, Type)),
  ];
}

/** All that training jobs and tuning jobs are given and give. */
export function trainingChanges(old: TrainingSpecification, now: TrainingSpecification): Change[] {
  return [
    ...hyperparameterChanges(old.SupportedHyperParameters, now.SupportedHyperParameters),
    ...channelChanges(old.TrainingChannels, now.TrainingChannels),
    ...metricChanges(old.MetricDefinitions, now.MetricDefinitions),
    ...objectiveChanges(old.SupportedTuningJobObjectiveMetrics, now.SupportedTuningJobObjectiveMetrics),
    ...changedSwitch(`${TRAINING}.SupportsDistributedTraining`, old.SupportsDistributedTraining, now.SupportsDistributedTraining,
      'distributed-training-added', 'distributed-training-removed'),
    ...changedTexts(`${TRAINING}.SupportedTrainingInstanceTypes`, old.SupportedTrainingInstanceTypes, now.SupportedTrainingInstanceTypes,
      'training-instance-type-removed', 'training-instance-type-added'),
    ...changedValue('additional-data-changed', `${TRAINING}.AdditionalS3DataSource`, old.AdditionalS3DataSource, now.AdditionalS3DataSource),
    ...changedValue('image-changed', `${TRAINING}.TrainingImage`, old.TrainingImage, now.TrainingImage),
    ...changedValue('image-changed', `${TRAINING}.TrainingImageDigest`, old.TrainingImageDigest, now.TrainingImageDigest),
  ];
}
