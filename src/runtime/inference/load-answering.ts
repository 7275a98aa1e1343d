import { answeringBy, isByRecord, type Answering } from './answering';
import { batchedDefinition } from './batching/batched-definition';
import { loadInference, type LoadInference } from './load-inference';
import { createModelFiles } from './model-files';
import { readManifest } from './read-manifest';
import type { AlgorithmSpec, BatchingSpec } from '../../contract/algorithm-spec';
import { pathsFromEnvironment } from '../shared/base-folder';
import type { Log } from '../shared/log';
import { vaultFromEnvironment } from '../shared/vault';

/** How module and model are loaded. */
export interface LoadOptions<M> {
  readonly load: LoadInference<M>;
  readonly spec: AlgorithmSpec;
  readonly log: Log;
  /** For what is known of the model before it is loaded. */
  readonly modelLog: Log;
  /** How requests that arrive together are predicted together, here. */
  readonly batching: BatchingSpec | undefined;
  /** Aborts when the container is asked to stop. */
  readonly signal: AbortSignal;
}

/** What answers with the model. */
export interface LoadedAnswering {
  readonly answer: Answering;
  readonly byRecord: boolean;
}

/**
 * Loads the user's module and its model, in the thread that predicts.
 * @returns undefined when the container was asked to stop meanwhile
 * @throws RuntimeError, or whatever the user's code throws
 */
export async function loadAnswering<M>(options: LoadOptions<M>): Promise<LoadedAnswering | undefined> {
  const { load, spec, log, modelLog, batching, signal } = options;
  const { model: folder } = pathsFromEnvironment(process.env);
  const vault = vaultFromEnvironment(spec.encryption, process.env);
  vault.open();
  const manifest = readManifest(folder, spec, modelLog);
  const loaded = await loadInference(load);
  const definition = batching ? batchedDefinition(loaded, batching, log) : loaded;
  const answerWith = answeringBy(definition, spec, log);
  if (signal.aborted) return undefined;
  const model = await definition.loadModel(createModelFiles(folder, vault, manifest), { log, signal });
  return { answer: answerWith(model), byRecord: isByRecord(definition) };
}
