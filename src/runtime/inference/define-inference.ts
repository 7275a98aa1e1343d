import type { InvocationContext } from './invocation-context';
import type { ModelFiles } from './model-files';
import type { NumberInference } from './numbers/define-number-inference';
import type { MEDIA_TYPE } from '../../contract/media-types';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import type { Log } from '../shared/log';

/** What is there while the model loads. */
export interface LoadContext {
  readonly log: Log;
  /** Aborts when the container is asked to stop (SIGTERM). */
  readonly signal: AbortSignal;
}

/** What every definition has. */
export interface ModelLoader<M> {
  /**
   * Loads the model, once, before the first request. `/ping` answers 503 until it is done; an error ends the server.
   * @param model the files that the training job wrote
   */
  loadModel(model: ModelFiles, context: LoadContext): M | Promise<M>;
}

/** All predictions at once, or one after the other: those are sent as they come. */
export type Predictions = readonly unknown[] | AsyncIterable<unknown>;

/** Inference on records: the runtime decodes requests and encodes responses. */
export interface RecordInference<A extends AlgorithmTypes, M, P extends Predictions = readonly unknown[]> extends ModelLoader<M> {
  /** What tells {@link defineNumberInference}'s definitions from these. */
  readonly columns?: undefined;
  /**
   * @param records `[records]` in the order of the request; a record is a `readonly string[]` in CSV (one text per column),
   *   any JSON value in JSON and JSON Lines, a number or an array of numbers in `application/x-npy`, and a Buffer, the whole body, in
   *   `application/octet-stream`
   * @returns `[records]`: one prediction for each record in the same order, each a scalar, an array (columns in CSV) or, in
   *   JSON and JSON Lines, an object; numbers or rows of numbers in `application/x-npy`, bytes or text in
   *   `application/octet-stream`. A `BadRecordError` in the place of a prediction says that the record is bad. An async iterable
   *   is sent as it comes, as fast as the caller reads, and is ended (`return()`) when he has gone
   * @throws BadRecordError for data the model cannot use; after it the other records are predicted again, each alone
   */
  predict(model: M, records: readonly unknown[], request: InvocationContext<A>): P | Promise<P>;
}

/** A media type that the runtime decodes and encodes. */
export type CodecType = (typeof MEDIA_TYPE)[keyof typeof MEDIA_TYPE];

/** The declared types that the runtime has no codec for, or that cannot be read; `never` where there is none, or types are not known. */
type WithoutCodec<A extends AlgorithmTypes, Readable> =
  string extends A['contentTypes'] ? never :
    Exclude<A['contentTypes'], Readable> | Exclude<A['responseTypes'], CodecType>;

/** What the compiler says of a definition on records whose algorithm declares other types, too. */
export interface NeedsRawInference<T> {
  /** Declared media types that {@link defineInference}, or {@link defineNumberInference}, can neither decode nor encode. */
  readonly typesThatNeedDefineRawInference: T;
}

/** Nothing, where every declared type has a codec; otherwise what no definition can satisfy. */
export type OnlyCodecTypes<A extends AlgorithmTypes, Readable = CodecType> =
  [WithoutCodec<A, Readable>] extends [never] ? unknown : NeedsRawInference<WithoutCodec<A, Readable>>;

/** A request as it arrived. */
export interface RawRequest<A extends AlgorithmTypes = AlgorithmTypes, T extends A['contentTypes'] = A['contentTypes']>
  extends InvocationContext<A> {
  readonly contentType: T;
  readonly body: Buffer;
}

type Piece = string | Uint8Array;

/** A response as it is sent. */
export interface RawResponse {
  /**
   * Text is sent as UTF-8. Pieces, those of a stream of Node or of the web as well, are sent as they come, as fast as the caller reads;
   * their iteration is ended (`return()`) when he has gone.
   */
  readonly body: Piece | Iterable<Piece> | AsyncIterable<Piece>;
  /** @default - the response type that the request accepts */
  readonly contentType?: string;
  /** 200–599; 204 and 304 need `body: ''`. @default 200 */
  readonly status?: number;
}

