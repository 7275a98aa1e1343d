/** The only writer to the terminal: people read stderr (steps, progress, errors), programs read stdout (results). */
import pc from 'picocolors';
import { renderError, type CliError } from './cli-error';
import { duration } from './quantities';

/** What of a terminal a report needs; `process.stdout` and `process.stderr` are such. */
export interface TextSink {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ReportOptions {
  readonly out: TextSink;
  readonly err: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One JSON document on stdout and nothing else there. */
  readonly json: boolean;
}

/** Whether a command line asks for the document on stdout: `--json` alone. `--json FILE` writes a file beside the result for people. */
export function wantsDocument(argv: readonly string[]): boolean {
  const at = argv.indexOf('--json');
  const [command] = argv.slice(2).filter((word) => !word.startsWith('-'));
  return at >= 0 && !(command === 'conformance' && argv[at + 1] !== undefined && !argv[at + 1].startsWith('-'));
}

/** Unit: ms. A step that takes longer says that it is still at work. */
const HEARTBEAT_MS = 4_000;

/** How good a word of a result is. */
export type Tone = 'good' | 'bad' | 'plain';

/** A step that is over. */
export interface FinishedStep {
  readonly name: string;
  /** Unit: ms since 1970. */
  readonly startedAt: number;
  /** Unit: ms. */
  readonly durationMs: number;
  readonly threw: boolean;
}

export class Report {
  /** In the order of their ends. */
  readonly steps: FinishedStep[] = [];
  readonly json: boolean;
  /** A person watches: output of long commands is worth showing as it comes. */
  readonly live: boolean;
  /** A person watches and reads the result, too. */
  readonly attended: boolean;
  private readonly colors: ReturnType<typeof pc.createColors>;
  private readonly outColors: ReturnType<typeof pc.createColors>;
  private readonly options: ReportOptions;
  private lastWriteAt = 0;

  constructor(options: ReportOptions) {
    const { env, err } = options;
    this.options = options;
    this.json = options.json;
    this.live = err.isTTY === true && !env.CI && env.TERM !== 'dumb';
    this.attended = this.live && options.out.isTTY === true;
    this.colors = pc.createColors(!env.NO_COLOR && (Boolean(env.FORCE_COLOR) || this.live));
    this.outColors = pc.createColors(!env.NO_COLOR && (Boolean(env.FORCE_COLOR) || (options.out.isTTY === true && env.TERM !== 'dumb')));
  }

  /**
   * Runs one step of the work and says how it went and how long it took.
   * @param judge how good its value is; by default a step that does not throw is good
   */
  async step<T>(name: string, detail: string, work: () => Promise<T>, judge: (value: T) => Tone = () => 'good'): Promise<T> {
    const { bold, dim, green, red } = this.colors;
    const startedAt = Date.now();
    const finish = (threw: boolean) => this.steps.push({ name, startedAt, durationMs: Date.now() - startedAt, threw });
    const line = (mark: string) => this.err(`${mark} ${bold(name)}  ${detail}  ${dim(duration(Date.now() - startedAt))}`);
    if (this.live) this.err(`${dim('…')} ${bold(name)}  ${detail}`);
    this.lastWriteAt = startedAt;
    const heartbeat = setInterval(() => {
      if (Date.now() - this.lastWriteAt >= HEARTBEAT_MS) line(dim('…'));
    }, 500);
    try {
      const value = await work();
      finish(false);
      line({ good: green('✔'), bad: red('✖'), plain: dim('–') }[judge(value)]);
      return value;
    } catch (error) {
      finish(true);
      line(red('✖'));
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
  }

  /** A line of a child's output, passed through. */
  childLine(text: string): void {
    this.err(`    ${this.colors.dim(text)}`);
  }

  note(text: string): void {
    this.err(`${this.colors.cyan('i')} ${text}`);
  }

  warn(text: string): void {
    this.err(`${this.colors.yellow('!')} ${text}`);
  }

  /** The result for people; with `--json` the document takes its place. */
  result(text: string): void {
    if (!this.json) this.options.out.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
  }

  /** A word of a result, in its colour where people read stdout. */
  toned(tone: Tone, text: string): string {
    const { green, red } = this.outColors;
    return tone === 'plain' ? text : (tone === 'good' ? green : red)(text);
  }

  /** The result for programs. */
  document(value: unknown): void {
    if (this.json) this.options.out.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  error(error: CliError): void {
    this.err(this.colors.red(renderError(error)));
  }

  /** An error of ours: everything that helps to find it. */
  bug(error: unknown, versions: string): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.err(`${this.colors.red('This is a bug in sm-algorithm.')}\n${text}\n${versions}`);
  }

  /** Text as it is, for the argument parser's help and usage errors. */
  raw(text: string, to: 'out' | 'err'): void {
    this.options[to].write(text);
  }

  private err(text: string): void {
    this.lastWriteAt = Date.now();
    this.options.err.write(`${text}\n`);
  }
}
