import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { InvalidArgumentError, type Command } from 'commander';
import {
  CUSTOM_ATTRIBUTES_MAX_CHARS, HEADERS, INFERENCE_ID_MAX_CHARS, INFERENCE_PORT, NEW_SESSION_MAX_CHARS, ROUTES, SESSION_ID_FORM,
} from '../../contract/container-http';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { count, duration } from '../quantities';
import { jsonOption } from './run-options';
import { endpointFile, readEndpoint } from '../simulator/endpoint-file';
import { callerError, describeFailure, invoke, succeeded, type Invocation } from '../simulator/invocation';
import { makePayload, readPayloads, type Payload } from '../simulator/payloads';
import { invocationLine } from '../simulator/summary';

const EXAMPLE_URL = `http://127.0.0.1:${INFERENCE_PORT}`;

interface LocalInvokeOptions {
  readonly url?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly customAttributes?: string;
  readonly inferenceId?: string;
  readonly sessionId?: string;
  readonly stream?: true;
  readonly json?: true;
}

export function addLocalInvoke(program: Command, context: CliContext): void {
  program
    .command('local:invoke')
    .description('sends requests to the running local:serve; answers go to stdout')
    .argument('[file...]', 'requests, "-" is stdin; default: all sample payloads')
    .option('--url <url>', `another server, for example ${EXAMPLE_URL}`)
    .option('--content-type <type>', 'default: by the file extension')
    .option('--accept <type>', 'default: the type of the request')
    .option('--custom-attributes <text>', `for the container, ${HEADERS.customAttributes}`, attributes)
    .option('--inference-id <id>', `for the container, ${HEADERS.inferenceId}`, inferenceId)
    .option('--session-id <id>', 'NEW_SESSION or the id of a session, of stateful models', sessionId)
    .option('--stream', 'as InvokeEndpointWithResponseStream: shows the answer piece by piece as it comes')
    .addOption(jsonOption())
    .action((files: string[], options: LocalInvokeOptions) => localInvoke(context, files, options));
}

const ATTRIBUTES = new RegExp(`^[\\x20-\\x7e]{1,${CUSTOM_ATTRIBUTES_MAX_CHARS}}$`);

/** The service answers ValidationError to what is refused here. */
function attributes(text: string): string {
  if (ATTRIBUTES.test(text)) return text;
  throw new InvalidArgumentError(`they are 1 to ${CUSTOM_ATTRIBUTES_MAX_CHARS} visible ASCII characters.`);
}

function inferenceId(text: string): string {
  if (/^[!-~]+$/.test(text) && text.length <= INFERENCE_ID_MAX_CHARS) return text;
  throw new InvalidArgumentError(`it is 1 to ${INFERENCE_ID_MAX_CHARS} visible ASCII characters.`);
}

function sessionId(text: string): string {
  if (text === 'NEW_SESSION' || (SESSION_ID_FORM.test(text) && text.length <= NEW_SESSION_MAX_CHARS)) return text;
  throw new InvalidArgumentError('it is NEW_SESSION, or letters, digits and hyphens between them.');
}

/** What the options say beside the types. */
const callerHeaders = ({ customAttributes, inferenceId: id, sessionId: session }: LocalInvokeOptions): Record<string, string> => ({
  ...(customAttributes !== undefined && { [HEADERS.customAttributes]: customAttributes }),
  ...(id !== undefined && { [HEADERS.inferenceId]: id }),
  ...(session !== undefined && { [HEADERS.sessionId]: session }),
});

async function localInvoke(context: CliContext, files: readonly string[], options: LocalInvokeOptions): Promise<void> {
  const { report, signal } = context;
  const project = await context.project();
  const url = await serverUrl(project, options.url);
  const payloads = files.includes('-') ? await withStdin(project, files, options, signal) : await readPayloads(project, files, options);
  const done: Invocation[] = [];
  const headers = callerHeaders(options);
  for (const payload of payloads) {
    const invocation = await invoke(url, { ...payload, headers }, signal, options.stream && { onPiece: pieceWriter(report) });
    done.push(invocation);
    if (invocation.problem === undefined) report.note([invocationLine(invocation), ...streamWords(invocation)].join('  '));
    for (const [name, value] of Object.entries(invocation.returned ?? {})) report.note(`${name}: ${value}`);
    if (succeeded(invocation) && !options.stream) report.result(invocation.body.toString('utf8'));
  }
  const document = { url, payloads: done.map(payloadDocument) };
  assertAnswered(url, done, document);
  report.document({ ok: true, ...document });
}

function payloadDocument(invocation: Invocation): Record<string, unknown> {
  const { body, ...rest } = invocation;
  const error = callerError(invocation);
  return { ...rest, latencyMs: Math.round(rest.latencyMs), body: body.toString('utf8'), ...(error && { error }) };
}

/** Writes pieces as they come; a character may be cut between two of them. */
function pieceWriter(report: CliContext['report']): (piece: Buffer) => void {
  const decoder = new TextDecoder();
  return (piece) => { if (!report.json) report.raw(decoder.decode(piece, { stream: true }), 'out'); };
}

const streamWords = ({ stream }: Invocation): string[] =>
  (stream ? [count(stream.pieces, 'piece'), ...(stream.firstPieceMs === undefined ? [] : [`the first after ${duration(stream.firstPieceMs)}`])] : []);

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
