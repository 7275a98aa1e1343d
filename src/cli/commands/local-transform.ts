import { relative } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CompressionType } from '../../contract/algorithm-spec';
import type { JoinSource } from '../../contract/batch-transform';
import type { AssemblyType, BatchStrategy, SplitType } from '../../contract/create-algorithm';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { WantedEngine } from '../engine/choose-engine';
import { withEngine } from '../engine/with-engine';
import { requireBundles, type Project } from '../project';
import { engineChoice, engineOption, jsonOption } from './run-options';
import { chooseModel } from '../simulator/choose-model';
import { acceptFor } from '../simulator/payloads';
import { newRunFolder } from '../simulator/run-folder';
import type { LineEnds } from '../simulator/transform/assembler';
import type { TransformRequest } from '../simulator/transform/transform-request';

interface LocalTransformOptions {
  readonly engine: WantedEngine;
  readonly model?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly compressionType?: CompressionType;
  readonly splitType?: SplitType;
  readonly batchStrategy?: BatchStrategy;
  readonly assembleWith?: AssemblyType;
  readonly lineEnds: LineEnds;
  readonly maxConcurrentTransforms?: number;
  readonly maxPayloadInMb?: number;
  readonly inputFilter?: string;
  readonly joinSource?: JoinSource;
  readonly outputFilter?: string;
  readonly invocationsTimeoutInSeconds?: number;
  readonly invocationsMaxRetries?: number;
  readonly env: readonly string[];
}

const oneOf = (flag: string, text: string, values: string[]): Option => new Option(flag, text).choices(values);

export function addLocalTransform(program: Command, context: CliContext): void {
  program
    .command('local:transform')
    .description('one batch transform job on the model of a run; results go to <input>.out in the run\'s folder')
    .argument('[input...]', 'a folder, or files; default: the sample payloads of one content type')
    .addOption(engineOption())
    .option('--model <model.tar.gz>', 'default: the model of the newest run')
    .option('--content-type <type>', 'goes with every request; default: by the file extension')
    .option('--accept <type>', 'default: the content type where the algorithm answers in it')
    .addOption(oneOf('--compression-type <type>', 'Gzip: objects are inflated first; default: None', ['None', 'Gzip']))
    .addOption(oneOf('--split-type <type>', 'what is one record; default: None, the whole object', ['None', 'Line', 'RecordIO', 'TFRecord']))
    .addOption(oneOf('--batch-strategy <name>', 'records in one request; default: what the container says, else MultiRecord', ['SingleRecord', 'MultiRecord']))
    .addOption(oneOf('--assemble-with <type>', 'Line: a line feed after each result; default: None', ['None', 'Line']))
    .addOption(oneOf('--line-ends <when>', 'with --assemble-with Line: after answers that lack a line feed, or after all', ['missing', 'always']).default('missing'))
    .option('--max-concurrent-transforms <number>', 'requests at once; default: what the container says, else 1', wholeNumber)
    .option('--max-payload-in-mb <number>', 'largest request, 0: no limit, sent in chunks; default: what the container says, else 6', wholeNumber)
    .option('--input-filter <jsonpath>', 'part of each record that is sent; default: $')
    .addOption(oneOf('--join-source <source>', 'Input: results are joined to their records; default: None', ['None', 'Input']))
    .option('--output-filter <jsonpath>', 'part of each (joined) result that is kept; default: $')
    .option('--invocations-timeout-in-seconds <number>', 'default: 600', wholeNumber)
    .option('--invocations-max-retries <number>', 'default: 3', wholeNumber)
    .option('--env <name=value...>', 'environment of the job; may be given several times', [])
    .addOption(jsonOption())
    .action((inputs: string[], options: LocalTransformOptions) => localTransform(context, inputs, options));
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it is a whole number.');
}

async function localTransform(context: CliContext, inputs: readonly string[], options: LocalTransformOptions): Promise<void> {
  const { report, signal, engines } = context;
  const { chooseInput } = await import('../simulator/transform/choose-input');
  const { assertTransformRequest, runTransformJob, transformFailed } = await import('../simulator/transform/transform-job');
  const { renderTransform, transformDocument, unequalLines } = await import('../simulator/transform/render-transform');
  const { DEFAULT_REQUEST } = await import('../simulator/transform/transform-request');
  const project = await context.project();
  await requireBundles(project, ['serve']);
  const { objects, contentType, from } = await chooseInput(project, inputs, options.contentType);
  const request: TransformRequest = { ...DEFAULT_REQUEST, ...asked(project, contentType, options) };
  assertTransformRequest(request, 'the options of local:transform', objects);
  const archive = await chooseModel(project, options.model);
  report.note(`model ${relative(process.cwd(), archive)}, input ${from}`);
  const run = await newRunFolder(project);
  const choice = engineChoice(context, project, run, options.engine, ['serve']);
  const summary = await withEngine(context, choice, async (engine) => ({
    job: await runTransformJob({ project, run, archive, request, objects, lineEnds: options.lineEnds }, engine, report, signal),
    engine: engine.name,
    unchecked: engine.unchecked,
    model: relative(project.dir, archive),
    output: `${relative(project.dir, run.dir)}/transform`,
    run: relative(project.dir, run.dir),
  }));
  report.result(renderTransform(summary));
  if (request.splitType === 'Line') unequalLines(summary.job.objects).forEach((line) => report.warn(line));
  if (summary.job.status === 'Failed') throw transformFailed(summary.job, project, run, transformDocument(summary));
  report.document({ ok: true, ...transformDocument(summary), leftBehind: engines.left });
}

/** What the options say; what they do not say keeps the service's default. */
function asked(project: Project, contentType: string, options: LocalTransformOptions): Partial<TransformRequest> {
  const { splitType, assembleWith, compressionType, batchStrategy, maxConcurrentTransforms, maxPayloadInMb } = options;
  const { inputFilter, joinSource, outputFilter } = options;
  const given = {
    splitType, assembleWith, compressionType, batchStrategy, maxConcurrentTransforms, maxPayloadInMb,
    inputFilter, joinSource, outputFilter,
    contentType,
    accept: options.accept ?? acceptFor(project.plan.algorithm, contentType),
    invocationsTimeoutSeconds: options.invocationsTimeoutInSeconds,
    invocationsMaxRetries: options.invocationsMaxRetries,
    environment: Object.fromEntries(options.env.map(assignment)),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function assignment(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new CliError('SMA_CLI_USAGE', { what: `--env "${text}" has no name and value.`, fix: 'write --env NAME=value, once per variable' });
}
