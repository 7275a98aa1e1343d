/** So many in a row that cannot load the model, or end before their first request, are enough. */
const LOAD_ATTEMPTS = 3;

/** Before one is replaced whose predecessor could not load the model: memory may be short for a moment. Unit: ms */
export const RETRY_MS = 1_000;

/** Counts failures in a row for each place, be it that of a worker or of a process. */
export class LoadAttempts {
  private readonly failures: number[] = [];

  /** One has been of use. */
  worked(place: number): void {
    this.failures[place] = 0;
  }

  /** @returns how many failures in a row there are now */
  failed(place: number): number {
    return this.failures[place] = (this.failures[place] ?? 0) + 1;
  }

  /** Whether another one may try. */
  isEnough(place: number): boolean {
    return this.failures[place] >= LOAD_ATTEMPTS;
  }
}
