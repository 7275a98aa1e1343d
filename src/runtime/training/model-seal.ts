import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { checkModel, checkSealed } from './check-model';
import { listModel, type ModelFile } from './list-model';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { MODEL_MANIFEST_FILE, MODEL_MANIFEST_VERSION, renderModelManifest, type ModelManifest } from '../../contract/model-manifest';
import { isNameInside } from '../shared/name-inside';
import { OWN_VERSION } from '../shared/own-version';

/** How the job ends, as far as its model is concerned. */
export interface ModelEnd {
  /** Whether SageMaker asked for the end. */
  readonly isStopped: boolean;
}

/** Keeps what the manifest says about the training, checks the model at its end and writes the manifest. */
export class ModelSeal {
  /** The values in force. */
  hyperparameters: Readonly<Record<string, unknown>> = {};
  /** The leader's files are the model; what other hosts write is merged with them. */
  isLeader = true;
  /** The last value of each metric. */
  readonly metrics = new Map<string, number>();

  constructor(private readonly spec: AlgorithmSpec, private readonly folder: string) {}

  /**
   * Synchronous, because it is also called while the process exits.
   * @throws RuntimeError SMA_RUN_MODEL_SPECIAL_FILE, SMA_RUN_FILE_NAME, SMA_RUN_MODEL_EMPTY, SMA_RUN_MODEL_PLAIN
   */
  close({ isStopped }: ModelEnd): void {
    const { isLeader } = this;
    // Whatever stands there is not about this model.
    if (isLeader) rmSync(`${this.folder}/${MODEL_MANIFEST_FILE}`, { force: true, recursive: true });
    const content = listModel(this.folder);
    checkModel(this.folder, content, isStopped || !isLeader);
    if (this.spec.encryption) checkSealed(this.folder, content.files);
    if (isLeader && content.files.length > 0) this.writeManifest(content.files);
  }

  private writeManifest(files: readonly ModelFile[]): void {
    const { name, version } = this.spec;
    const manifest: ModelManifest = {
      formatVersion: MODEL_MANIFEST_VERSION,
      smAlgorithmVersion: OWN_VERSION,
      algorithm: { name, version },
      hyperparameters: this.hyperparameters,
      // In the order of the definition: hosts and runs may report in another one.
      metrics: Object.fromEntries(this.spec.training.metrics.flatMap((metric) => {
        const value = this.metrics.get(metric.name);
        return value === undefined ? [] : [[metric.name, value]];
      })),
      // A name that serving could not look up says nothing to it.
      files: files.filter((file) => isNameInside(file.name)),
    };
    const temporary = `${this.folder}/.${MODEL_MANIFEST_FILE}.${process.pid}-0.tmp`;
    writeFileSync(temporary, renderModelManifest(manifest));
    renameSync(temporary, `${this.folder}/${MODEL_MANIFEST_FILE}`);
  }
}
