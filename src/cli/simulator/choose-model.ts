import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { newestModel } from './run-folder';

/** The archive that was named, or the model of the newest run. */
export async function chooseModel(project: Project, given: string | undefined): Promise<string> {
  const archive = given === undefined ? await newestModel(project) : resolve(given);
  if (archive && await access(archive).then(() => true, () => false)) return archive;
  throw new CliError('SMA_CLI_MODEL_MISSING', {
    what: archive ? `${archive} does not exist.` : 'no run has made a model yet.',
    why: 'a server needs the model of a training job',
    fix: archive ? 'name an existing model.tar.gz, or leave --model out' : 'run "npx projen local:train" first',
  });
}
