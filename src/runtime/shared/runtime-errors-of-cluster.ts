import type { RuntimeErrorTable } from './runtime-error-entry';

/** What a training job can end by because of its other hosts. */
export const CLUSTER_ERRORS = {
  SMA_RUN_CLUSTER_NAME: {
    what: (host: string, time: string, problem: string) => `the name of host ${host} has not resolved for ${time} (${problem})`,
    why: 'the hosts of a job reach each other by the names in resourceconfig.json',
    fix: 'look at the log of that host: its container may not have started',
  },
  SMA_RUN_CLUSTER_CONNECT: {
    what: (hosts: string, time: string, problem: string) => `no connection with ${hosts} within ${time}: ${problem}`,
    why: 'job.cluster needs every host of the job, and hosts connect when each first uses it',
    fix: "look at the log of that host; in a VPC, let the job's security group reach itself on every port",
  },
  SMA_RUN_CLUSTER_LISTEN: {
    what: (port: string, address: string, problem: string) => `port ${port} of ${address} cannot be opened for the other hosts (${problem})`,
    why: 'the hosts of a job connect to each other on this port',
    fix: 'leave the port free: something else in the container may listen on it',
  },
  SMA_RUN_CLUSTER_PEER_LOST: {
    what: (host: string, problem: string) => `host ${host} is gone: ${problem}`,
    why: 'what the hosts compute together needs all of them',
    fix: 'look at the log of that host; it may have run out of memory',
  },
  SMA_RUN_CLUSTER_PEER_FAILED: {
    what: (host: string, reason: string) => `host ${host} has failed: ${reason}`,
    why: 'what the hosts compute together needs all of them',
    fix: 'look at the log of that host',
  },
  SMA_RUN_CLUSTER_PEER_ENDED: {
    what: (host: string, end: string, step: string) => `host ${host} ${end} while this host is at ${step}`,
    why: 'every host must take part in every operation of job.cluster',
    fix: 'make the same calls of job.cluster on all hosts, whatever data each of them has',
  },
  SMA_RUN_CLUSTER_OUT_OF_STEP: {
    what: (host: string, theirs: string, ours: string) => `host ${host} is at ${theirs} where this host is at ${ours}`,
    why: 'every host must make the same calls of job.cluster in the same order, with arrays of the same length',
    fix: 'make the number of calls independent of how much data a host has',
  },
  SMA_RUN_CLUSTER_TIMEOUT: {
    what: (hosts: string, step: string, time: string) => `${hosts} ${hosts.includes(',') ? 'have' : 'has'} not come to ${step} within ${time}`,
    why: 'a host that never comes would keep all others waiting, and paid for',
    fix: 'look at the log of that host, or pass a longer timeoutMs',
  },
  SMA_RUN_CLUSTER_PROTOCOL: {
    what: (host: string, what: string) => `host ${host} sent ${what}`,
    why: 'messages between hosts have a form and a length that both ends know',
    fix: 'run the same image on all hosts',
  },
} satisfies RuntimeErrorTable;
