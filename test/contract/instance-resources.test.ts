import { describe, expect, it } from 'vitest';
import { instanceResources } from '../../src/contract/instance-resources';

const GIB = 2 ** 30;

describe('what an instance type has', () => {
  it.each([
    ['ml.m5.large', 2, 8], ['ml.m5.xlarge', 4, 16], ['ml.m5.24xlarge', 96, 384], ['ml.c5.9xlarge', 36, 72], ['ml.c4.xlarge', 4, 7.5], ['ml.c4.8xlarge', 36, 60],
    ['ml.r6i.32xlarge', 128, 1024], ['ml.t3.medium', 2, 4], ['ml.t3.2xlarge', 8, 32], ['ml.g5.48xlarge', 192, 768], ['ml.g6e.xlarge', 4, 32],
    ['ml.p3.16xlarge', 64, 488], ['ml.c5n.4xlarge', 16, 42], ['ml.c5n.18xlarge', 72, 192], ['ml.p4d.24xlarge', 96, 1152], ['ml.m7i-flex.4xlarge', 16, 64],
  ])('%s: %i vCPUs, %d GiB', (type, vcpus, gib) => {
    expect(instanceResources(type)).toEqual({ vcpus, memoryBytes: gib * GIB });
  });

  it.each(['local', 'ml.m5', 'ml.p5.48xlarge', 'ml.m5.metal', 'ml.m5.medium', 'ml.z9.large', 'xx.m5.large'])('nothing is known of %s', (type) => {
    expect(instanceResources(type)).toBeUndefined();
  });
});
