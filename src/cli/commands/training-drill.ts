/** What the commands of drills with training jobs share. */
import { relative } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { ContainerCommand } from '../../contract/program';
import type { CliContext } from '../cli-context';
import { addInputOptions } from './input-options';
import { engineChoice, engineOption, hyperparameterOption, jsonOption } from './run-options';
import { drillDocument, drillProblem, renderDrill, toneOfDrill, type Drill, type DrillName, type Finding } from '../drills/drill';
import type { DrillSetting } from '../drills/drill-setting';
import type { WantedEngine } from '../engine/choose-engine';
import { withEngine } from '../engine/with-engine';
import { RunJournal } from '../html-report/run-journal';
import { writeRunReport } from '../html-report/run-report';
import { requireBundles, type Project } from '../project';
import { parseInputSettings, type InputOptions } from '../simulator/input/input-settings';
import { newRunFolder } from '../simulator/run-folder';
import { recordChannels } from '../simulator/run-record';
import { renderRows, type Row } from '../simulator/summary';
import { trainingInput } from '../simulator/training-job';

export interface TrainingDrillOptions extends InputOptions {
  readonly engine: WantedEngine;
  readonly hyperparameter: readonly string[];
  /** Unit: s. */
  readonly after?: number;
}

interface TrainingDrill {
  readonly name: DrillName;
  readonly commands: readonly ContainerCommand[];
  readonly work: (setting: DrillSetting) => Promise<readonly Finding[]>;
}

export const addTrainingOptions = (command: Command): Command =>
  addInputOptions(command.addOption(engineOption()).addOption(hyperparameterOption())).addOption(jsonOption());

/** When a drill acts. */
export const addAfterOption = (command: Command): Command =>
  command.option('--after <seconds>', 'act so long after the first line of the log; default: at the first line with a metric', seconds);

function seconds(text: string): number {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it is a number of seconds.');
}

/** Runs a drill, shows what it found and ends badly where that is bad. */
export async function runTrainingDrill(
  context: CliContext, project: Project, options: TrainingDrillOptions, drill: TrainingDrill,
): Promise<void> {
  const { report, signal } = context;
  await requireBundles(project, drill.commands);
  const input = await trainingInput(project, options.hyperparameter, parseInputSettings(options));
  const channels = await recordChannels(input.channels);
  const run = await newRunFolder(project);
  const journal = new RunJournal({ project, run, input, channels, payloads: [] }, report);
  const choice = engineChoice(context, project, run, options.engine, drill.commands);
  const { findings, engine, unchecked } = await withEngine(context, choice, async (one) => {
    const { status, scanner, onUsage } = journal;
    const setting = { project, run, input, engine: one, report, signal, status, scanner, onUsage, afterSeconds: options.after };
    return { findings: await drill.work(setting), engine: one.name, unchecked: one.unchecked };
  });
  const found: Drill = { name: drill.name, findings };
  const files = { run: relative(project.dir, run.dir), report: relative(project.dir, run.report) };
  const rows: Row[] = [['engine', [engine]], ['not checked', unchecked], ['run', [files.run]], ['report', [files.report]]];
  await writeRunReport(context, journal.told([[`drill:${drill.name}`, renderDrill(found).split('\n')], ...rows], drillProblem(found)));
  tellDrill(context, found, { engine, unchecked, ...files }, rows);
}

/** Shows what a drill found, for people and for programs, and throws SMA_CLI_DRILL where that is bad. */
export function tellDrill(
  { report, engines }: CliContext, drill: Drill, data: Readonly<Record<string, unknown>> = {}, rows: readonly Row[] = [],
): void {
  const problem = drillProblem(drill, data);
  report.result(`${renderDrill(drill, (tone, text) => report.toned(tone, text))}\n`);
  if (rows.length > 0) report.result(renderRows(rows));
  if (problem) throw problem;
  report.document({ ok: true, ...data, ...drillDocument(drill), judged: toneOfDrill(drill) === 'good', leftBehind: engines.left });
}
