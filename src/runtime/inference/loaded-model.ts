import type { AnswerInvocation } from './answer-invocation';

/** What answers with the model, from the moment that both the user's module and the model have been loaded. */
export class LoadedModel {
  answer: AnswerInvocation | undefined;

  get isReady(): boolean {
    return this.answer !== undefined;
  }
}
