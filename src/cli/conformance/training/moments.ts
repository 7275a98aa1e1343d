/** Jobs that last, and moments in the middle of them, found without a clock: by a FIFO that is held, by log lines, by metrics. */
import { readFile } from 'node:fs/promises';
import type { SampledChannel } from './facts';
import { IN_CONTAINER } from './job-input';
import type { InputChange } from './job-input';
import { isProgress } from './progress-lines';
import type { JobChange, TrainingSubject } from './subject';
import type { HostOutcome, Progress, HostSignal } from '../../engine/hosts/hosts-job';
import { succeeded } from '../../engine/hosts/outcome-words';
import type { FileContent, PipeFeed } from '../../simulator/host-input';
import { listFolder } from '../../simulator/model-archive';

/** How often the sample data is repeated to make a job last. */
const REPETITIONS = [1, 4, 16, 64, 256] as const;
/** Unit: bytes of sample data after repetition. */
const REPEATED_MAX_BYTES = 48_000_000;

/** Channels that an ordinary job has and that take Pipe mode. */
export const pipeChannels = (subject: TrainingSubject): SampledChannel[] => subject.fed.filter(({ spec }) => spec.inputModes.includes('Pipe'));

/** The sample data of a channel as one stream. */
export async function sampleBytes(channel: SampledChannel): Promise<Buffer> {
  return Buffer.concat(await Promise.all(Object.keys(channel.files).sort().map((name) => readFile(channel.files[name]))));
}

/** All channels that take Pipe mode in Pipe mode, the same bytes in every epoch. */
export async function pipedJob(subject: TrainingSubject, how: Partial<Omit<PipeFeed, 'channel'>> = {}): Promise<InputChange> {
  const channels = await Promise.all(pipeChannels(subject).map(async (channel) => {
    const bytes = await sampleBytes(channel);
    return [channel.spec.name, { pipe: { epoch: () => [bytes], ...how } }] as const;
  }));
  return { channels: Object.fromEntries(channels) };
}

/** The sample data so many times over. Undefined where that would be too much. */
async function repeatedJob(subject: TrainingSubject, times: number): Promise<InputChange | undefined> {
  const channels: Record<string, { files: Record<string, FileContent> }> = {};
  let bytes = 0;
  for (const channel of subject.fed) {
    bytes += (await sampleBytes(channel)).byteLength * times;
    const copies = Array.from({ length: times }, (_, at) => `copy-${String(at).padStart(4, '0')}/`);
    channels[channel.spec.name] = {
      files: Object.fromEntries(copies.flatMap((folder) => Object.entries(channel.files).map(([name, copyOf]) => [`${folder}${name}`, { copyOf }]))),
    };
  }
  return bytes > REPEATED_MAX_BYTES ? undefined : { channels };
}

/** Runs a job on ever more data until `enough` is true of it. Gives the last one. */
export async function lastingJob(
  subject: TrainingSubject, enough: (outcome: HostOutcome) => boolean, change: Pick<JobChange, 'signal'> = {},
): Promise<HostOutcome> {
  let outcome = change.signal ? await subject.job(change) : await subject.baseline();
  for (const times of REPETITIONS.slice(1)) {
    if (enough(outcome)) break;
    const input = await repeatedJob(subject, times);
    if (!input) break;
    outcome = await subject.job({ ...input, ...change });
  }
  return outcome;
}

const isHeld = ({ pipes }: Progress): boolean => pipes.some(({ what }) => what === 'held');

