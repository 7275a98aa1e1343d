import type { Answering, Occupancy } from './answering';
import type { Place } from './backlog';

/** What answers with the model, from the moment that both the user's module and the model have been loaded. */
export class LoadedModel {
  answer: Answering | undefined;
  /** Whether the definition predicts record by record: whoever sets `answer` says so. */
  byRecord = false;
  /** A place for a request of this many bytes, before they arrive. Throws RuntimeError SMA_RUN_OVERLOADED where there is none. */
  admit: ((bytes: number) => Place) | undefined;
  /** Where requests are counted behind the seam. */
  occupancy: (() => Occupancy) | undefined;

  get isReady(): boolean {
    return this.answer !== undefined;
  }
}
