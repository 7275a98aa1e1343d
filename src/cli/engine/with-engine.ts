import type { CliContext } from '../cli-context';
import { chooseEngine, type EngineChoice } from './choose-engine';
import type { Engine } from './engine';

/** Works with an engine and removes everything it made, whatever the end: good, bad or interrupted. */
export async function withEngine<T>(
  { report, signal, engines }: CliContext, choice: EngineChoice, work: (engine: Engine) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const engine = await chooseEngine(choice, report, signal);
  engines.add(engine);
  try {
    return await work(engine);
  } finally {
    if (signal.aborted) report.note('stopping; removing what the run made');
    await engines.close(engine);
  }
}
