import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../src/cli/engine/instance-limits';

const GIB = 2 ** 30;

describe('limits of a container', () => {
  it('are those of the instance where the engine has as much', () => {
    expect(limitsOf('ml.m5.xlarge', { vcpus: 8, memoryBytes: 32 * GIB })).toEqual({ limits: { cpus: 4, memoryBytes: 16 * GIB }, unchecked: [] });
  });

  it('are never more than there is, and that is said', () => {
    expect(limitsOf('ml.m5.24xlarge', { vcpus: 2, memoryBytes: 23.5 * GIB })).toEqual({
      limits: { cpus: 2, memoryBytes: 23.5 * GIB },
      unchecked: ['processors of ml.m5.24xlarge: it has 96, the engine 2', 'memory of ml.m5.24xlarge: it has 384 GiB, the engine 23.5 GiB'],
    });
  });

  it('are left out where the type or the engine is not known', () => {
    expect(limitsOf('ml.p9.large', { vcpus: 2, memoryBytes: GIB })).toEqual({ unchecked: [expect.stringContaining('not known here')] });
    expect(limitsOf('ml.m5.large', undefined)).toEqual({ unchecked: [expect.stringContaining('does not tell')] });
  });
});
