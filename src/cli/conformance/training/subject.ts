import { type TrainingFacts, type SampledChannel } from './facts';
import { fedChannels, hostInput, type InputChange } from './job-input';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { TRAIN_STOP_GRACE_MS } from '../../../contract/job-outcome';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { folderDigest } from '../../simulator/folder-digest';
import type { Ability, TrainingTarget, Trial } from '../targets/trial';

/** Waiting times of the checks; those of the service unless somebody tests the checks themselves. */
export interface CheckTimes {
  /** Longest job. Unit: ms. */
  readonly jobMs: number;
  /** Time between SIGTERM and SIGKILL. Unit: ms. */
  readonly stopMs: number;
  /** How late a late FIFO is. Unit: ms. */
  readonly lateFifoMs: number;
  /** A job that works so much longer than an ordinary one tells lines that come at once from lines that were held back. Unit: ms. */
  readonly lastingMs: number;
}

export const CHECK_TIMES: CheckTimes = { jobMs: 600_000, stopMs: TRAIN_STOP_GRACE_MS, lateFifoMs: 5_000, lastingMs: 2_000 };

/** Says whether the inference program becomes ready on the files of a model folder; undefined when it does. */
export type LoadModel = (folder: string) => Promise<string | undefined>;

/** A job of one host that differs from an ordinary one. */
export type JobChange = InputChange & Partial<Pick<Trial, 'env' | 'readOnlyRoot' | 'signal' | 'outputClosedEarly' | 'limitMs'>> & {
  readonly checkpoints?: string;
  readonly host?: string;
};

/** A job of several hosts; each may differ in its own way. */
export interface ClusterChange {
  readonly hosts: readonly string[];
  readonly change?: (host: string, index: number) => InputChange;
  readonly oneAfterTheOther?: boolean;
}

/** `varies`: even equal jobs make different models. */
export type Comparison = 'same' | 'different' | 'varies';

const JOB_NAME = 'conformance';

/** The environment of an ordinary job. */
export const USUAL_ENV: Readonly<Record<string, string>> = {
  [CONTAINER_ENV.trainingJobName]: JOB_NAME,
  [CONTAINER_ENV.trainingJobArn]: `arn:aws:sagemaker:us-east-1:111122223333:training-job/${JOB_NAME}`,
  [CONTAINER_ENV.region]: 'us-east-1',
};

/** What checks of kind T look at: an algorithm, by way of the jobs that it is given. Ordinary jobs are run once and shared. */
export class TrainingSubject {
  private readonly shared = new Map<string, Promise<HostOutcome>>();
  private loading: Promise<string | undefined> | undefined;

  constructor(
    readonly facts: TrainingFacts,
    readonly target: TrainingTarget,
    /** Unless given, nobody looks whether inference loads what training writes. */
    readonly loadModel?: LoadModel,
    readonly times: CheckTimes = CHECK_TIMES,
  ) {}

  /** The channels of an ordinary job. */
  get fed(): SampledChannel[] {
    return fedChannels(this.facts);
  }

  /** Why the target cannot do all of these. */
  unable(...abilities: readonly Ability[]): string | undefined {
    return abilities.map((ability) => this.target.unable(ability)).find((reason) => reason !== undefined);
  }

  /** An ordinary job: one host, the sample data in File mode, the usual environment. */
  baseline(): Promise<HostOutcome> {
    return this.once('baseline', {});
  }

  /** The same job a second time. */
  repetition(): Promise<HostOutcome> {
    return this.once('repetition', {});
  }

  /** Why the inference program does not become ready on the model of an ordinary job; undefined where it does, or nobody looks. */
  ordinaryLoadProblem(folder: string): Promise<string | undefined> {
    return (this.loading ??= this.loadModel?.(folder) ?? Promise.resolve(undefined));
  }

  /** Runs a job that several checks look at, once. */
  once(name: string, change: JobChange): Promise<HostOutcome> {
    const outcome = this.shared.get(name) ?? this.job(change);
    this.shared.set(name, outcome);
    return outcome;
  }

  async job(change: JobChange): Promise<HostOutcome> {
    const { host = 'algo-1', checkpoints, env = USUAL_ENV, readOnlyRoot, signal, outputClosedEarly, limitMs = this.times.jobMs } = change;
    const hosts = [{ ...hostInput(this.facts, host, [host], change), checkpoints }];
    return (await this.target.run({ hosts, env, readOnlyRoot, signal, outputClosedEarly, limitMs }))[0];
  }

  cluster({ hosts, change = () => ({}), oneAfterTheOther }: ClusterChange): Promise<readonly HostOutcome[]> {
    const inputs = hosts.map((name, index) => hostInput(this.facts, name, hosts, change(name, index)));
    return this.target.run({ hosts: inputs, env: USUAL_ENV, oneAfterTheOther, limitMs: this.times.jobMs });
  }

  /** Whether a job made the model of the ordinary one. */
  async comparedWithBaseline(outcome: HostOutcome): Promise<Comparison> {
    return this.compared(await this.baseline(), outcome, () => this.repetition());
  }

  /** Whether two jobs made the same model; `repeat` runs the first of them again. */
  async compared(one: HostOutcome, other: HostOutcome, repeat: () => Promise<HostOutcome>): Promise<Comparison> {
    const expected = await modelDigest(one);
    if (await modelDigest(other) === expected) return 'same';
    return await modelDigest(await repeat()) === expected ? 'different' : 'varies';
  }
}

const modelDigest = ({ paths }: HostOutcome): Promise<string> => folderDigest(paths.model);
