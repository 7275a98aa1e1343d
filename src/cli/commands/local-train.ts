import { relative } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import type { WantedEngine } from '../engine/choose-engine';
import { withEngine } from '../engine/with-engine';
import { requireBundles } from '../project';
import { addInputOptions } from './input-options';
import { addJobOptions, engineChoice, engineOption, hyperparameterOption, jobConditions, jsonOption, type JobOptions } from './run-options';
import { parseInputSettings, type InputOptions } from '../simulator/input/input-settings';
import { newRunFolder } from '../simulator/run-folder';
import { renderSummary, summaryDocument } from '../simulator/summary';
import { runTrainingJob, trainingInput } from '../simulator/training-job';

interface LocalTrainOptions extends InputOptions, JobOptions {
  readonly engine: WantedEngine;
  readonly hyperparameter: readonly string[];
}

export function addLocalTrain(program: Command, context: CliContext): void {
  const command = program
    .command('local:train')
    .description('one training job on the sample data; says where model.tar.gz is')
    .addOption(engineOption())
    .addOption(hyperparameterOption());
  addInputOptions(addJobOptions(command))
    .addOption(jsonOption())
    .action((options: LocalTrainOptions) => localTrain(context, options));
}

async function localTrain(context: CliContext, options: LocalTrainOptions): Promise<void> {
  const { report, signal, engines } = context;
  const project = await context.project();
  const conditions = jobConditions(options, project);
  await requireBundles(project, ['train']);
  const input = await trainingInput(project, options.hyperparameter, parseInputSettings(options), options.instanceType);
  const run = await newRunFolder(project);
  const choice = engineChoice(context, project, run, options.engine, ['train']);
  const summary = await withEngine(context, choice, async (engine) => ({
    job: await runTrainingJob({ project, run, input, ...conditions }, engine, report, signal),
    engine: engine.name,
    unchecked: engine.unchecked,
    archive: relative(project.dir, run.modelArchive),
    run: relative(project.dir, run.dir),
    invocations: [],
  }));
  report.result(renderSummary(summary));
  report.document({ ok: true, ...summaryDocument(summary), leftBehind: engines.left });
}
