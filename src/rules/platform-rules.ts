import { type Finding, type Rule, each, shown } from './rule';
import { ARM_INSTANCE_TYPE, INSTANCE_TYPE } from '../contract/instance-types';

const AMD64 = 'linux/amd64';
const ARM64 = 'linux/arm64';

function checkTypes(types: readonly string[], path: string, platform: string): Finding[] {
  const needed = platform === ARM64;
  return each(types, path, (type, typePath) => {
    const isArm = ARM_INSTANCE_TYPE.test(type);
    return !INSTANCE_TYPE.test(type) || isArm === needed ? undefined : {
      path: typePath,
      what: `is ${shown(type)}, which has ${isArm ? 'ARM' : 'x86'} processors`,
      why: `the images are made for ${platform} and do not start there`,
      fix: isArm ? 'use an x86 type such as "ml.m5.xlarge"' : 'remove it, or make the images with ImagePlatform.LINUX_AMD64',
    };
  });
}

export const PLATFORM_RULES: readonly Rule[] = [
  {
    code: 'SMA_DEF_PLATFORM',
    check: ({ images: [{ platform }], instanceTypes }) => [
      ...checkTypes(instanceTypes.training, 'training.instanceTypes', platform),
      ...checkTypes(instanceTypes.realtime, 'inference.realtimeInstanceTypes', platform),
      ...checkTypes(instanceTypes.transform, 'inference.transformInstanceTypes', platform),
    ],
  },
  {
    code: 'SMA_DEF_MARKETPLACE_PLATFORM',
    check: ({ images: [{ platform }], product: { certifyForMarketplace } }) => !certifyForMarketplace || platform === AMD64 ? [] : [{
      path: 'imagePlatform',
      what: `is ${shown(platform)} beside certifyForMarketplace`,
      why: `AWS Marketplace takes images for ${AMD64} only`,
      fix: 'use ImagePlatform.LINUX_AMD64, or leave the option out',
    }],
  },
];
