import { posix } from 'node:path';
import type { Project } from 'projen';
import { Component } from 'projen/lib/component';
import { TemplateFile } from './template-file';
import { ACCEPT_BIND_TO_PORT_LABEL } from '../contract/container-http';
import { keyIdsOf, KEYS_FOLDER, KEYS_MARK_ARG, keySecret } from '../contract/encryption';
import { EXIT_CODE } from '../contract/job-outcome';
import { type AlgorithmPlan, BUNDLE_DIR, type ImagePlan, NPM_DIR, taskOutputs } from '../contract/plan';
import { DROPPED_VARIABLES, ENTRYPOINT_SCRIPT, NODE_LINK, PROGRAM_DIR, SEARCH_PATH_FILE, SHELL_COPY } from '../contract/program';

/** The last step of each stage that gathers files: any fixed time does, and that of links counts too. */
const SET_TIMES = 'find /out -exec touch -h -d @0 {} +';

interface Label {
  readonly name: string;
  readonly value: string;
}

function labels(plan: AlgorithmPlan, image: ImagePlan): Label[] {
  const { algorithm: { name, version }, description } = plan;
  return [
    { name: 'org.opencontainers.image.title', value: name },
    ...(version === undefined ? [] : [{ name: 'org.opencontainers.image.version', value: version }]),
    ...(description === undefined ? [] : [{ name: 'org.opencontainers.image.description', value: description }]),
    // Only an image that serves has the capability, and the runtime always honours it.
    ...(image.programs.some(({ command }) => command === 'serve') ? [{ name: ACCEPT_BIND_TO_PORT_LABEL, value: 'true' }] : []),
  ];
}

/** What a container says when it is started with another word. */
function usage(plan: AlgorithmPlan, image: ImagePlan): string {
  const words = image.programs.map(({ command }) => command).join(' or ');
  const others = plan.images.filter((other) => other !== image).map((other) =>
    ` The ${other.name} image of this algorithm takes ${other.programs.map(({ command }) => command).join(' or ')}.`);
  return `This is the ${image.name} image of ${plan.algorithm.name}: start it with the argument ${words}.${others.join('')}`;
}

/** The build context of every image: Dockerfile, scripts, entry programs, allow-list. */
export class ContainerFiles extends Component {
  constructor(project: Project, plan: AlgorithmPlan) {
    super(project);
    plan.images.forEach((image) => this.addImage(project, plan, image));
  }

  private addImage(project: Project, plan: AlgorithmPlan, image: ImagePlan): void {
    const { encryption } = plan.algorithm;
    const commands = image.programs.map(({ command }) => command);
    const scripts = [ENTRYPOINT_SCRIPT, ...commands];
    const at = (name: string) => posix.join(image.folder, name);

    new TemplateFile(project, at('Dockerfile'), 'container/Dockerfile', {
      localName: image.localName,
      baseImage: image.baseImage,
      scripts,
      bundles: image.programs.flatMap(({ bundle }) => [bundle, `${bundle}.map`]).map((file) => posix.basename(file)),
      setTimes: SET_TIMES,
      programDir: PROGRAM_DIR,
      bundleDir: BUNDLE_DIR,
      npmDir: NPM_DIR,
      externals: image.externals.length > 0,
      nodeLink: NODE_LINK,
      shellCopy: SHELL_COPY,
      searchPathFile: SEARCH_PATH_FILE,
      labels: labels(plan, image),
      keysMarkArg: KEYS_MARK_ARG,
      keysDir: posix.join(PROGRAM_DIR, KEYS_FOLDER),
      secrets: encryption ? keyIdsOf(encryption).map((keyId) => ({ keyId, id: keySecret(keyId) })) : [],
      entrypoint: ENTRYPOINT_SCRIPT,
      defaultCommand: image.defaultCommand,
    });
    new TemplateFile(project, at('.dockerignore'), 'container/_dockerignore', {
      allowed: [
        ...scripts,
        ...taskOutputs(image).map((file) => posix.relative(image.folder, file)),
      ],
    });
    new TemplateFile(project, at(ENTRYPOINT_SCRIPT), 'container/entrypoint', {
      commands, programDir: PROGRAM_DIR, shellCopy: SHELL_COPY, usage: usage(plan, image), usageExitCode: EXIT_CODE.usage,
    }, { executable: true });
    for (const command of commands) {
      new TemplateFile(project, at(command), `container/${command}`, {
        droppedVariables: DROPPED_VARIABLES, programDir: PROGRAM_DIR, nodeLink: NODE_LINK, shellCopy: SHELL_COPY,
        searchPathFile: SEARCH_PATH_FILE,
      }, { executable: true });
      new TemplateFile(project, at(`${command}.ts`), `container/${command}.ts`, {});
    }
  }
}
