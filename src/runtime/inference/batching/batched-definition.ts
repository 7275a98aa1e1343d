import { BatchInvocation, type Joined } from './batch';
import type { BatchingSpec } from '../../../contract/algorithm-spec';
import type { Log } from '../../shared/log';
import type { NumberBatch } from '../../shared/number-batch';
import { RuntimeError } from '../../shared/runtime-error';
import type { AnyRecordInference, InferenceDefinition, LoadContext, Predictions } from '../define-inference';
import type { InvocationContext } from '../invocation-context';
import type { ModelFiles } from '../model-files';
import type { NumberRecords } from '../numbers/number-records';
import { allOf, predictAll } from '../predict-all';
import { countOf, joinedRecords, predictBy, type Records } from '../records';

type Predict<M> = (model: M, records: Records, request: InvocationContext) => Predictions | Promise<Predictions>;

/** Hands each request the predictions of its own records. */
function split(joined: readonly Joined[], predictions: readonly unknown[]): void {
  let from = 0;
  for (const { records, resolve } of joined) {
    const end = from + countOf(records);
    resolve(predictions.slice(from, end));
    from = end;
  }
}

/** Calls that may still be joined. */
interface OpenBatch {
  readonly joined: Joined[];
  timer?: NodeJS.Timeout;
}

/** Predicts the records of calls that come at about the same time by one call. */
class Batcher<M> {
  private readonly open = new Map<string, OpenBatch>();

  constructor(private readonly predict: Predict<M>, private readonly batching: BatchingSpec, private readonly log: Log) {}

  join(model: M, records: Records, request: InvocationContext): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const key = `${request.contentType}\n${request.accept}`;
      const batch = this.open.get(key) ?? this.begin(key, model);
      batch.joined.push({ records, request, resolve, reject });
      if (batch.joined.length === this.batching.maxRequests) this.close(key, model);
    });
  }

  private begin(key: string, model: M): OpenBatch {
    const batch: OpenBatch = { joined: [] };
    this.open.set(key, batch);
    const close = (): void => {
      if (this.open.get(key) === batch) this.close(key, model);
    };
    if (this.batching.maxWaitMs === 0) setImmediate(close);
    else batch.timer = setTimeout(close, this.batching.maxWaitMs);
    return batch;
  }

  private close(key: string, model: M): void {
    const { joined, timer } = this.open.get(key)!;
    clearTimeout(timer);
    this.open.delete(key);
    void this.run(model, joined);
  }

  private async run(model: M, joined: readonly Joined[]): Promise<void> {
    const records = joinedRecords(joined.map((request) => request.records));
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
): AnyRecordInference<M> {
  if (!('predict' in definition)) throw new RuntimeError('SMA_RUN_BATCHING');
  const batcher = new Batcher<M>((model, records, request) => predictBy(definition, model, records, request), batching, log);
  const loadModel = (files: ModelFiles, context: LoadContext): M | Promise<M> => definition.loadModel(files, context);
  if (definition.columns === undefined) return { loadModel, predict: (model, records, request) => batcher.join(model, records, request) };
  return {
    loadModel,
    columns: (model) => definition.columns(model),
    missingValues: definition.missingValues,
    predict: (model: M, batch: NumberBatch, request: InvocationContext) => batcher.join(model, batch as NumberRecords, request),
  };
}
