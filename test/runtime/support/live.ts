import { existsSync, readFileSync } from 'node:fs';
import { baseFolder, type Files } from './base-folder';
import { SPEC, type Iris } from './spec';
import type { AlgorithmSpec } from '../../../src/contract/algorithm-spec';
import { optMlPaths } from '../../../src/contract/opt-ml';
import { createLog } from '../../../src/runtime/shared/log';
import { vaultFromEnvironment } from '../../../src/runtime/shared/vault';
import type { TrainingHandler } from '../../../src/runtime/training';
import { liveJob } from '../../../src/runtime/training/live-job';
import { ModelSeal } from '../../../src/runtime/training/model-seal';
import { createModelFolder, createOutputFolder } from '../../../src/runtime/training/output-folder';
import { StopRequest } from '../../../src/runtime/training/stop-request';
import type { JobSurroundings } from '../../../src/runtime/training/training-job';

export interface LiveJob {
  readonly exitCode: number;
  readonly base: string;
  /** Everything that was written to the log. */
  readonly log: string;
  /** Text of the failure file. */
  readonly failure: string | undefined;
}

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly spec?: AlgorithmSpec;
  readonly stop?: StopRequest;
  readonly network?: JobSurroundings['network'];
}

/** Lives a job below a fresh base folder, in this process. */
export async function live(files: Files, handler: TrainingHandler<Iris>, options: Options = {}): Promise<LiveJob> {
  const base = baseFolder(files);
  const paths = optMlPaths(base);
  let log = '';
  const write = (text: string): void => void (log += text);
  const vault = vaultFromEnvironment((options.spec ?? SPEC).encryption, options.env ?? {});
  const exitCode = await liveJob(async () => ({ default: handler as unknown as TrainingHandler }), options.spec ?? SPEC, {
    paths,
    env: options.env ?? {},
    log: createLog(write, 'debug'),
    write,
    vault,
    stop: options.stop ?? new StopRequest(1_000),
    model: createModelFolder(paths.model, vault),
    output: createOutputFolder(paths.outputData),
    network: options.network,
    farewells: new Set(),
    checkpoints: createOutputFolder(paths.checkpoints),
    seal: new ModelSeal(options.spec ?? SPEC, paths.model),
  });
  return { exitCode, base, log, failure: existsSync(paths.failure) ? readFileSync(paths.failure, 'utf8') : undefined };
}
