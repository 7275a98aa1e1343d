import { DockerEngine } from './docker-engine';
import { engineResources } from './instance-limits';
import { oldNodeNote } from './old-node';
import { ProcessEngine } from './process-engine';
import { imageFor } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import type { Docker } from '../docker/docker';
import type { Start } from '../exec';
import type { Engine, EngineName } from './engine';
import { buildImages, isEngineGap } from '../images/build-images';
import type { BuildSecret } from '../images/build-secrets';
import type { BuiltFrom } from '../images/image-labels';
import { sweep } from '../leftovers/sweep';
import type { Project } from '../project';
import type { Report } from '../report';
import type { RunFolder } from '../simulator/run-folder';
import { together } from '../together';

export type WantedEngine = EngineName | 'auto';

export interface EngineChoice {
  readonly wanted: WantedEngine;
  readonly project: Project;
  readonly run: RunFolder;
  /** The programs that the run needs. */
  readonly commands: readonly ContainerCommand[];
  readonly docker: Docker;
  readonly start: Start;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the labels of the images say they are built from. */
  builtFrom(): Promise<BuiltFrom>;
  /** Keys that the images carry. */
  secrets(): Promise<readonly BuildSecret[]>;
}

/** The engine asked for; with `auto` docker where its images can be had, else processes, saying why. */
export async function chooseEngine(choice: EngineChoice, report: Report, signal: AbortSignal): Promise<Engine> {
  if (choice.wanted === 'process') return processEngine(choice, report);
  try {
    return await dockerEngine(choice, report, signal);
  } catch (error) {
    if (choice.wanted === 'docker' || !isEngineGap(error)) throw error;
    report.note(`runs without containers: ${error.what}`);
    return processEngine(choice, report);
  }
}

async function dockerEngine(
  { docker, project, run, commands, builtFrom, secrets }: EngineChoice, report: Report, signal: AbortSignal,
): Promise<Engine> {
  const images = [...new Set(commands.map((command) => imageFor(project.plan, command)))];
  const answers = docker.assertAnswers(signal);
  const build = async () => {
    const [from, keys] = await together(builtFrom(), answers.then(secrets));
    return buildImages(docker, { project, images, allowOlder: true, builtFrom: from, secrets: keys }, report, signal);
  };
  const [, , enginePlatform, has] = await together(
    answers.then(() => sweep({ docker, project, usesEngine: true }, report)),
    build(),
    docker.platform(signal),
    answers.then(() => engineResources(docker, signal)),
  );
  return new DockerEngine(docker, run, project, { platform: enginePlatform, has });
}

async function processEngine({ docker, project, run, commands, start, env }: EngineChoice, report: Report): Promise<Engine> {
  await sweep({ docker, project, usesEngine: false }, report);
  const notes = new Set(commands.map((command) => oldNodeNote(project, command)));
  for (const note of notes) {
    if (note) report.note(note);
  }
  return new ProcessEngine(project, run, start, env);
}
