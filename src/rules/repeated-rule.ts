import { type Finding, type Rule, duplicates, shown } from './rule';

const repeated = (texts: readonly string[], path: string): Finding[] => duplicates(texts, (text, index) => ({
  path: `${path}[${index}]`,
  what: `is ${shown(text)}, which is in the list already`,
  why: 'the list says what is possible, and says it once',
  fix: 'remove it',
}));

/** Lists whose entries are all different. */
export const REPEATED: Rule = {
  code: 'SMA_DEF_REPEATED',
  check: ({ algorithm: { training, inference }, instanceTypes }) => [
    ...training.channels.flatMap(({ contentTypes, inputModes, compressionTypes }, index) => [
      ...repeated(contentTypes, `training.channels[${index}].contentTypes`),
      ...repeated(inputModes, `training.channels[${index}].inputModes`),
      ...repeated(compressionTypes, `training.channels[${index}].compressionTypes`),
    ]),
    ...training.hyperparameters.flatMap((item, index) =>
      (item.type === 'Categorical' ? repeated(item.values, `training.hyperparameters[${index}].values`) : [])),
    ...repeated(instanceTypes.training, 'training.instanceTypes'),
    ...repeated(inference.contentTypes, 'inference.contentTypes'),
    // By default they are the request's types, which have been checked.
    ...(inference.responseTypes === inference.contentTypes ? [] : repeated(inference.responseTypes, 'inference.responseTypes')),
    ...repeated(instanceTypes.realtime, 'inference.realtimeInstanceTypes'),
    ...repeated(instanceTypes.transform, 'inference.transformInstanceTypes'),
  ],
};
