/** Longest wait for the metrics of a process: one that computes answers later. Unit: ms */
const TOLD_WITHIN_MS = 1_000;

/** One question to several processes. */
interface Question {
  readonly open: Set<number>;
  answered(): void;
}

/** Metrics of several processes. Of one that is busy for too long it has those that it told before, so that no sum ever falls by that. */
export class GatheredMetrics {
  private readonly known = new Map<number, unknown>();
  private readonly questions = new Map<number, Question>();
  private nextId = 0;

  /**
   * @param places whom to ask
   * @param ask asks one of them, who shall answer with the question's number
   */
  async gather(places: readonly number[], ask: (place: number, id: number) => void): Promise<unknown[]> {
    const id = this.nextId++;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TOLD_WITHIN_MS);
      const answered = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.questions.set(id, { open: new Set(places), answered });
      for (const place of places) ask(place, id);
      if (places.length === 0) answered();
    });
    this.questions.delete(id);
    return places.filter((place) => this.known.has(place)).map((place) => this.known.get(place));
  }

  /** An answer has come. */
  told(place: number, id: number, snapshot: unknown): void {
    this.known.set(place, snapshot);
    const question = this.questions.get(id);
    question?.open.delete(place);
    if (question?.open.size === 0) question.answered();
  }
}
