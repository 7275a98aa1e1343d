import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { INFERENCE_PORT, ROUTES } from '../../contract/container-http';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { count } from '../quantities';
import { jsonOption } from './run-options';
import { endpointFile, readEndpoint } from '../simulator/endpoint-file';
import { describeFailure, invoke, succeeded, type Invocation } from '../simulator/invocation';
import { makePayload, readPayloads, type Payload } from '../simulator/payloads';
import { invocationLine } from '../simulator/summary';

const EXAMPLE_URL = `http://127.0.0.1:${INFERENCE_PORT}`;

interface LocalInvokeOptions {
  readonly url?: string;
  readonly contentType?: string;
  readonly accept?: string;
}

export function addLocalInvoke(program: Command, context: CliContext): void {
  program
    .command('local:invoke')
    .description('sends requests to the running local:serve; answers go to stdout')
    .argument('[file...]', 'requests, "-" is stdin; default: all sample payloads')
    .option('--url <url>', `another server, for example ${EXAMPLE_URL}`)
    .option('--content-type <type>', 'default: by the file extension')
    .option('--accept <type>', 'default: the type of the request')
    .addOption(jsonOption())
    .action((files: string[], options: LocalInvokeOptions) => localInvoke(context, files, options));
}

async function localInvoke(context: CliContext, files: readonly string[], options: LocalInvokeOptions): Promise<void> {
  const { report, signal } = context;
  const project = await context.project();
  const url = await serverUrl(project, options.url);
  const payloads = files.includes('-') ? await withStdin(project, files, options, signal) : await readPayloads(project, files, options);
  const done: Invocation[] = [];
  for (const payload of payloads) {
    const invocation = await invoke(url, payload, signal);
    done.push(invocation);
    if (invocation.problem === undefined) report.note(invocationLine(invocation));
    if (succeeded(invocation)) report.result(invocation.body.toString('utf8'));
  }
  const document = { url, payloads: done.map(({ body, ...rest }) => ({ ...rest, latencyMs: Math.round(rest.latencyMs), body: body.toString('utf8') })) };
  assertAnswered(url, done, document);
  report.document({ ok: true, ...document });
}

/** Answers stay in the order of the arguments. */
async function withStdin(project: Project, files: readonly string[], types: LocalInvokeOptions, signal: AbortSignal): Promise<Payload[]> {
  const { algorithm } = project.plan;
  const body = await buffer(addAbortSignal(signal, process.stdin));
  const stdin = makePayload(algorithm, 'stdin', body, types.contentType ?? algorithm.inference.contentTypes[0], types.accept);
  const all = await Promise.all(files.map(async (file) => (file === '-' ? [stdin] : readPayloads(project, [file], types))));
  return all.flat();
}

async function serverUrl(project: Project, given: string | undefined): Promise<string> {
  const url = given ?? (await readEndpoint(project))?.url;
  if (url === undefined) {
    throw new CliError('SMA_CLI_ENDPOINT', {
      what: 'no local:serve is up for this project.',
      why: `it would have written ${endpointFile(project)}`,
      fix: 'run "npx projen local:serve" in another terminal, or give --url',
    });
  }
  const { protocol, search, hash } = URL.canParse(url) ? new URL(url) : { protocol: '' } as URL;
  if (protocol === 'http:' && !search && !hash) return url.replace(/\/+$/, '');
  throw new CliError('SMA_CLI_USAGE', {
    what: `--url "${url}" is no http address of a server.`,
    why: `${ROUTES.invocations} is added to it; a path in it is kept`,
    fix: `write it like ${EXAMPLE_URL}`,
  });
}

function assertAnswered(url: string, done: readonly Invocation[], data: Record<string, unknown>): void {
  const failed = done.filter((invocation) => !succeeded(invocation));
  if (failed.length === 0) return;
  if (failed.some(({ status }) => status === 0) && failed.length === done.length) {
    throw new CliError('SMA_CLI_ENDPOINT', {
      what: `${url} does not answer:`,
      fix: 'see whether "npx projen local:serve" still runs',
      details: failed.map(({ payload, problem }) => `${payload}: ${problem}`),
      data,
    });
  }
  throw new CliError('SMA_CLI_INVOCATION', {
    what: `${count(failed.length, 'request')} of ${done.length} got no prediction:`,
    why: 'a caller of InvokeEndpoint gets a ModelError for each',
    fix: 'correct the request or the algorithm; local:serve shows the server\'s log',
    details: failed.map(describeFailure),
    data,
  });
}
