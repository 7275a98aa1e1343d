/** The program `sm-algorithm`: lists the commands and turns how they end into exit codes. */
import { setMaxListeners } from 'node:events';
import { Command, CommanderError } from 'commander';
import type { CliContext } from './cli-context';
import { CliError, errorDocument } from './cli-error';
import { addAlgorithmCheck } from './commands/algorithm-check';
import { addAlgorithmCreate } from './commands/algorithm-create';
import { addAlgorithmData } from './commands/algorithm-data';
import { addAlgorithmDiff } from './commands/algorithm-diff';
import { addAlgorithmListing } from './commands/algorithm-listing';
import { addAlgorithmSpec } from './commands/algorithm-spec';
import { addAlgorithmStatus } from './commands/algorithm-status';
import { addConformance } from './commands/conformance';
import { addDoctor } from './commands/doctor';
import { addDrillHosts } from './commands/drill-hosts';
import { addDrillOverload } from './commands/drill-overload';
import { addDrillPipe } from './commands/drill-pipe';
import { addDrillSpot } from './commands/drill-spot';
import { addDrillStop } from './commands/drill-stop';
import { addEcrLogin } from './commands/ecr-login';
import { addEcrPush } from './commands/ecr-push';
import { addEcrTag } from './commands/ecr-tag';
import { addImageBuild } from './commands/image-build';
import { addImageCheck } from './commands/image-check';
import { addImageContext } from './commands/image-context';
import { addImageSbom } from './commands/image-sbom';
import { addImageSize } from './commands/image-size';
import { addLocal } from './commands/local';
import { addLocalInvoke } from './commands/local-invoke';
import { addLocalRehearse } from './commands/local-rehearse';
import { addLocalServe } from './commands/local-serve';
import { addLocalTrain } from './commands/local-train';
import { addLocalTransform } from './commands/local-transform';
import { addReport } from './commands/report';
import { Docker, DOCKER_VARIABLE } from './docker/docker';
import { OpenEngines } from './engine/open-engines';
import { run, start } from './exec';
import { Interrupted, onBug, onEndSignals, onLostOutput, onParentGone, pause, stuck, type End } from './interruption';
import { ownVersion } from './own-version';
import { readProject } from './project';
import { Report, wantsDocument } from './report';
import { asUnwritable } from './unwritable';

const COMMANDS = [
  addLocal, addLocalTrain, addLocalServe, addLocalInvoke, addLocalTransform, addLocalRehearse,
  addDrillStop, addDrillSpot, addDrillHosts, addDrillPipe, addDrillOverload,
  addImageBuild, addImageCheck, addImageContext, addImageSize, addImageSbom, addDoctor, addEcrTag, addEcrLogin, addEcrPush,
  addAlgorithmSpec, addAlgorithmCheck, addAlgorithmData, addAlgorithmCreate, addAlgorithmStatus, addAlgorithmDiff,
  addAlgorithmListing, addConformance, addReport,
];

/** Work that was given up because of a bug and does not come to its end is left alone after this time. Unit: ms. */
const STUCK_MS = 10_000;

/** 0: good. 1: the person can put it right. 2: a bug of ours. 128 + n: ended by a signal. */
const EXIT = { user: 1, bug: 2 } as const;

const versions = (): string => `sm-algorithm ${ownVersion()}, Node ${process.version}, ${process.platform} ${process.arch}`;

function makeProgram(context: Omit<CliContext, 'project'>): Command {
  const program = new Command('sm-algorithm')
    .description('Local runs and container images of a SageMaker algorithm; reads .sm-algorithm/plan.json')
    .version(ownVersion())
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

/** Tells how the work ended, on stderr and in the document of `--json`, always in the same form. */
function exitCodeFor(error: unknown, report: Report, { left, opened }: OpenEngines): number {
  const outcome = outcomeOf(error);
  const remains = left.length > 0 ? 'what is left of the run stands above' : 'nothing of the run is left running';
  // The argument parser has said it already.
  if (error instanceof Interrupted) report.note(opened ? `${error.message}; ${remains}` : error.message);
  else if (outcome.exitCode === EXIT.bug) report.bug(error, versions());
  else if (outcome.error && !(error instanceof CommanderError)) report.error(outcome.error);
  if (outcome.error) report.document({ ...errorDocument(outcome.error), ...(left.length > 0 && { leftBehind: left }) });
  return outcome.exitCode;
}

function outcomeOf(error: unknown): { readonly exitCode: number; readonly error?: CliError } {
  if (error instanceof CommanderError) {
    // Help and version end by an exception too.
    if (error.exitCode === 0) return { exitCode: 0 };
    return { exitCode: error.exitCode, error: new CliError('SMA_CLI_USAGE', { what: error.message, fix: 'see what --help says' }) };
  }
  if (error instanceof Interrupted) {
    return { exitCode: error.exitCode, error: new CliError('SMA_CLI_INTERRUPTED', { what: error.message, fix: 'run the command again' }) };
  }
  const known = error instanceof CliError ? error : asUnwritable(error);
  if (known) return { exitCode: EXIT.user, error: known };
  return { exitCode: EXIT.bug, error: new CliError('SMA_CLI_BUG', { what: String(error), fix: 'report it with what stands on stderr' }) };
}

async function main(argv: readonly string[]): Promise<void> {
  // Before the arguments are parsed: also a wrong argument has to leave stdout clean.
  const report = new Report({ out: process.stdout, err: process.stderr, env: process.env, json: wantsDocument(argv) });
  const engines = new OpenEngines(report);
  const ending = new AbortController();
  const { signal } = ending;
  // Whatever runs listens to it, each for itself: many listeners are no leak, and no warning of Node's.
  setMaxListeners(0, signal);
  const tell = (error: unknown) => { process.exitCode = exitCodeFor(error, report, engines); };
  let over = false;
  let hangs = false;
  watch((reason) => {
    if (over) return reason instanceof Interrupted || tell(reason);
    // Later reasons end nothing: the removal of what the run made always comes to its end, heard or not.
    if (!signal.aborted) ending.abort(reason);
    else if (reason instanceof Interrupted) report.note('still at it: what the run made is being removed');
    else if (!(reason instanceof CliError)) report.bug(reason, versions());
  });
  const docker = new Docker(process.env[DOCKER_VARIABLE] ?? 'docker', run);
  const work = makeProgram({ report, signal, run, start, docker, engines, env: process.env, pause }).parseAsync(argv);
  try {
    await Promise.race([work, stuck(signal, work, STUCK_MS).then(() => { hangs = true; })]);
    // Ctrl-C can be the ordinary end of a command; a bug or a full disk never is.
    if (signal.aborted && !(signal.reason instanceof Interrupted)) throw signal.reason;
  } catch (error) {
    await engines.closeAll();
    tell(signal.aborted ? signal.reason : error);
  }
  over = true;
  if (hangs) process.exit();
}

function watch(end: End): void {
  onEndSignals(end);
  onParentGone(end);
  onLostOutput([process.stdout, process.stderr], end);
  onBug(end);
}

void main(process.argv);
