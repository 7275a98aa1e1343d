import { type Finding, type Rule, shown } from './rule';
import { ARM_INSTANCE_TYPE, INSTANCE_TYPE } from '../contract/instance-types';

function checkTypes(types: readonly string[], path: string): Finding[] {
  if (types.length === 0) {
    return [{
      path,
      what: 'is empty',
      why: 'a buyer can only use instance types that the algorithm names',
      fix: "leave the option out, or list at least one, for example 'ml.m5.xlarge'",
    }];
  }
  return types.flatMap((type, index) => {
    const twice = types.indexOf(type) !== index;
    if (!twice && ARM_INSTANCE_TYPE.test(type)) {
      return [{
        path: `${path}[${index}]`,
        what: `is ${shown(type)}, which has ARM processors`,
        why: 'the images are made for linux/amd64, the only platform that all of SageMaker has',
        fix: 'use an x86 type such as "ml.m5.xlarge"',
      }];
    }
    if (!twice && INSTANCE_TYPE.test(type)) return [];
    return [{
      path: `${path}[${index}]`,
      what: twice ? `is ${shown(type)}, which is in the list already` : `is ${shown(type)}, which is not an instance type of SageMaker`,
      why: 'instance types look like ml.m5.xlarge (CreateAlgorithm, SupportedTrainingInstanceTypes and its like)',
      fix: twice ? 'remove it' : `use ${shown(/^[a-z0-9-]+\.[a-z0-9]+$/.test(type) ? `ml.${type}` : 'ml.m5.xlarge')}`,
    }];
  });
}

export const INSTANCE_TYPES: Rule = {
  code: 'SMA_DEF_INSTANCE_TYPE',
  check: ({ instanceTypes }) => [
    ...checkTypes(instanceTypes.training, 'training.instanceTypes'),
    ...checkTypes(instanceTypes.realtime, 'inference.realtimeInstanceTypes'),
    ...checkTypes(instanceTypes.transform, 'inference.transformInstanceTypes'),
  ],
};
