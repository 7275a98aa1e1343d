import { hostName } from '../engine/hosts/host-names';
import type { LogLine } from '../engine/hosts/hosts-job';
import type { Report } from '../report';
import { openLog, type Log } from './log-file';
import type { MetricScanner } from './metrics';

/** Unit: lines. */
const SHOWN_LINES = 20;

export interface TrainingLogOptions {
  readonly file: string;
  /** Lines of several hosts say whose they are. */
  readonly hosts: number;
  readonly scanner: MetricScanner;
  readonly report: Report;
}

/** The log of a training job: a file, what the terminal shows, and the metrics that are read from it. All starts of a job share it. */
export class TrainingLog {
  private readonly log: Log;
  private readonly last: string[] = [];

  constructor(private readonly options: TrainingLogOptions) {
    this.log = openLog(options.file);
  }

  /** The newest lines of all hosts. */
  get lastLines(): readonly string[] {
    return this.last;
  }

  readonly onLine = ({ text }: Pick<LogLine, 'text'>, place: number): Promise<void> => {
    const { scanner, report, hosts } = this.options;
    scanner.scan(text);
    const shown = hosts === 1 ? text : `[${hostName(place)}] ${text}`;
    report.childLine(shown);
    this.last.push(shown);
    if (this.last.length > SHOWN_LINES) this.last.shift();
    return this.log.line(shown);
  };

  close(): Promise<void> {
    return this.log.close();
  }
}
