import { BatchInvocation, type Joined } from './batch';
import type { BatchingSpec } from '../../../contract/algorithm-spec';
import type { AlgorithmTypes } from '../../shared/algorithm-types';
import type { Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';
import { isA } from '../../shared/unknown-error';
import { BadRecordError } from '../bad-record-error';
import type { InferenceDefinition, RecordInference } from '../define-inference';
import type { InvocationContext } from '../invocation-context';

type Predict<M> = RecordInference<AlgorithmTypes, M>['predict'];

/** Hands each request the predictions of its own records. */
function split(joined: readonly Joined[], predictions: readonly unknown[]): void {
  let from = 0;
  for (const { records, resolve } of joined) {
    resolve(predictions.slice(from, from + records.length));
    from += records.length;
  }
}

/** The request whose record an error names by its place in the call, and the place there. */
function whoseRecord(joined: readonly Joined[], index: number): { readonly request: Joined; readonly index: number } | undefined {
  let from = 0;
  for (const request of joined) {
    if (index < from + request.records.length) return { request, index: index - from };
    from += request.records.length;
  }
  return undefined;
}

/** Predicts the records of calls that come at about the same time by one call. */
class Batcher<M> {
  private readonly open = new Map<string, Joined[]>();

  constructor(private readonly predict: Predict<M>, private readonly batching: BatchingSpec, private readonly log: Log) {}

  join(model: M, records: readonly unknown[], request: InvocationContext): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const key = `${request.contentType}\n${request.accept}`;
      const joined = this.open.get(key) ?? this.begin(key, model);
      joined.push({ records, request, resolve, reject });
      if (joined.length === this.batching.maxRequests) this.close(key, model);
    });
  }

  private begin(key: string, model: M): Joined[] {
    const joined: Joined[] = [];
    this.open.set(key, joined);
    const close = (): void => {
      if (this.open.get(key) === joined) this.close(key, model);
    };
    if (this.batching.maxWaitMs === 0) setImmediate(close);
    else setTimeout(close, this.batching.maxWaitMs);
    return joined;
  }

  private close(key: string, model: M): void {
    const joined = this.open.get(key)!;
    this.open.delete(key);
    void this.run(model, joined);
  }

  private async run(model: M, joined: readonly Joined[]): Promise<void> {
    if (joined.length === 0) return;
    const records = joined.flatMap((request) => request.records);
    try {
      const predictions: unknown = await this.predict(model, records, new BatchInvocation(joined, this.log));
      if (Array.isArray(predictions) && predictions.length === records.length) split(joined, predictions);
      // Told to each of them, in the words for a call of its own.
      else for (const { resolve } of joined) resolve(predictions as readonly unknown[]);
    } catch (error) {
      await this.withoutTheCause(model, joined, error);
    }
  }

  /** The error of one request is not the others': they are predicted again without it, each alone where nobody knows whose it is. */
  private async withoutTheCause(model: M, joined: readonly Joined[], error: unknown): Promise<void> {
    if (joined.length === 1) {
      joined[0].reject(error);
      return;
    }
    const found = isA(error, BadRecordError) && error.index !== undefined ? whoseRecord(joined, error.index) : undefined;
    if (!found) {
      for (const request of joined) await this.run(model, [request]);
      return;
    }
    found.request.reject(new BadRecordError((error as BadRecordError).message, found.index));
    await this.run(model, joined.filter((request) => request !== found.request));
  }
}

/**
 * The same definition, which predicts concurrent calls together.
 * @throws RuntimeError SMA_RUN_BATCHING for one that does not know records
 */
export function batchedDefinition<M>(
  definition: InferenceDefinition<M>, batching: BatchingSpec, log: Log,
): RecordInference<AlgorithmTypes, M> {
  if (!('predict' in definition)) throw new RuntimeError('SMA_RUN_BATCHING');
  // Called as a method: a definition may be an object of a class.
  const batcher = new Batcher<M>((model, records, request) => definition.predict(model, records, request), batching, log);
  return {
    loadModel: (files, context) => definition.loadModel(files, context),
    predict: (model, records, request) => batcher.join(model, records, request),
  };
}
