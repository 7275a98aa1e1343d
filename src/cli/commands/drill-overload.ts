import { relative } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { CliContext } from '../cli-context';
import { engineChoice, engineOption, jsonOption } from './run-options';
import { tellDrill } from './training-drill';
import { QUEUE_DEFAULT_MAX } from '../../contract/serving-limits';
import type { WantedEngine } from '../engine/choose-engine';
import { withEngine } from '../engine/with-engine';
import { requireBundles } from '../project';
import { chooseModel } from '../simulator/choose-model';
import { readPayloads } from '../simulator/payloads';
import { newRunFolder } from '../simulator/run-folder';

/** More than wait where a definition says nothing of the queue. */
const CALLERS_DEFAULT = 2 * QUEUE_DEFAULT_MAX;
const CALLERS_MAX = 10_000;
/** Unit: s. */
const SECONDS_DEFAULT = 5;
const SECONDS_MAX = 3_600;

interface DrillOverloadOptions {
  readonly engine: WantedEngine;
  readonly callers: number;
  readonly seconds: number;
  readonly payload?: string;
  readonly model?: string;
}

export function addDrillOverload(program: Command, context: CliContext): void {
  program
    .command('drill:overload')
    .description('sends a server more requests than it can answer: what becomes of callers, pings, memory, and of the server afterwards?')
    .addOption(engineOption())
    .option('--callers <number>', 'who ask at the same time, each again and again', within('callers', CALLERS_MAX), CALLERS_DEFAULT)
    .option('--seconds <number>', 'how long', within('seconds', SECONDS_MAX), SECONDS_DEFAULT)
    .option('--payload <file>', 'the request; default: the first sample payload')
    .option('--model <model.tar.gz>', 'default: the model of the newest run')
    .addOption(jsonOption())
    .action((options: DrillOverloadOptions) => drillOverload(context, options));
}

const within = (what: string, max: number) => (text: string): number => {
  if (/^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text);
  throw new InvalidArgumentError(`${what} are a whole number from 1 to ${max}.`);
};

async function drillOverload(context: CliContext, options: DrillOverloadOptions): Promise<void> {
  const { overloadDrill } = await import('../drills/overload-drill');
  const { report, signal } = context;
  const project = await context.project();
  await requireBundles(project, ['serve']);
  const [payload] = await readPayloads(project, options.payload === undefined ? [] : [options.payload]);
  const archive = await chooseModel(project, options.model);
  const run = await newRunFolder(project);
  const choice = engineChoice(context, project, run, options.engine, ['serve']);
  const { callers, seconds } = options;
  const setting = { project, run, archive, payload, callers, durationMs: seconds * 1_000 };
  const { findings, engine, unchecked } = await withEngine(context, choice, async (one) =>
    ({ findings: await overloadDrill(setting, one, report, signal), engine: one.name, unchecked: one.unchecked }));
  const where = relative(project.dir, run.dir);
  tellDrill(context, { name: 'overload', findings }, { engine, unchecked, run: where }, [
    ['engine', [engine]], ['not checked', unchecked], ['run', [where]],
  ]);
}
