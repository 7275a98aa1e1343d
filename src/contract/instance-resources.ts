/**
 * Processors and memory of instance types, as far as families have a rule for them.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-type-specifications.html
 */

export interface InstanceResources {
  readonly vcpus: number;
  /** Unit: bytes. */
  readonly memoryBytes: number;
}

const GIB = 2 ** 30;

/** `large` is 2, `xlarge` 4, `<n>xlarge` 4 × n. */
const vcpusOfSize = (size: string): number | undefined => {
  if (size === 'large') return 2;
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  return times === undefined ? undefined : 4 * Number(times === '' ? 1 : times);
};

/**
 * Memory of a family for each vCPU. Unit: GiB.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ gp.html, co.html, mo.html, ac.html, pg.html: "Performance specifications"
 */
const GIB_PER_VCPU: ReadonlyArray<readonly [families: string, gib: number]> = [
  ['c4', 1.875], ['c5 c5d c6i c6in c7i c7i-flex c8i c8i-flex', 2], ['c5n', 2.625],
  ['m4 m5 m5d m6i m7i m7i-flex m8i m8i-flex t3 g4dn g5 g6', 4],
  ['r5 r5d r6i r7i r8i r8i-flex g6e p3dn', 8], ['p3', 7.625], ['p4d p4de', 12],
];

/** What follows no rule: vCPUs and GiB. */
const EXCEPTIONS: Readonly<Record<string, readonly [vcpus: number, gib: number]>> = {
  't3.medium': [2, 4],
  'c4.8xlarge': [36, 60],
  'c5n.9xlarge': [36, 96],
  'c5n.18xlarge': [72, 192],
};

/** What an instance type such as `ml.m5.xlarge` has; undefined where that is not known here. */
export function instanceResources(instanceType: string): InstanceResources | undefined {
  const [prefix, family, size] = instanceType.split('.');
  if (prefix !== 'ml' || size === undefined) return undefined;
  const exception = EXCEPTIONS[`${family}.${size}`];
  if (exception) return { vcpus: exception[0], memoryBytes: exception[1] * GIB };
  const gib = GIB_PER_VCPU.find(([families]) => families.split(' ').includes(family))?.[1];
  const vcpus = vcpusOfSize(size);
  return gib === undefined || vcpus === undefined ? undefined : { vcpus, memoryBytes: vcpus * gib * GIB };
}
