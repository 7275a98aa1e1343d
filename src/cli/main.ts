/** The program `sm-algorithm`: lists the commands and turns how they end into exit codes. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import type { CliContext } from './cli-context';
import { CliError, errorDocument } from './cli-error';
import { addEcrTag } from './commands/ecr-tag';
import { addImageBuild } from './commands/image-build';
import { addImageContext } from './commands/image-context';
import { addLocal } from './commands/local';
import { addLocalInvoke } from './commands/local-invoke';
import { addLocalServe } from './commands/local-serve';
import { addLocalTrain } from './commands/local-train';
import { Docker, DOCKER_VARIABLE } from './docker/docker';
import { run, start } from './exec';
import { abortOnSignals, Interrupted } from './interruption';
import { readProject } from './project';
import { Report } from './report';

const COMMANDS = [addLocal, addLocalTrain, addLocalServe, addLocalInvoke, addImageBuild, addImageContext, addEcrTag];

/** 0: good. 1: the person can put it right. 2: a bug of ours. 128 + n: ended by a signal. */
const EXIT = { user: 1, bug: 2 } as const;

function packageVersion(): string {
  try {
    // Beside lib/cli and src/cli alike.
    return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
  } catch {
    return 'unknown';
  }
}

function makeProgram(context: Omit<CliContext, 'project'>): Command {
  const program = new Command('sm-algorithm')
    .description('Local runs and container images of a SageMaker algorithm; reads .sm-algorithm/plan.json')
    .version(packageVersion())
    .option('--project <dir>', 'folder of the generated project', '.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.report.raw(text, 'out'),
      writeErr: (text) => context.report.raw(text, 'err'),
    });
  const whole: CliContext = { ...context, project: () => readProject(program.opts<{ project: string }>().project) };
  for (const add of COMMANDS) add(program, whole);
  return program;
}

function exitCodeFor(error: unknown, report: Report, signal: AbortSignal): number {
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) report.document({ ok: false, error: { code: 'SMA_CLI_USAGE', what: error.message } });
    return error.exitCode;
  }
  if (signal.aborted) {
    const { reason } = signal as { reason: Interrupted };
    report.note(`${reason.message}; nothing of the run is left running`);
    return reason.exitCode;
  }
  if (error instanceof CliError) {
    report.error(error);
    report.document(errorDocument(error));
    return EXIT.user;
  }
  report.bug(error, `sm-algorithm ${packageVersion()}, Node ${process.version}, ${process.platform} ${process.arch}`);
  report.document({ ok: false, error: { message: String(error) } });
  return EXIT.bug;
}

async function main(argv: readonly string[]): Promise<void> {
  // Before the arguments are parsed: also a wrong argument has to leave stdout clean.
  const report = new Report({ out: process.stdout, err: process.stderr, env: process.env, json: argv.includes('--json') });
  // A reader that went away (`| head`) is no error.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', (error: NodeJS.ErrnoException) => error.code === 'EPIPE' || process.exit(EXIT.bug));
  const signal = abortOnSignals(() => report.note('still at it: what the run made is being removed'));
  const docker = new Docker(process.env[DOCKER_VARIABLE] ?? 'docker', run, start);
  try {
    await makeProgram({ report, signal, run, start, docker, env: process.env }).parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeFor(error, report, signal);
  }
}

void main(process.argv);
