import type { Report } from '../report';
import { chooseEngine, type EngineChoice } from './choose-engine';
import type { Engine } from './engine';

/** Works with an engine and removes everything it made, whatever the end: good, bad or interrupted. */
export async function withEngine<T>(
  choice: EngineChoice, report: Report, signal: AbortSignal, work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await chooseEngine(choice, report, signal);
  try {
    return await work(engine);
  } finally {
    if (signal.aborted) report.note('stopping; removing what the run made');
    await engine.close();
  }
}
