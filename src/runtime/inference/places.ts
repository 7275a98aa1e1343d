import { badRecordMessage, isBadRecord } from './bad-record-error';

/** What becomes of a bad record: what stands in its place, or an error. */
type StandIn = (problem: string, place: number) => unknown;

/** Puts predictions into the places of their records, between those of bad ones. */
export class Places {
  /**
   * @param bad what is wrong with records that were not predicted, by their place
   * @param count of all records
   */
  constructor(
    private readonly bad: ReadonlyMap<number, string>, private readonly count: number, private readonly standIn: StandIn,
  ) {}

  of(predictions: readonly unknown[]): readonly unknown[] {
    if (this.bad.size === 0 && !predictions.some(isBadRecord)) return predictions;
    let next = 0;
    return Array.from({ length: this.count }, (_, place) => this.at(place, () => predictions[next++]));
  }

  async *ofStream(predictions: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    let place = 0;
    for await (const prediction of predictions) {
      while (this.bad.has(place)) yield this.at(place++, () => undefined);
      yield this.at(place++, () => prediction);
    }
    while (place < this.count) yield this.at(place++, () => undefined);
  }

  private at(place: number, predicted: () => unknown): unknown {
    const problem = this.bad.get(place);
    if (problem !== undefined) return this.standIn(problem, place);
    const value = predicted();
    return isBadRecord(value) ? this.standIn(badRecordMessage(value), place) : value;
  }
}
