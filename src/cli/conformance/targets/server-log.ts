import type { LogLine } from '../../engine/hosts/hosts-job';
import type { OutputLine } from '../../exec';

/** The log of a server with times, and the clock of its trial. */
export class ServerLog {
  readonly lines: LogLine[] = [];
  private readonly startedAt = performance.now();

  /** Since the start. Unit: ms. */
  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  readonly onLine = (line: OutputLine): void => {
    this.lines.push({ ...line, atMs: this.elapsedMs });
  };
}
