import { setMaxListeners } from 'node:events';
import { Recipient, type HostEnd, type HostOutcome, type HostsJob, type HostSetting, type ReadyHost } from './hosts-job';

/**
 * Runs all hosts of a job to their ends; one outcome per host, in order. Nothing runs on afterwards, whatever happens.
 * @param signal aborts when the work is given up; the call then throws its reason
 */
export async function runHosts(
  job: HostsJob, signal: AbortSignal, prepare: (setting: HostSetting) => Promise<ReadyHost>,
): Promise<HostOutcome[]> {
  signal.throwIfAborted();
  const abandon = new AbortController();
  const lost = new AbortController();
  const either = AbortSignal.any([signal, abandon.signal]);
  // Every host listens to them.
  setMaxListeners(0, lost.signal, abandon.signal, either, ...(job.stop ? [job.stop.signal] : []));
  const recipient = new Recipient();
  const ends: Array<Promise<HostEnd>> = [];
  try {
    const hosts: ReadyHost[] = [];
    for (const [place, host] of job.hosts.entries()) {
      hosts.push(await prepare({ host, job, place, signal: either, lost: lost.signal, recipient }));
    }
    for (const host of hosts) {
      either.throwIfAborted();
      await host.start();
      const end = host.toEnd();
      end.then(({ ended }) => ended.exitCode !== 0 && !job.keepPeers && lost.abort(), () => undefined);
      ends.push(end);
      if (job.oneAfterTheOther) await host.atWork();
    }
    job.onPhase?.('running');
    const found = await Promise.all(ends);
    job.onPhase?.('ended');
    return await Promise.all(hosts.map((host, place) => host.outcome(found[place])));
  } finally {
    abandon.abort(new Error('the job was given up'));
    await Promise.allSettled(ends);
  }
}
