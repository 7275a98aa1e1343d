import { BatchInvocation, type Joined } from './batch';
import type { BatchingSpec } from '../../../contract/algorithm-spec';
import type { AlgorithmTypes } from '../../shared/algorithm-types';
import type { Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';
import type { InferenceDefinition, Predictions, RecordInference } from '../define-inference';
import type { InvocationContext } from '../invocation-context';
import { allOf, predictAll } from '../predict-all';

type Predict<M> = RecordInference<AlgorithmTypes, M, Predictions>['predict'];

/** Hands each request the predictions of its own records. */
function split(joined: readonly Joined[], predictions: readonly unknown[]): void {
  let from = 0;
  for (const { records, resolve } of joined) {
    resolve(predictions.slice(from, from + records.length));
    from += records.length;
  }
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
    const records = joined.flatMap((request) => request.records);
    const context = new BatchInvocation(joined, this.log);
    try {
      // A bad record costs its own prediction, whichever request it belongs to.
      split(joined, await allOf(await predictAll((some) => this.predict(model, some, context), records, true)));
    } catch (error) {
      if (joined.length === 1) joined[0].reject(error);
      // Nobody knows whose fault it was: each has a call of its own, and an error of its own.
      else for (const request of joined) await this.run(model, [request]);
    }
  }
}

/**
 * The same definition, which predicts concurrent calls together.
 * @throws RuntimeError SMA_RUN_BATCHING for one that does not know records
 */
export function batchedDefinition<M>(
  definition: InferenceDefinition<M>, batching: BatchingSpec, log: Log,
): RecordInference<AlgorithmTypes, M, Predictions> {
  if (!('predict' in definition)) throw new RuntimeError('SMA_RUN_BATCHING');
  // Called as a method: a definition may be an object of a class.
  const batcher = new Batcher<M>((model, records, request) => definition.predict(model, records, request), batching, log);
  return {
    loadModel: (files, context) => definition.loadModel(files, context),
    predict: (model, records, request) => batcher.join(model, records, request),
  };
}
