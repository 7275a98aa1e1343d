import { relative } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { INFERENCE_PORT } from '../../contract/container-http';
import type { CliContext } from '../cli-context';
import type { WantedEngine } from '../engine/choose-engine';
import type { Engine } from '../engine/engine';
import { withEngine } from '../engine/with-engine';
import { aborted, onAbort } from '../interruption';
import { ownOwner } from '../leftovers/owner';
import { requireBundles, type Project } from '../project';
import { engineChoice, engineOption } from './run-options';
import { chooseModel } from '../simulator/choose-model';
import { startEndpoint } from '../simulator/endpoint';
import { removeEndpoint, writeEndpoint } from '../simulator/endpoint-file';
import { newRunFolder, type RunFolder } from '../simulator/run-folder';
import { openDoorOn } from '../simulator/service-door';

interface LocalServeOptions {
  readonly engine: WantedEngine;
  readonly port?: number;
  readonly model?: string;
}

export function addLocalServe(program: Command, context: CliContext): void {
  program
    .command('local:serve')
    .description('serves a model on 127.0.0.1 until Ctrl-C')
    .addOption(engineOption())
    .option('--port <number>', `default ${INFERENCE_PORT}, or a free one when that is taken`, parsePort)
    .option('--model <model.tar.gz>', 'default: the model of the newest run')
    .action((options: LocalServeOptions) => localServe(context, options));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a whole number from 1 to 65535.');
}

async function localServe(context: CliContext, options: LocalServeOptions): Promise<void> {
  const { report } = context;
  const project = await context.project();
  await requireBundles(project, ['serve']);
  const archive = await chooseModel(project, options.model);
  report.note(`model ${relative(process.cwd(), archive)}`);
  const run = await newRunFolder(project);
  const choice = engineChoice(context, project, run, options.engine, ['serve']);
  await withEngine(context, choice, (engine) => serveUntilStopped(context, project, run, engine, archive, options.port));
}

/** Ctrl-C is the ordinary end here, so it is no failure. */
async function serveUntilStopped(
  { report, signal }: CliContext, project: Project, run: RunFolder, engine: Engine, archive: string, port: number | undefined,
): Promise<void> {
  // The server's own life goes on after Ctrl-C until it has drained.
  const starting = new AbortController();
  const takeBack = onAbort(signal, () => starting.abort(signal.reason));
  const endpoint = await startEndpoint({ project, run, archive }, engine, report, starting.signal);
  takeBack();
  signal.throwIfAborted();
  const door = await openDoorOn(port, INFERENCE_PORT, new URL(endpoint.url));
  try {
    const url = `http://127.0.0.1:${door.port}`;
    const inProject = (path: string) => relative(project.dir, path);
    await writeEndpoint(project, { url, engine: engine.name, owner: ownOwner(), run: inProject(run.dir), model: inProject(archive) });
    report.result(url);
    if (port === undefined && door.port !== INFERENCE_PORT) report.note(`port ${INFERENCE_PORT} is taken; this is a free one`);
    engine.unchecked.forEach((line) => report.note(`not checked: ${line}`));
    report.note('try "npx projen local:invoke" in another terminal; Ctrl-C stops');
    await Promise.race([aborted(signal), endpoint.died]);
    await endpoint.stop();
  } finally {
    await removeEndpoint(project);
    await door.close();
  }
}
