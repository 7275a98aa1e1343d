import type { SecondaryStatus } from '../../contract/job-outcome';

/** A time that a training job spent in one secondary status. */
export interface StatusTransition {
  readonly status: SecondaryStatus;
  /** Unit: ms since 1970. */
  readonly startedAt: number;
  /** Absent of the last one. Unit: ms since 1970. */
  readonly endedAt?: number;
  readonly message?: string;
}

/** The secondary statuses of a training job with their times, as `SecondaryStatusTransitions` has them. */
export class JobStatus {
  private readonly entered: StatusTransition[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** In the order of time. */
  get transitions(): readonly StatusTransition[] {
    return this.entered;
  }

  /** The newest one. */
  get current(): SecondaryStatus | undefined {
    return this.entered.at(-1)?.status;
  }

  enter(status: SecondaryStatus, message?: string): void {
    const startedAt = this.now();
    const last = this.entered.pop();
    if (last) this.entered.push({ ...last, endedAt: startedAt });
    this.entered.push({ status, startedAt, ...(message !== undefined && { message }) });
  }
}
