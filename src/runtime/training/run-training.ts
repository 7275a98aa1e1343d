import { liveJob } from './live-job';
import type { LoadTraining } from './load-training';
import { logLevelOf } from './log-level';
import { ModelSeal } from './model-seal';
import { createModelFolder, createOutputFolder } from './output-folder';
import { reportFailure } from './report-failure';
import { expectSilentEnd, withdrawSilentEnd } from './silent-end';
import { StopRequest } from './stop-request';
import type { JobSurroundings } from './training-job';
import { AbandonedWriteError } from './write-atomically';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { CONTAINER_ENV } from '../../contract/container-env';
import { EXIT_CODE, TRAIN_STOP_GRACE_MS } from '../../contract/job-outcome';
import { quotedList } from '../../contract/quoted';
import type { AlgorithmTypes } from '../shared/algorithm-types';
import { pathsFromEnvironment } from '../shared/base-folder';
import { createLog } from '../shared/log';
import { flushAndExit, ignoreClosedOutput, onStopSignal, onUncaught, writeOut } from '../shared/process-life';
import { RuntimeError } from '../shared/runtime-error';
import { isA } from '../shared/unknown-error';
import { vaultFromEnvironment } from '../shared/vault';

/** Longest wait for the reader of the log at the end. Unit: ms */
const FLUSH_MAX_MS = 30_000;

/** Kept of the grace time for writing the failure file and the log. Unit: ms */
const STOP_MARGIN_MS = 10_000;

/** Owns the process of one job: whatever ends the job goes through {@link end}, and only the first thing that does counts. */
class TrainingProcess {
  private ended = false;

  constructor(private readonly world: JobSurroundings, private readonly marginMs: number) {}

  watch(): void {
    ignoreClosedOutput();
    onStopSignal((name) => this.stop(name));
    expectSilentEnd(this.world.paths);
    onUncaught((error) => this.uncaught(error));
    process.on('beforeExit', () => this.nothingLeft());
    process.on('exit', (exitCode) => this.exiting(exitCode));
  }

  end(exitCode: number): void {
    if (this.ended) return;
    this.ended = true;
    this.discardUnfinished();
    if (exitCode === EXIT_CODE.ok) withdrawSilentEnd(this.world.paths);
    void flushAndExit(exitCode, Math.min(FLUSH_MAX_MS, this.world.stop.timeLeftMs() + this.marginMs / 2));
  }

  private fail(error: unknown): void {
    if (this.ended) return;
    const exitCode = reportFailure(error, this.world.paths, this.world.log);
    // A short message to each peer, which the kernel takes at once: nothing to wait for.
    for (const leave of this.world.farewells) void leave({ error });
    this.end(exitCode);
  }

  private stop(name: NodeJS.Signals): void {
    const { stop, log } = this.world;
    if (this.ended || !stop.make()) return;
    const seconds = String(stop.withinMs / 1000);
    log.info(`${name}: the job has ${seconds} s to stop`);
    setTimeout(() => this.outOfTime(seconds), stop.withinMs).unref();
  }

  private outOfTime(seconds: string): void {
    this.leave(() => {
      const { stop, log } = this.world;
      if (!stop.hooks.haveSaved) throw new RuntimeError('SMA_RUN_STOP_TIMEOUT', seconds);
      log.warn(`the handler was still busy ${seconds} s after the job was asked to stop; what the hooks of job.onStop have saved stays`);
    });
  }

  /** Ends a stopped job without its handler: with what its hooks have saved, or with the reason why they have not. */
  private leave(check: () => void): void {
    if (this.ended) return;
    const { stop } = this.world;
    try {
      for (const error of stop.hooks.failures) if (!stop.explains(error)) throw error;
      check();
      // The handler may still write, and the manifest has to be true to the end.
      this.discardUnfinished();
      this.closeModel();
      this.end(EXIT_CODE.ok);
    } catch (error) {
      this.fail(error);
    }
  }

  private closeModel(): void {
    this.world.seal.close({ isStopped: this.world.stop.isMade });
  }

  private uncaught(error: unknown): void {
    const { stop, log } = this.world;
    if (stop.explains(error)) log.debug('something was given up because of the stop');
    else if (isA(error, AbandonedWriteError)) log.debug(error.message);
    else this.fail(error);
  }

  /** The event loop has run dry while the handler's promise is pending: without a listener the process would end with 0. */
  private nothingLeft(): void {
    const { stop } = this.world;
    const error = new RuntimeError('SMA_RUN_NEVER_FINISHED');
    if (!stop.isMade) return this.fail(error);
    this.leave(() => {
      if (stop.hooks.areBusy) throw error;
    });
  }

  /** Something called process.exit(). Only synchronous work is possible here. */
  private exiting(exitCode: number): void {
    this.discardUnfinished();
    if (this.ended) return;
    this.ended = true;
    const { paths, log } = this.world;
    try {
      this.checkExit(exitCode);
      this.closeModel();
      withdrawSilentEnd(paths);
      log.warn('the algorithm ended the process itself; its model is taken as finished');
    } catch (error) {
      const ownCode = reportFailure(error, paths, log);
      process.exitCode = exitCode || ownCode;
    }
  }

  private checkExit(exitCode: number): void {
    if (exitCode !== EXIT_CODE.ok) throw new RuntimeError('SMA_RUN_EXITED', String(exitCode));
    const { model, output, stop } = this.world;
    const unfinished = [...model.unfinished(), ...output.unfinished()];
    // A stopped job leaves what it has.
    if (unfinished.length > 0 && !stop.isMade) throw new RuntimeError('SMA_RUN_UNFINISHED', quotedList(unfinished));
  }

  private discardUnfinished(): void {
    const { model, output, checkpoints } = this.world;
    for (const folder of [model, output, checkpoints]) folder.discardUnfinished();
  }
}

/**
 * {@link runTraining} with times of its own.
 * @param graceMs time between SIGTERM and SIGKILL. Unit: ms
 * @param marginMs part of it that is kept for the failure file and the log. Unit: ms
 */
export async function runTrainingWithin(graceMs: number, marginMs: number, load: LoadTraining, spec: AlgorithmSpec): Promise<void> {
  const paths = pathsFromEnvironment(process.env);
  const vault = vaultFromEnvironment(spec.encryption, process.env);
  const world: JobSurroundings = {
    paths,
    env: process.env,
    log: createLog(writeOut, logLevelOf(process.env, paths), process.env[CONTAINER_ENV.logFormat]),
    write: writeOut,
    vault,
    stop: new StopRequest(graceMs - marginMs),
    model: createModelFolder(paths.model, vault),
    output: createOutputFolder(paths.outputData),
    farewells: new Set(),
    checkpoints: createOutputFolder(paths.checkpoints),
    seal: new ModelSeal(spec, paths.model),
  };
  const owner = new TrainingProcess(world, marginMs);
  owner.watch();
  owner.end(await liveJob(load, spec, world));
}

/**
 * Runs one training job and ends the process: exit code 0 and a model, or another code and a failure file. Called by the
 * generated entry program, which does nothing else. Signals are listened to and failures reported before `load` is called.
 * @param load imports `src/train.ts`, whose default export is what `defineTraining` gave
 * @param spec what the algorithm declares; `algorithm` of the generated `src/algorithm.ts`
 */
export async function runTraining<A extends AlgorithmTypes>(load: LoadTraining<A>, spec: AlgorithmSpec): Promise<void> {
  // The types of A are generated from the same definition as the spec, which everything handed to the handler is checked against.
  await runTrainingWithin(TRAIN_STOP_GRACE_MS, STOP_MARGIN_MS, load as unknown as LoadTraining, spec);
}
