import type { Iris } from './spec';
import { defineInference, defineRawInference, type InvocationContext, type RawResponse } from '../../../src/runtime/inference';

export const CSV = { 'Content-Type': 'text/csv' };
export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const JSON_LINES = { 'Content-Type': 'application/jsonlines' };

export const sum = (record: unknown): number => Object.values(record as object).reduce((total: number, value) => total + Number(value), 0);

/** Adds up the columns of each record, plus the model. */
export const adding = defineInference<Iris, number>({
  loadModel: () => 0,
  predict: (model, records) => records.map((record) => model + sum(record)),
});

type Predict = (records: readonly unknown[], context: InvocationContext<Iris>) => unknown;

export const predicting = (predict: Predict) => defineInference<Iris, number>({
  loadModel: () => 0,
  predict: (_model, records, context) => predict(records, context) as unknown[],
});

export const raw = (invoke: (context: InvocationContext<Iris> & { body: Buffer }) => unknown) => defineRawInference<Iris, number>({
  loadModel: () => 0,
  invoke: (_model, context) => invoke(context) as RawResponse,
});

/** Adds up columns as well, but holds every answer until it may go on. */
export function holding() {
  const held: Array<() => void> = [];
  const waiting = new Map<number, () => void>();
  let isOpen = false;
  const definition = predicting(async (records) => {
    const goOn = new Promise<void>((resolve) => void held.push(resolve));
    waiting.get(held.length)?.();
    if (!isOpen) await goOn;
    return records.map(sum);
  });
  return {
    definition,
    /** Waits until that many requests are held. */
    holds: (count: number) => new Promise<void>((resolve) => void (held.length >= count ? resolve() : waiting.set(count, resolve))),
    /** Lets them go on, the last one first, and all later ones at once. */
    open(): void {
      isOpen = true;
      for (const goOn of [...held].reverse()) goOn();
    },
  };
}
