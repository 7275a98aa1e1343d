/*
 * Which host adds up what, and how. Pure. Every number is combined by one host, in the order of ranks, and that host's result
 * goes to all: results are the same to the bit on all hosts, whatever arrives first and however many hosts share the work.
 */

/** How the numbers of all hosts become one. */
export type Reduction = 'sum' | 'mean' | 'max' | 'min';

export const REDUCTIONS: readonly Reduction[] = ['sum', 'mean', 'max', 'min'];

/** Numbers below which a host of its own is not worth a message. */
const PART_MIN_NUMBERS = 2048;

/**
 * How many hosts, from the leader on, share the work. With all of them each sends and receives about twice the array whatever
 * the number of hosts, as in a ring, but in two rounds; short arrays go to the leader alone.
 */
export const ownerCount = (numbers: number, hosts: number): number => Math.max(1, Math.min(hosts, Math.ceil(numbers / PART_MIN_NUMBERS)));

/** The part of the array that one owner combines; a view, no copy. */
export function partOf(values: Float64Array, owner: number, owners: number): Float64Array {
  const border = (index: number): number => Math.floor(values.length * index / owners);
  return values.subarray(border(owner), border(owner + 1));
}

function addTo(total: Float64Array, values: Float64Array): void {
  for (let index = 0; index < total.length; index++) total[index] += values[index];
}

function chooseInto(total: Float64Array, values: Float64Array, choose: (a: number, b: number) => number): void {
  for (let index = 0; index < total.length; index++) total[index] = choose(total[index], values[index]);
}

/**
 * Combines what the hosts have.
 * @param contributions by rank; the first is overwritten with the result
 * @returns the first
 */
export function combine(reduction: Reduction, contributions: readonly Float64Array[]): Float64Array {
  const [total, ...others] = contributions;
  for (const values of others) {
    if (reduction === 'max') chooseInto(total, values, Math.max);
    else if (reduction === 'min') chooseInto(total, values, Math.min);
    else addTo(total, values);
  }
  if (reduction === 'mean') for (let index = 0; index < total.length; index++) total[index] /= contributions.length;
  return total;
}
