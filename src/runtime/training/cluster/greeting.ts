import { createHash, timingSafeEqual } from 'node:crypto';
import type { ClusterFacts } from '../read-cluster';

/** Length of a greeting. Unit: bytes. */
export const GREETING_BYTES = 40;

/** The last character is the version of what the hosts say to each other. */
const MAGIC = Buffer.from('SMA1');

/**
 * What only the hosts of one job say alike. It keeps out what reaches the port by accident: scanners, health checks, hosts of
 * another job. It is no secret, since a job gives its hosts none; the network of the job is what keeps out anybody who means it.
 * @param jobName undefined when the environment does not say it
 */
export function tokenOf({ hosts, instanceGroups }: ClusterFacts, jobName: string | undefined): Buffer {
  return createHash('sha256').update(JSON.stringify([jobName ?? '', hosts, instanceGroups])).digest();
}

/** The first bytes in both directions of a connection. */
export function greetingOf(rank: number, token: Buffer): Buffer {
  const bytes = Buffer.alloc(GREETING_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(rank, 4);
  token.copy(bytes, 8);
  return bytes;
}

/** @returns the rank of the host that greets, or undefined when it is none of this job */
export function rankOf(greeting: Buffer, token: Buffer): number | undefined {
  if (!greeting.subarray(0, 4).equals(MAGIC) || !timingSafeEqual(greeting.subarray(8, GREETING_BYTES), token)) return undefined;
  return greeting.readUInt32LE(4);
}
