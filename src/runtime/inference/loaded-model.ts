import type { Answering } from './answering';

/** What answers with the model, from the moment that both the user's module and the model have been loaded. */
export class LoadedModel {
  answer: Answering | undefined;

  get isReady(): boolean {
    return this.answer !== undefined;
  }
}
