import { posix } from 'node:path';
import type { Project } from 'projen';
import { Component } from 'projen/lib/component';
import { dockerfileView, nodeArgs } from './dockerfile';
import { TemplateFile } from './template-file';
import { EXIT_CODE } from '../contract/job-outcome';
import { type AlgorithmPlan, FILES_DIR, type ImagePlan, type ProgramPlan, taskOutputs } from '../contract/plan';
import {
  CODE_CACHE_SUFFIX, CODE_CACHE_WORD, DISTROLESS_NODE, DISTROLESS_PATH, DROPPED_VARIABLES, ENTRYPOINT_SCRIPT, ENV_COPY,
  FIRST_LINE_VARIABLES, NODE_LINK, PROGRAM_DIR, SEARCH_PATH_FILE, SHELL_COPY, START_SCRIPT,
} from '../contract/program';

/** What a container says when it is started with another word. */
function usage(plan: AlgorithmPlan, image: ImagePlan): string {
  const words = image.programs.map(({ command }) => command).join(' or ');
  const others = plan.images.filter((other) => other !== image).map((other) =>
    ` The ${other.name} image of this algorithm takes ${other.programs.map(({ command }) => command).join(' or ')}.`);
  return `This is the ${image.name} image of ${plan.algorithm.name}: start it with the argument ${words}.${others.join('')}`;
}

/** The template and the view of the script that `train` and `serve` are, and of the entry point. */
interface Scripts {
  readonly entrypoint: string;
  readonly view: object;
  program(command: string): string;
}

const SHELL_SCRIPTS: Scripts = {
  entrypoint: 'container/entrypoint',
  program: (command) => `container/${command}`,
  view: {
    programDir: PROGRAM_DIR,
    nodeLink: NODE_LINK,
    shellCopy: SHELL_COPY,
    searchPathFile: SEARCH_PATH_FILE,
    droppedVariables: DROPPED_VARIABLES,
  },
};

const NODE_SCRIPTS: Scripts = {
  entrypoint: 'container/distroless/entrypoint',
  program: () => 'container/distroless/program',
  view: {
    programDir: PROGRAM_DIR, envCopy: ENV_COPY, node: DISTROLESS_NODE, firstLineVariables: FIRST_LINE_VARIABLES,
    searchPath: DISTROLESS_PATH, droppedVariables: DROPPED_VARIABLES,
  },
};

/** The build context of every image: Dockerfile, scripts, entry programs, allow-list. */
export class ContainerFiles extends Component {
  constructor(project: Project, plan: AlgorithmPlan) {
    super(project);
    plan.images.forEach((image) => this.addImage(project, plan, image));
  }

  private addImage(project: Project, plan: AlgorithmPlan, image: ImagePlan): void {
    const scripts = image.flavor === 'distroless' ? NODE_SCRIPTS : SHELL_SCRIPTS;
    const commands = image.programs.map(({ command }) => command);
    const at = (name: string) => posix.join(image.folder, name);
    new TemplateFile(project, at('Dockerfile'), 'container/Dockerfile', dockerfileView(plan, image));
    new TemplateFile(project, at('.dockerignore'), 'container/_dockerignore', {
      allowed: [
        ENTRYPOINT_SCRIPT,
        START_SCRIPT,
        ...commands,
        ...taskOutputs(image).map((file) => posix.relative(image.folder, file)),
        ...(image.files.length > 0 ? [FILES_DIR] : []),
      ],
    });
    new TemplateFile(project, at(ENTRYPOINT_SCRIPT), scripts.entrypoint, {
      ...scripts.view, commands, usage: usage(plan, image), usageExitCode: EXIT_CODE.usage,
    }, { executable: true });
    new TemplateFile(project, at(START_SCRIPT), 'container/start.js', { cacheWord: CODE_CACHE_WORD, cacheSuffix: CODE_CACHE_SUFFIX });
    for (const program of image.programs) this.addProgram(project, plan, image, program, scripts);
  }

  private addProgram(
    project: Project, { algorithm }: AlgorithmPlan, image: ImagePlan, { command, bundle }: ProgramPlan, { program, view }: Scripts,
  ): void {
    const inImage = posix.join(PROGRAM_DIR, posix.basename(bundle));
    new TemplateFile(project, posix.join(image.folder, command), program(command), {
      ...view, bundle: inImage, startScript: START_SCRIPT, nodeArgs: nodeArgs(image),
    }, { executable: true });
    const entryView = command === 'serve' ? { metrics: algorithm.inference.metrics === true } : {};
    new TemplateFile(project, posix.join(image.folder, `${command}.ts`), `container/${command}.ts`, entryView);
  }
}
