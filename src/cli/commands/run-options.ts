/** Options that several commands of local runs share. */
import { Option } from 'commander';
import type { ContainerCommand } from '../../contract/program';
import type { CliContext } from '../cli-context';
import type { EngineChoice, WantedEngine } from '../engine/choose-engine';
import { buildSecrets } from '../images/build-secrets';
import { ownVersion } from '../own-version';
import type { Project } from '../project';
import { cleanCommit, readGitState } from '../registry/git-state';
import type { RunFolder } from '../simulator/run-folder';

export const engineOption = (): Option =>
  new Option('--engine <name>', 'where the programs run; auto: docker when an engine can be used, else process')
    .choices(['auto', 'docker', 'process'])
    .default('auto');

export const hyperparameterOption = (): Option =>
  new Option('--hyperparameter <name=value...>', 'overrides the hyperparameters file; may be given several times').default([], 'none');

export const jsonOption = (): Option => new Option('--json', 'one JSON document on stdout and nothing else there');

export function engineChoice(
  context: CliContext, project: Project, run: RunFolder, wanted: WantedEngine, commands: readonly ContainerCommand[],
): EngineChoice {
  const { docker, start, env } = context;
  const builtFrom = async () => {
    const git = await readGitState(context.run, project.dir, context.signal);
    return { commit: cleanCommit(git), version: git.taggedVersion, toolVersion: ownVersion() };
  };
  const secrets = () => buildSecrets(project, env, context.run, context.signal);
  return { wanted, project, run, commands, docker, start, env, builtFrom, secrets };
}
