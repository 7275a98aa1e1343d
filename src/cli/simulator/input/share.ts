/** Which items of a channel a host gets in an epoch, and in which order; pure. */
import { createHash } from 'node:crypto';
import type { Item, JobChannel } from './job-channel';

/** Place of a host in its cluster. */
export interface HostPlace {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

export const ONLY_HOST: HostPlace = { index: 0, count: 1 };

/** The items in an order that follows from seed and epoch alone. */
export function shuffled<T>(items: readonly T[], seed: string, epoch: number): T[] {
  const place = (index: number) => createHash('sha256').update(`${seed} ${epoch} ${index}`).digest('hex');
  return items
    .map((item, index) => ({ item, place: place(index) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ item }) => item);
}

/**
 * The items of one host, in their order. All hosts shuffle the whole channel alike before it is dealt, so that with both a
 * seed and `ShardedByS3Key` a host gets other items in each epoch. Every n-th item is a host's: none where there are fewer
 * items than hosts.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html ShuffleConfig
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html S3DataDistributionType
 */
export function shareOf({ items, shuffleSeed, config }: JobChannel, { index, count }: HostPlace, epoch: number): readonly Item[] {
  const inOrder = shuffleSeed === undefined ? items : shuffled(items, shuffleSeed, epoch);
  return config.S3DistributionType === 'ShardedByS3Key' ? inOrder.filter((_, at) => at % count === index) : inOrder;
}