/** A job that was asked to stop while it ran; undefined where every job had ended before. */
export async function stoppedJob(subject: TrainingSubject): Promise<HostOutcome | undefined> {
  const stop = (when: HostSignal['when']): HostSignal => ({ name: 'SIGTERM', when, graceMs: subject.times.stopMs, endsDeaf: true });
  const tells = await isProgress(subject);
  const speaks = ({ lines }: Progress) => lines.some(({ text }) => subject.facts.metrics.length === 0 || tells(text));
  if (pipeChannels(subject).length > 0 && subject.unable('pipes') === undefined) {
    const outcome = await subject.job({ ...await pipedJob(subject, { holdEpoch: 0 }), signal: stop(isHeld) });
    if (outcome.signalledAtMs !== undefined) return outcome;
  }
  if (subject.facts.longJob) {
    const hyperparameters = { ...subject.facts.given, ...subject.facts.longJob };
    const outcome = await subject.job({ hyperparameters, signal: stop(speaks) });
    if (outcome.signalledAtMs !== undefined) return outcome;
  }
  // One that was cut short, if possible: it says less of its progress than an ordinary one.
  const steps = ({ lines }: HostOutcome) => lines.filter(({ text }) => tells(text)).length;
  const usual = steps(await subject.baseline());
  let reached: HostOutcome | undefined;
  const cutShort = (outcome: HostOutcome) => {
    if (outcome.signalledAtMs === undefined) return false;
    // Ever more data would only make a job slower to hear its signal: one more step is enough.
    if (reached) return true;
    reached = outcome;
    // One line, at its end say, is none that could be missing.
    return usual <= 1 || steps(outcome) < usual;
  };
  const last = await lastingJob(subject, cutShort, { signal: stop(({ lines }) => lines.length > 0) });
  return last.signalledAtMs === undefined ? reached : last;
}

/** A job that was killed, and the same job as it is when nobody kills it. */
export interface KilledJob {
  readonly outcome: HostOutcome;
  readonly input: InputChange;
  readonly whole: HostOutcome;
}

const NO_CHECKPOINT = `no job that was killed in its middle had written a file to ${IN_CONTAINER.checkpoints}`;

/** How far epochs are tried to be held, until one has left a checkpoint. */
const HELD_EPOCHS = [1, 2, 3] as const;

/** A job that was killed in its middle and left checkpoints, or why there is none. */
export async function killedJob(subject: TrainingSubject): Promise<KilledJob | { readonly reason: string }> {
  const kill = (when: HostSignal['when']): HostSignal => ({ name: 'SIGKILL', when, graceMs: subject.times.stopMs });
  const usable = async (outcome: HostOutcome) =>
    outcome.signalledAtMs !== undefined && !succeeded(outcome) && (await checkpointFiles(outcome)).length > 0;
  if (pipeChannels(subject).length > 0 && subject.unable('pipes') === undefined) {
    const input = await pipedJob(subject);
    for (const holdEpoch of HELD_EPOCHS) {
      // What was learnt in the epochs before should have been saved.
      const outcome = await subject.job({ ...await pipedJob(subject, { holdEpoch }), signal: kill(isHeld) });
      if (await usable(outcome)) return { outcome, input, whole: await subject.once('pipe mode', input) };
      if (succeeded(outcome)) break;
    }
  }
  const baseline = await subject.baseline();
  if ((await checkpointFiles(baseline)).length === 0 && pipeChannels(subject).length === 0) return { reason: NO_CHECKPOINT };
  const tells = await isProgress(subject);
  const isStep = baseline.lines.filter(({ text }) => tells(text)).length > 1 ? tells : () => true;
  const steps = baseline.lines.filter(({ text }) => isStep(text)).length;
  const after = (step: number) => kill(({ lines }) => lines.filter(({ text }) => isStep(text)).length >= step);
  for (const step of new Set([Math.ceil(steps / 2), 2, steps - 1].filter((at) => at > 0 && at < steps))) {
    const outcome = await subject.job({ signal: after(step) });
    if (await usable(outcome)) return { outcome, input: {}, whole: baseline };
    // It was over before the signal came: so it is at another step.
    if (succeeded(outcome) && outcome.signalledAtMs === undefined) break;
  }
  for (const times of REPETITIONS.slice(2)) {
    const input = steps > 2 ? await repeatedJob(subject, times) : undefined;
    if (!input) break;
    const outcome = await subject.job({ ...input, signal: after(Math.ceil(steps / 3)) });
    if (await usable(outcome)) return { outcome, input, whole: await subject.job(input) };
  }
  return { reason: NO_CHECKPOINT };
}

export const checkpointFiles = async ({ paths }: HostOutcome): Promise<readonly string[]> => (await listFolder(paths.checkpoints)).files;
