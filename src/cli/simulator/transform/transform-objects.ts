import { join } from 'node:path';
import { pMapIterable } from 'p-map';
import { BATCH_OUTPUT_SUFFIX } from '../../../contract/batch-transform';
import { countPredictions } from '../count-predictions';
import type { HttpAnswer } from '../http-client';
import { assembled, assembledRecords, type LineEnds } from './assembler';
import type { Batch } from './batches';
import { readObject } from './input-objects';
import type { StoredObject } from '../objects';
import { type BatchPlan, batchesOf } from './object-batches';
import { ObjectFailure } from './object-failure';
import { OutputFile } from './output-file';

/** What became of one object. */
export interface TransformedObject {
  readonly key: string;
  readonly status: 'Completed' | 'Failed';
  /** Name of the output below the output folder; absent when it failed. */
  readonly output?: string;
  /** Good answers. */
  readonly requests: number;
  readonly recordsIn: number;
  /** Absent where the format of the answers does not tell. */
  readonly recordsOut?: number;
  readonly failure?: ObjectFailure;
}

export interface Transforming {
  readonly objects: readonly StoredObject[];
  readonly plan: BatchPlan;
  readonly lineEnds: LineEnds;
  readonly outputDir: string;
  readonly signal: AbortSignal;
  send(batch: Batch): Promise<HttpAnswer>;
  /** Called for each object in turn, as soon as nothing of it is left to do. */
  onObject(result: TransformedObject): Promise<void>;
}

interface Work {
  readonly object: StoredObject;
  readonly batch?: Batch;
  readonly failure?: ObjectFailure;
}

interface Done extends Work {
  readonly answer?: HttpAnswer;
}

/** Sends what all objects become, several requests at once, and writes the answers in the order of the records. */
export async function transformObjects(job: Transforming): Promise<void> {
  const { maxConcurrentTransforms: concurrency } = job.plan.parameters;
  const givenUp = new Set<StoredObject>();
  const limits = { concurrency, backpressure: 2 * concurrency };
  const answered = pMapIterable(allWork(job, givenUp), (work) => answer(job, work, givenUp), limits);
  let current: ObjectResult | undefined;
  try {
    for await (const done of answered) {
      current ??= await ObjectResult.of(job, done.object);
      if (done.failure) {await current.fail(done.failure);} else if (done.answer) {await current.add(done.batch!, done.answer);} else {
        await job.onObject(await current.end());
        current = undefined;
      }
      // An answer that cannot be used ends the object as a bad one does.
      if (current?.failure) givenUp.add(done.object);
    }
  } finally {
    await current?.discard();
  }
}

/** The requests of all objects in turn, each object's with an end behind; an object that is given up has no further ones. */
async function* allWork({ objects, plan, signal }: Transforming, givenUp: ReadonlySet<StoredObject>): AsyncGenerator<Work> {
  for (const object of objects) {
    try {
      for await (const batch of batchesOf(() => readObject(object, plan.request.compressionType, signal), plan)) {
        if (givenUp.has(object)) break;
        yield { object, batch };
      }
    } catch (failure) {
      if (!(failure instanceof ObjectFailure)) throw failure;
      yield { object, failure };
    }
    yield { object };
  }
}

async function answer(job: Transforming, work: Work, givenUp: Set<StoredObject>): Promise<Done> {
  if (!work.batch || givenUp.has(work.object)) return { ...work, ...(work.batch && { failure: GIVEN_UP }) };
  try {
    return { ...work, answer: await job.send(work.batch) };
  } catch (failure) {
    if (!(failure instanceof ObjectFailure)) throw failure;
    givenUp.add(work.object);
    return { ...work, failure };
  }
}

/** Stands for requests that were not sent any more; the failure before it is the one that counts. */
const GIVEN_UP = new ObjectFailure('client', 'given up');

/** What is known of an object while its answers come in. */
class ObjectResult {
  static async of(job: Transforming, { key }: StoredObject): Promise<ObjectResult> {
    return new ObjectResult(job, key, await OutputFile.create(join(job.outputDir, `${key}${BATCH_OUTPUT_SUFFIX}`)));
  }

  private requests = 0;
  private recordsIn = 0;
  private recordsOut: number | undefined = 0;
  failure?: ObjectFailure;

  private constructor(private readonly job: Transforming, private readonly key: string, private readonly file: OutputFile) {}

  async add(batch: Batch, { body, headers }: HttpAnswer): Promise<void> {
    if (this.failure) return;
    const { plan: { request, processing }, lineEnds } = this.job;
    try {
      const bytes = processing
        ? assembledRecords(processing.toOutputs(body, batch), request.assembleWith) : assembled(body, request.assembleWith, lineEnds);
      await this.file.write(bytes);
    } catch (failure) {
      if (!(failure instanceof ObjectFailure)) throw failure;
      return this.fail(failure);
    }
    this.requests += 1;
    this.recordsIn += batch.records;
    const results = countPredictions(headers['content-type'], body.toString('utf8'));
    this.recordsOut = results === undefined || this.recordsOut === undefined ? undefined : this.recordsOut + results;
  }

  /** The first failure counts: later ones follow from it. */
  async fail(failure: ObjectFailure): Promise<void> {
    if (this.failure) return;
    this.failure = failure;
    await this.file.discard();
  }

  async end(): Promise<TransformedObject> {
    const { key, requests, recordsIn, recordsOut, failure } = this;
    const counted = { key, requests, recordsIn, ...(recordsOut !== undefined && { recordsOut }) };
    if (failure) return { ...counted, status: 'Failed', failure };
    await this.file.keep();
    return { ...counted, status: 'Completed', output: `${key}${BATCH_OUTPUT_SUFFIX}` };
  }

  async discard(): Promise<void> {
    if (!this.failure) await this.file.discard();
  }
}
