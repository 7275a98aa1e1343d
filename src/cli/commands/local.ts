import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { imageFor } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { imageIdsArgs } from '../docker/docker-args';
import type { WantedEngine } from '../engine/choose-engine';
import type { Engine } from '../engine/engine';
import { withEngine } from '../engine/with-engine';
import { RunJournal } from '../html-report/run-journal';
import { preloadRunReport, writeRunReport } from '../html-report/run-report';
import { latestTag } from '../images/image-names';
import { requireBundles, type Project } from '../project';
import { count } from '../quantities';
import { addInputOptions } from './input-options';
import { addJobOptions, engineChoice, engineOption, hyperparameterOption, jobConditions, jsonOption, type JobOptions } from './run-options';
import { startEndpoint } from '../simulator/endpoint';
import { parseInputSettings, type InputOptions } from '../simulator/input/input-settings';
import { describeFailure, invoke, succeeded } from '../simulator/invocation';
import { readPayloads } from '../simulator/payloads';
import { newRunFolder } from '../simulator/run-folder';
import { predictionName, recordChannels, writeRunRecord } from '../simulator/run-record';
import { renderAnswer, renderSummary, summaryDocument, summaryRows, type RunSummary } from '../simulator/summary';
import { runTrainingJob, trainingInput } from '../simulator/training-job';
import { together } from '../together';

interface LocalOptions extends InputOptions, JobOptions {
  readonly engine: WantedEngine;
  readonly hyperparameter: readonly string[];
  readonly payload: readonly string[];
}

export function addLocal(program: Command, context: CliContext): void {
  const command = program
    .command('local')
    .description('what SageMaker does, here: train, model.tar.gz, serve, invoke, report')
    .addOption(engineOption())
    .addOption(hyperparameterOption())
    .option('--payload <file...>', 'requests to send instead of all sample payloads', []);
  addInputOptions(addJobOptions(command))
    .addOption(jsonOption())
    .action((options: LocalOptions) => local(context, options));
}

async function local(context: CliContext, options: LocalOptions): Promise<void> {
  const { report, engines } = context;
  const project = await context.project();
  const conditions = jobConditions(options, project);
  await requireBundles(project, ['train', 'serve']);
  const payloads = await readPayloads(project, options.payload);
  const input = await trainingInput(project, options.hyperparameter, parseInputSettings(options), options.instanceType);
  const channels = await recordChannels(input.channels);
  const run = await newRunFolder(project);
  const journal = new RunJournal({ project, run, input, channels, payloads }, report);
  const choice = engineChoice(context, project, run, options.engine, ['train', 'serve']);
  const work = (engine: Engine) => trainAndServe(context, journal, conditions, engine);
  preloadRunReport();
  const conclude = async (summary: RunSummary) => writeRunReport(context, journal.told(summaryRows(summary), predictionProblem(summary)));
  const summary = await withEngine(context, choice, work, conclude).catch(async (error: unknown) => {
    // A run that ended badly is worth a look, too; how it ended counts more than whether the page could be written.
    if (error instanceof CliError && journal.hasBegun) {
      await writeRunReport(context, journal.told(undefined, error)).then(() => noteReport(context, journal), () => undefined);
    }
    throw error;
  });
  const problem = predictionProblem(summary);
  report.result(`\n${renderSummary(summary)}`);
  if (problem) throw problem;
  report.document({ ok: true, ...summaryDocument(summary), leftBehind: engines.left });
}

const noteReport = ({ report }: CliContext, { project, run }: RunJournal): void => report.note(`report ${relative(project.dir, run.report)}`);

async function trainAndServe(
  context: CliContext, journal: RunJournal, conditions: ReturnType<typeof jobConditions>, engine: Engine,
): Promise<RunSummary> {
  const { report, signal } = context;
  const { project, run, input, channels, payloads, scanner, status, onUsage } = journal;
  const job = await runTrainingJob({ project, run, input, ...conditions, scanner, status, onUsage }, engine, report, signal);
  const [programs] = await together(programIds(context, project, engine), serveAndInvoke(context, journal, engine));
  const facts = { job: job.name, engine: engine.name, programs, channels, modelBytes: job.model.bytes, ...journal.recorded };
  await writeRunRecord(project, run, facts, payloads, journal.invocations);
  return {
    engine: engine.name,
    unchecked: engine.unchecked,
    job,
    archive: relative(project.dir, run.modelArchive),
    run: relative(project.dir, run.dir),
    report: relative(project.dir, run.report),
    invocations: journal.invocations,
  };
}

/** What ran: ids of images, which no later build can change. */
async function programIds({ docker }: CliContext, { plan }: Project, engine: Engine): Promise<Record<ContainerCommand, string>> {
  if (engine.name === 'process') return { train: engine.name, serve: engine.name };
  const images = (['train', 'serve'] as const).map((command) => latestTag(imageFor(plan, command)));
  const [train, serve] = (await docker.must(imageIdsArgs(images))).stdout.trim().split('\n');
  return { train, serve };
}

/** Serves the packed model, sends every payload, stops the server as SageMaker does. */
async function serveAndInvoke({ report, signal }: CliContext, journal: RunJournal, engine: Engine): Promise<void> {
  const { project, run, payloads, invocations } = journal;
  const endpoint = await startEndpoint({ project, run, archive: run.modelArchive }, engine, report, signal);
  await report.step('invoke', count(payloads.length, 'payload'), async () => {
    for (const payload of payloads) invocations.push(await Promise.race([invoke(endpoint.url, payload, signal), endpoint.died]));
  });
  await endpoint.stop();
  for (const invocation of invocations) {
    const file = join(run.predictions, predictionName(invocation.payload));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, invocation.body);
    report.result(renderAnswer(invocation, relative(project.dir, file)));
  }
}

function predictionProblem(summary: RunSummary): CliError | undefined {
  const failed = summary.invocations.filter((invocation) => !succeeded(invocation));
  if (failed.length === 0) return undefined;
  return new CliError('SMA_CLI_INVOCATION', {
    what: `${count(failed.length, 'payload')} of ${summary.invocations.length} got no prediction:`,
    why: 'a caller of InvokeEndpoint gets a ModelError for each',
    fix: `correct the payload or the algorithm; the server's log is ${summary.run}/serving.log`,
    details: failed.map(describeFailure),
    data: summaryDocument(summary),
  });
}
