import { CliError } from '../cli-error';
import type { Report } from '../report';
import type { Engine } from './engine';

/** What makes things that have to be removed, whoever uses it: an engine, or a target of checks. */
export type Closable = Pick<Engine, 'name' | 'close'>;

/** The engines at work, so that whoever ends the program can close them, and what could not be removed. */
export class OpenEngines {
  private readonly open = new Set<Closable>();
  private readonly leftBehind = new Set<string>();
  private any = false;

  constructor(private readonly report: Report) {}

  /** Commands that remove what is left; none when everything is gone. */
  get left(): readonly string[] {
    return [...this.leftBehind];
  }

  /** Whether there ever was one: without, a command leaves nothing to remove. */
  get opened(): boolean {
    return this.any;
  }

  add(engine: Closable): void {
    this.any = true;
    this.open.add(engine);
  }

  /** Never throws: how the run ended counts more than what is left of it, and that is told here. */
  async close(engine: Closable): Promise<void> {
    const left = await engine.close();
    this.open.delete(engine);
    const news = left.filter((command) => !this.leftBehind.has(command));
    if (news.length === 0) return;
    news.forEach((command) => this.leftBehind.add(command));
    this.report.error(new CliError('SMA_CLI_CLEANUP', {
      what: 'not everything that the run made could be removed.',
      why: `${engine.name === 'docker' ? 'the container engine' : 'the file system'} refused it or did not answer`,
      fix: 'run what stands above, one after the other',
      details: news,
    }));
  }

  async closeAll(): Promise<void> {
    for (const engine of this.open) await this.close(engine);
  }
}
