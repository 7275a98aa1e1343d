import type { Answering, Occupancy } from './answering';

/** What answers with the model, from the moment that both the user's module and the model have been loaded. */
export class LoadedModel {
  answer: Answering | undefined;
  /** Whether the definition predicts record by record: whoever sets `answer` says so. */
  byRecord = false;
  /** Throws RuntimeError SMA_RUN_OVERLOADED where a request of this many bytes would find no place. */
  admit: ((bytes: number) => void) | undefined;
  /** Where requests are counted behind the seam. */
  occupancy: (() => Occupancy) | undefined;

  get isReady(): boolean {
    return this.answer !== undefined;
  }
}
