/** The steps of AWS's validation, what each stands for, and how it went. */
import { join } from 'node:path';
import { duration } from '../quantities';
import type { Report } from '../report';
import { writeWhole, type RunFolder } from '../simulator/run-folder';

/** As `ValidationStatuses` of DescribeAlgorithm says it, and what becomes of a job that is given up. */
export type StepStatus = 'NotStarted' | 'InProgress' | 'Completed' | 'Failed' | 'Stopped';

/** What each step stands for, in the words of CreateAlgorithm.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AlgorithmValidationProfile.html */
const REQUIREMENTS = {
  'data': 'the S3 locations of the profile hold data: InputDataConfig, TransformInput',
  'training job': 'ValidationProfiles[0].TrainingJobDefinition ends as Completed, and leaves a model',
  'transform job': 'ValidationProfiles[0].TransformJobDefinition ends as Completed on that model: every object has its results',
} as const;

export type StepName = keyof typeof REQUIREMENTS;

export interface RehearsalStep {
  readonly name: StepName;
  readonly requirement: string;
  readonly status: StepStatus;
  readonly durationMs?: number;
}

const RECORD = 'rehearsal.json';

/** It rises when a reader of the former version would misread the file. */
const RECORD_VERSION = 1;

/** Keeps what the steps came to, in the run's folder too: a reader finds it whatever the end. */
export class RehearsalSteps {
  private steps: readonly RehearsalStep[];

  constructor(private readonly run: RunFolder, private readonly profile: string, names: readonly StepName[]) {
    this.steps = names.map((name) => ({ name, requirement: REQUIREMENTS[name], status: 'NotStarted' }));
  }

  get all(): readonly RehearsalStep[] {
    return this.steps;
  }

  /** Does one step's work. @param signal tells a step that was given up from one that failed */
  async do<T>(name: StepName, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const startedAt = Date.now();
    await this.put(name, 'InProgress');
    try {
      const value = await work();
      await this.put(name, 'Completed', Date.now() - startedAt);
      return value;
    } catch (error) {
      // What went wrong counts more than its record.
      await this.put(name, signal.aborted ? 'Stopped' : 'Failed', Date.now() - startedAt).catch(() => undefined);
      throw error;
    }
  }

  private async put(name: StepName, status: StepStatus, durationMs?: number): Promise<void> {
    const news = { status, ...(durationMs !== undefined && { durationMs }) };
    this.steps = this.steps.map((step) => (step.name === name ? { ...step, ...news } : step));
    const record = { recordVersion: RECORD_VERSION, id: this.run.id, profile: this.profile, steps: this.steps };
    await writeWhole(join(this.run.dir, RECORD), record);
  }
}

/** `training job  Completed  1.2 s  ValidationProfiles[0].TrainingJobDefinition …`, line by line. */
export function renderSteps(steps: readonly RehearsalStep[], report: Report): string[] {
  const width = (column: (step: RehearsalStep) => string) => Math.max(...steps.map((step) => column(step).length)) + 2;
  const [names, states, times] = [width(({ name }) => name), width(({ status }) => status), width(timeOf)];
  return steps.map((step) => {
    const { name, status, requirement } = step;
    const tone = status === 'Completed' ? 'good' : status === 'NotStarted' ? 'plain' : 'bad';
    return `${name.padEnd(names)}${report.toned(tone, status.padEnd(states))}${timeOf(step).padEnd(times)}${requirement}`;
  });
}

const timeOf = ({ durationMs }: RehearsalStep): string => (durationMs === undefined ? '' : duration(durationMs));
