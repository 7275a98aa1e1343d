import { relative } from 'node:path';
import {
  BATCH_FAILURE_REASON, BATCH_INVOCATION_RETRIES_DEFAULT, BATCH_INVOCATION_TIMEOUT_DEFAULT_SECONDS,
} from '../../../contract/batch-transform';
import { CliError } from '../../cli-error';
import type { Engine } from '../../engine/engine';
import { pause } from '../../interruption';
import type { Project } from '../../project';
import { count } from '../../quantities';
import type { Report } from '../../report';
import { type Endpoint, startEndpoint } from '../endpoint';
import { jobName, transformEnvironment } from '../job-environment';
import { openLog } from '../log-file';
import type { RunFolder } from '../run-folder';
import type { LineEnds } from './assembler';
import { effectiveParameters, type EffectiveParameters } from './effective-parameters';
import { askExecutionParameters } from './execution-parameters';
import type { StoredObject } from '../objects';
import { batchPlan } from './object-batches';
import { sendBatch } from './send-batch';
import { failureLines, parametersLine, withTime } from './service-log';
import { transformObjects, type TransformedObject } from './transform-objects';
import { newRecord, recordedObject, transformPaths, writeTransformRecord, type TransformRecord } from './transform-record';
import { checkTransformRequest, productProblems, type TransformRequest } from './transform-request';

export interface TransformJobOptions {
  readonly project: Project;
  readonly run: RunFolder;
  readonly archive: string;
  readonly request: TransformRequest;
  readonly objects: readonly StoredObject[];
  readonly lineEnds?: LineEnds;
}

/** What `DescribeTransformJob` would tell, and what was counted. */
export interface TransformJob {
  readonly name: string;
  readonly status: 'Completed' | 'Failed';
  readonly failureReason?: string;
  readonly durationMs: number;
  readonly parameters: EffectiveParameters;
  readonly objects: readonly TransformedObject[];
}

/** Refuses what the service would refuse before a machine is started. */
export function assertTransformRequest(request: TransformRequest, from: string, objects?: readonly StoredObject[]): void {
  const problems = [...checkTransformRequest(request), ...(objects?.length === 0 ? ['the input holds no object'] : [])];
  if (problems.length > 0) throw notAJob(problems, from);
}

const notAJob = (details: readonly string[], from: string): CliError => new CliError('SMA_CLI_TRANSFORM', {
  what: 'SageMaker would not run this batch transform job:',
  why: 'it checks the parameters of a job, and that there is something to transform',
  fix: `correct ${from}`,
  details,
});

/** One batch transform job: serve the model, send what every object becomes, keep the answers; its record is there whatever the end. */
export async function runTransformJob(
  options: TransformJobOptions, engine: Engine, report: Report, signal: AbortSignal,
): Promise<TransformJob> {
  const { project, run, request } = options;
  const startedAt = Date.now();
  const objects: TransformedObject[] = [];
  let record = newRecord(run, { job: jobName(project.plan, run.id), engine: engine.name, request });
  const put = async (news: Partial<TransformRecord>) => writeTransformRecord(run, record = { ...record, ...news });
  await put({});
  try {
    const parameters = await serveAndTransform(options, engine, report, signal, objects, (found) => put({ parameters: found }));
    const failed = objects.find(({ status }) => status === 'Failed');
    const failureReason = failed && BATCH_FAILURE_REASON[failed.failure!.blame];
    const status = failed ? 'Failed' : 'Completed';
    await put({ status, failureReason, ...ended(objects) });
    return { name: record.job, status, failureReason, durationMs: Date.now() - startedAt, parameters, objects };
  } catch (error) {
    // What went wrong counts more than its record.
    const status = signal.aborted ? 'Stopped' : 'Failed';
    await put({ status, failureReason: (error as Error).message, ...ended(objects) }).catch(() => undefined);
    throw error;
  }
}

const ended = (objects: readonly TransformedObject[]) => ({ endedAt: new Date().toISOString(), objects: objects.map(recordedObject) });

async function serveAndTransform(
  { project, run, archive, request, objects, lineEnds = 'missing' }: TransformJobOptions,
  engine: Engine, report: Report, signal: AbortSignal,
  done: TransformedObject[], onParameters: (parameters: EffectiveParameters) => Promise<void>,
): Promise<EffectiveParameters> {
  const { output, log: logFile } = transformPaths(run);
  const log = openLog(logFile);
  const say = async (lines: readonly string[]) => {
    for (const line of lines) {
      report.childLine(line);
      await log.line(withTime(line, new Date()));
    }
  };
  // Whatever the end, no request is left on its way.
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    const env = transformEnvironment(project.plan, request);
    const endpoint = await startEndpoint({ project, run, archive, env }, engine, report, signal);
    const parameters = await agreeOnParameters(endpoint, request, report, either);
    await onParameters(parameters);
    await report.step('transform', count(objects.length, 'object'), async () => {
      await say([parametersLine(parameters)]);
      await transformObjects({
        objects,
        plan: batchPlan(request, parameters),
        lineEnds,
        outputDir: output,
        signal: either,
        send: (batch) => Promise.race([endpoint.died, sendBatch(batch, {
          url: endpoint.url,
          contentType: request.contentType,
          accept: request.accept,
          timeoutMs: (request.invocationsTimeoutSeconds ?? BATCH_INVOCATION_TIMEOUT_DEFAULT_SECONDS) * 1_000,
          maxRetries: request.invocationsMaxRetries ?? BATCH_INVOCATION_RETRIES_DEFAULT,
          signal: either,
          pause,
        })]),
        onObject: async (result) => {
          done.push(result);
          if (result.failure) await say(failureLines(result.key, result.failure));
        },
      });
    });
    await endpoint.stop();
    return parameters;
  } finally {
    over.abort(new Error('the job is over'));
    await log.close();
  }
}

async function agreeOnParameters(
  { url, died }: Endpoint, request: TransformRequest, report: Report, signal: AbortSignal,
): Promise<EffectiveParameters> {
  const { parameters: said, problems } = await Promise.race([died, askExecutionParameters(url, signal)]);
  problems.forEach((problem) => report.warn(problem));
  const parameters = effectiveParameters(request, said);
  const tooMuch = productProblems(parameters.maxConcurrentTransforms, parameters.maxPayloadInMb);
  if (tooMuch.length === 0) return parameters;
  throw notAJob(tooMuch, 'the parameters of the job, or what the container answers to execution-parameters');
}

const indented = (lines: readonly string[]): string[] => lines.filter((line) => line !== '').map((line) => `  ${line}`);

/** A job that failed, as its caller would see it. */
export function transformFailed(
  { name, failureReason, objects }: TransformJob, project: Project, run: RunFolder, data: Readonly<Record<string, unknown>>,
): CliError {
  const failed = objects.filter(({ status }) => status === 'Failed');
  return new CliError('SMA_CLI_TRANSFORM_FAILED', {
    what: `transform job ${name} failed: ${count(failed.length, 'object')} of ${objects.length} got no output.`,
    why: 'one request without a good answer, after all repetitions, leaves its object without output and ends the job as Failed',
    fix: `correct the data or the algorithm; ${[transformPaths(run).log, run.servingLog].map((log) => relative(project.dir, log)).join(' and ')} tell more`,
    details: [
      `FailureReason: ${failureReason}`,
      ...failed.flatMap(({ key, failure }) => [`${key}: ${failure!.summary}`, ...indented(failure!.details)]),
    ],
    data,
  });
}
