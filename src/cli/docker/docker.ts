import { CliError } from '../cli-error';
import type { Finished, RunOptions, Run } from '../exec';
import { ANSWERS_ARGS, ENGINE_PLATFORM_ARGS } from './docker-args';

/** Names another program with docker's verbs: podman, nerdctl, finch, or a path. */
export const DOCKER_VARIABLE = 'SM_ALGORITHM_DOCKER';

/** Unit: ms. An engine that hangs is as good as none. */
export const ANSWER_TIMEOUT_MS = 10_000;
/** Unit: lines. */
const SHOWN_LINES = 20;

/** The one door to the engine's program. */
export class Docker {
  /** An engine that has answered is not asked again. */
  private answers?: Promise<void>;
  private asksPlatform?: Promise<string | undefined>;

  constructor(
    readonly program: string,
    private readonly runProgram: Run,
  ) {}

  /** Runs a command whose failure the caller understands. */
  try(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return this.runProgram(this.program, args, options);
  }

  /** Runs a command that has to work. */
  async must(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const finished = await this.try(args, options);
    if (finished.exitCode !== 0) throw commandFailed(finished);
    return finished;
  }

  /** Throws SMA_CLI_ENGINE, with the reason in plain words, unless an engine answers. */
  assertAnswers(signal?: AbortSignal): Promise<void> {
    this.answers ??= this.askWhetherItAnswers(signal).catch((error: unknown) => {
      this.answers = undefined;
      throw error;
    });
    return this.answers;
  }

  private async askWhetherItAnswers(signal?: AbortSignal): Promise<void> {
    const finished = await this.try(ANSWERS_ARGS, { signal, timeoutMs: ANSWER_TIMEOUT_MS });
    if (finished.exitCode === 0) return;
    const missing = finished.startError !== undefined;
    const reason = finished.timedOut ? `no answer within ${ANSWER_TIMEOUT_MS / 1_000} s` : finished.lastLines.at(-1);
    throw new CliError('SMA_CLI_ENGINE', {
      what: missing ? `the program "${this.program}" is not installed.` : `no container engine answers (${reason ?? 'no reason given'}).`,
      fix: missing
        ? `install Docker, or name another program (podman, nerdctl, finch) in ${DOCKER_VARIABLE}; "--engine process" needs none`
        : `start the engine, or see what "${finished.command}" says; "--engine process" needs none`,
    });
  }

  /** `os/architecture` of the engine; undefined where its program does not tell. */
  async platform(signal?: AbortSignal): Promise<string | undefined> {
    this.asksPlatform ??= this.askPlatform(signal);
    const platform = await this.asksPlatform.catch((error: unknown) => {
      this.asksPlatform = undefined;
      throw error;
    });
    if (platform === undefined) this.asksPlatform = undefined;
    return platform;
  }

  private async askPlatform(signal?: AbortSignal): Promise<string | undefined> {
    for (const args of ENGINE_PLATFORM_ARGS) {
      const { exitCode, stdout } = await this.try(args, { signal, timeoutMs: ANSWER_TIMEOUT_MS });
      if (exitCode === 0 && /^\w+\/\w+$/.test(stdout.trim())) return stdout.trim();
    }
    return undefined;
  }
}

/** A command that failed, in a form that can be pasted and tried. */
export function commandFailed(finished: Finished): CliError {
  const how = finished.startError
    ?? (finished.timedOut ? 'took too long' : finished.signal ? `ended by ${finished.signal}` : `exit code ${finished.exitCode}`);
  return new CliError('SMA_CLI_COMMAND', {
    what: `${finished.command}: ${how}, in ${finished.cwd}`,
    fix: 'run the command by hand and see what it says',
    details: finished.lastLines.slice(-SHOWN_LINES),
  });
}
