/** What is to be done when SageMaker asks the job to stop: save what is worth saving. */
export type StopHook = () => void | Promise<void>;

/** The hooks of a job, run once, one after the other. */
export class StopHooks {
  private readonly waiting: StopHook[] = [];
  private readonly errors: unknown[] = [];
  private running: Promise<void> | undefined;
  private isDone = false;
  private isBusy = false;

  add(hook: StopHook): void {
    this.waiting.push(hook);
    if (!this.running) return;
    // The job is stopping already.
    this.isDone = false;
    this.running = this.running.then(() => this.runWaiting());
  }

  /** Begins to run them. */
  run(): void {
    this.running ??= Promise.resolve().then(() => this.runWaiting());
  }

  /** Whether there were some and all have run. */
  get haveRun(): boolean {
    return this.isDone;
  }

  /** Whether all have run without an error. */
  get haveSaved(): boolean {
    return this.isDone && this.errors.length === 0;
  }

  /** Whether one has begun and not ended. */
  get areBusy(): boolean {
    return this.isBusy;
  }

  /** What the hooks have thrown so far. */
  get failures(): readonly unknown[] {
    return this.errors;
  }

  /** Waits for all that have begun. @throws what the first one threw that failed */
  async settled(): Promise<void> {
    for (let awaited; awaited !== this.running;) {
      awaited = this.running;
      await awaited;
    }
    if (this.errors.length > 0) throw this.errors[0];
  }

  private async runWaiting(): Promise<void> {
    for (let hook = this.waiting.shift(); hook; hook = this.waiting.shift()) {
      this.isBusy = true;
      try {
        await hook();
      } catch (error) {
        // The others save something else.
        this.errors.push(error);
      }
      this.isBusy = false;
      this.isDone = this.waiting.length === 0;
    }
  }
}
