import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { imageFor } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { imageIdArgs } from '../docker/docker-args';
import type { WantedEngine } from '../engine/choose-engine';
import type { Engine } from '../engine/engine';
import { withEngine } from '../engine/with-engine';
import { latestTag } from '../images/image-names';
import { requireBundles, type Project } from '../project';
import { count } from '../quantities';
import { engineChoice, engineOption, hyperparameterOption, jsonOption } from './run-options';
import { startEndpoint } from '../simulator/endpoint';
import { describeFailure, invoke, succeeded, type Invocation } from '../simulator/invocation';
import { readPayloads, type Payload } from '../simulator/payloads';
import { newRunFolder, type RunFolder } from '../simulator/run-folder';
import { predictionName, recordChannels, writeRunRecord } from '../simulator/run-record';
import { renderAnswer, renderSummary, summaryDocument, type RunSummary } from '../simulator/summary';
import { runTrainingJob, trainingInput } from '../simulator/training-job';

interface LocalOptions {
  readonly engine: WantedEngine;
  readonly hyperparameter: readonly string[];
  readonly payload: readonly string[];
}

export function addLocal(program: Command, context: CliContext): void {
  program
    .command('local')
    .description('what SageMaker does, here: train, model.tar.gz, serve, invoke, report')
    .addOption(engineOption())
    .addOption(hyperparameterOption())
    .option('--payload <file...>', 'requests to send instead of all sample payloads', [])
    .addOption(jsonOption())
    .action((options: LocalOptions) => local(context, options));
}

async function local(context: CliContext, options: LocalOptions): Promise<void> {
  const { report, signal, engines } = context;
  const project = await context.project();
  await requireBundles(project, ['train', 'serve']);
  const payloads = await readPayloads(project, options.payload);
  const input = await trainingInput(project, options.hyperparameter);
  const channels = await recordChannels(input.channels);
  const run = await newRunFolder(project);
  const choice = engineChoice(context, project, run, options.engine, ['train', 'serve']);
  const summary = await withEngine(context, choice, async (engine): Promise<RunSummary> => {
    const job = await runTrainingJob({ project, run, input }, engine, report, signal);
    const invocations = await serveAndInvoke(context, project, run, engine, payloads);
    const programs = await programIds(context, project, engine);
    const facts = { job: job.name, engine: engine.name, programs, channels, modelBytes: job.model.bytes };
    await writeRunRecord(project, run, facts, payloads, invocations);
    return {
      engine: engine.name,
      unchecked: engine.unchecked,
      job,
      archive: relative(project.dir, run.modelArchive),
      run: relative(project.dir, run.dir),
      invocations,
    };
  });
  report.result(`\n${renderSummary(summary)}`);
  assertPredicted(summary);
  report.document({ ok: true, ...summaryDocument(summary), leftBehind: engines.left });
}

/** What ran: ids of images, which no later build can change. */
async function programIds({ docker }: CliContext, { plan }: Project, engine: Engine): Promise<Record<ContainerCommand, string>> {
  const id = async (command: ContainerCommand) => (engine.name === 'process' ? engine.name
    : (await docker.must(imageIdArgs(latestTag(imageFor(plan, command))))).stdout.trim());
  return { train: await id('train'), serve: await id('serve') };
}

/** Serves the packed model, sends every payload, stops the server as SageMaker does. */
async function serveAndInvoke(
  { report, signal }: CliContext, project: Project, run: RunFolder, engine: Engine, payloads: readonly Payload[],
): Promise<Invocation[]> {
  const endpoint = await startEndpoint({ project, run, archive: run.modelArchive }, engine, report, signal);
  const invocations = await report.step('invoke', count(payloads.length, 'payload'), async () => {
    const done: Invocation[] = [];
    for (const payload of payloads) done.push(await Promise.race([invoke(endpoint.url, payload, signal), endpoint.died]));
    return done;
  });
  await endpoint.stop();
  for (const invocation of invocations) {
    const file = join(run.predictions, predictionName(invocation.payload));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, invocation.body);
    report.result(renderAnswer(invocation, relative(project.dir, file)));
  }
  return invocations;
}

function assertPredicted(summary: RunSummary): void {
  const failed = summary.invocations.filter((invocation) => !succeeded(invocation));
  if (failed.length === 0) return;
  throw new CliError('SMA_CLI_INVOCATION', {
    what: `${count(failed.length, 'payload')} of ${summary.invocations.length} got no prediction:`,
    why: 'a caller of InvokeEndpoint gets a ModelError for each',
    fix: `correct the payload or the algorithm; the server's log is ${summary.run}/serving.log`,
    details: failed.map(describeFailure),
    data: summaryDocument(summary),
  });
}
