import type { CliContext } from '../cli-context';
import { chooseEngine, type EngineChoice } from './choose-engine';
import type { Engine } from './engine';
import { together } from '../together';

/**
 * Works with an engine and removes everything it made, whatever the end: good, bad or interrupted.
 * @param conclude takes what came of the work while what the engine made is being removed
 */
export async function withEngine<T>(
  { report, signal, engines }: CliContext, choice: EngineChoice, work: (engine: Engine) => Promise<T>,
  conclude: (result: T) => Promise<void> = async () => undefined,
): Promise<T> {
  signal.throwIfAborted();
  const engine = await chooseEngine(choice, report, signal);
  engines.add(engine);
  const close = async () => {
    if (signal.aborted) report.note('stopping; removing what the run made');
    await engines.close(engine);
  };
  let result: T;
  try {
    result = await work(engine);
  } catch (error) {
    await close();
    throw error;
  }
  await together(close(), conclude(result));
  return result;
}
