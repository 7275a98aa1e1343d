import type { Docker } from './docker/docker';
import type { OpenEngines } from './engine/open-engines';
import type { Run, Start } from './exec';
import type { Project } from './project';
import type { Report } from './report';

/** What every command gets: the world outside, so that tests can choose it. */
export interface CliContext {
  readonly report: Report;
  /** Aborts when the person or the machine wants the program to end. */
  readonly signal: AbortSignal;
  readonly run: Run;
  readonly start: Start;
  readonly docker: Docker;
  /** What has to be closed before the program ends. */
  readonly engines: OpenEngines;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Waits; an abort ends the wait with its reason. Unit: ms. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** The project of `--project`, or of the current folder. */
  project(): Promise<Project>;
}