/** Inference on bytes: the algorithm reads the request and writes the response itself. */
export interface RawInference<A extends AlgorithmTypes, M> extends ModelLoader<M> {
  /** @throws BadRecordError for data the model cannot use */
  invoke(model: M, request: RawRequest<A>): RawResponse | Promise<RawResponse>;
}

/** Answers requests of one media type. */
export type RawHandler<A extends AlgorithmTypes, M, T extends A['contentTypes']> =
  (model: M, request: RawRequest<A, T>) => RawResponse | Promise<RawResponse>;

/** Inference on bytes with a function for each media type of requests; one that is missing is an error of the compiler. */
export interface RawInferenceByType<A extends AlgorithmTypes, M> extends ModelLoader<M> {
  /** @throws BadRecordError for data the model cannot use */
  readonly invoke: { readonly [T in A['contentTypes']]: RawHandler<A, M, T> };
}

/** On records, of whichever kind. */
export type AnyRecordInference<M> = RecordInference<AlgorithmTypes, M, Predictions> | NumberInference<AlgorithmTypes, M, Predictions>;

/** What `src/inference.ts` exports, at either level. */
export type InferenceDefinition<M> = AnyRecordInference<M> | RawInference<AlgorithmTypes, M>;

/**
 * Defines inference on records; the default export of `src/inference.ts`. Requests and responses are CSV (`text/csv`, no
 * header row), JSON (`application/json`: an array or `{"instances": […]}` in, `{"predictions": […]}` out), JSON Lines
 * (`application/jsonlines`, also called `application/jsonl` and `application/x-jsonlines`), arrays of numpy (`application/x-npy`, one
 * record a row) or plain bytes (`application/octet-stream`, one record), whichever the definition declares. Order and count are kept,
 * so batch transform can join predictions to records; a long body of CSV or JSON Lines is predicted in parts of some MiB. An
 * algorithm that declares other types, too, does not compile: it needs {@link defineRawInference}. Models that take nothing but
 * numbers are served faster by {@link defineNumberInference}.
 *
 * Predictions that are sent as they come are named in a third type: `defineInference<Algorithm, Model, AsyncIterable<string>>`.
 *
 * @example
 * export default defineInference<Algorithm, Model>({
 *   loadModel: (files) => files.readJson<Model>('model.json'),
 *   predict: (model, records) => records.map((record) => classify(model, record)),
 * });
 */
export function defineInference<A extends AlgorithmTypes, M, P extends Predictions = readonly unknown[]>(
  definition: RecordInference<A, M, P> & OnlyCodecTypes<A>,
): RecordInference<A, M, P> {
  return definition;
}

/**
 * Defines inference on bytes, for content types that {@link defineInference} does not know; the default export of
 * `src/inference.ts`. Content type and `Accept` have been checked against the definition when `invoke` is called: one function
 * for all types, or an object with a function for each, in which the compiler misses none.
 *
 * @example
 * export default defineRawInference<Algorithm, Model>({
 *   loadModel: (files) => files.read('model.bin'),
 *   invoke: {
 *     'audio/wav': (model, request) => ({ body: predict(model, decodeWav(request.body)) }),
 *     'image/png': (model, request) => ({ body: predict(model, decodePng(request.body)) }),
 *   },
 * });
 */
export function defineRawInference<A extends AlgorithmTypes, M>(
  definition: RawInference<A, M> | RawInferenceByType<A, M>,
): RawInference<A, M> {
  const { invoke } = definition;
  if (typeof invoke !== 'object') return definition as RawInference<A, M>;
  // A handler takes its own type only, and is called with no other.
  const handlers = invoke as unknown as Readonly<Record<string, RawHandler<A, M, A['contentTypes']>>>;
  return { ...definition, invoke: (model, request) => handlers[request.contentType](model, request) };
}
