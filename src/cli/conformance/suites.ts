/** The suites of a run of `conformance`: each kind of check with what it looks at. */
import { DECLARED_FACTS } from './declared-facts';
import { imageOf, type Examined, type ExaminedImage } from './examined';
import { probedImage } from './image-checks/probe-image';
import { PROBED_IMAGE_CHECKS, REQUEST_CHECKS, TRAINING_CHECKS } from './registry';
import { emptySuite, suite, type CheckedSubject, type Suite } from './suite';
import type { CliContext } from '../cli-context';
import type { Closable } from '../engine/open-engines';
import { bundlePath, type Project } from '../project';
import { inferenceSuite } from './inference-suite';
import { DockerServingTarget } from './targets/docker-serving-target';
import { DockerTarget, type DockerTargetOptions } from './targets/docker-target';
import { loadsInContainer, loadsInProcess } from './targets/load-model';
import { ProcessServingTarget } from './targets/process-serving-target';
import { ProcessTarget, type ProcessTargetOptions } from './targets/process-target';
import type { ServingTarget } from './targets/serving-trial';
import { inferredFacts, projectFacts, type TrainingFacts } from './training/facts';
import { type LoadModel, TrainingSubject } from './training/subject';
import { ecrImage } from '../../contract/ecr';
import { KEYS_VARIABLE } from '../../contract/encryption';
import type { ImagePlan } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import { imagesOf } from '../../request/image-references';
import { requestSubject } from '../../rules/request/request-rule';
import { expectedOf } from '../algorithm/check-product';
import { projectRequest } from '../algorithm/request';
import { keysFolder } from '../images/build-secrets';
import { feederImageOf, findShell, hasNoShell } from '../images/image-shell';
import { localHyperparameters, parseAssignment } from '../simulator/hyperparameters';

/** What SageMaker's instances for training are, where nobody says otherwise. */
const USUAL_PLATFORM = 'linux/amd64';

const NO_DATA = 'there is no sample data to train on: name its folder, one folder per channel below it, with --data, or a plan with --plan';

export interface Suites {
  readonly suites: readonly Suite[];
  /** What runs jobs and servers; to be closed. */
  readonly targets: readonly Closable[];
}

/** @param dir folder for what trials leave */
export async function suitesFor(context: CliContext, examined: Examined, dir: string): Promise<Suites> {
  const { project } = examined;
  const request = project && (await projectRequest(context, project, {})).request;
  const training = await trainingSubject(context, examined, dir);
  const serving = servingTarget(context, examined, dir);
  return {
    suites: [
      ...imageSuites(context, examined, request && imagesOf(request)),
      'absent' in training ? emptySuite('training', TRAINING_CHECKS, training.absent)
        : suite(trainingName(examined), TRAINING_CHECKS, training),
      inferenceSuite(examined, serving, 'absent' in training ? undefined : training, dir),
      request ? suite('request of the definition', REQUEST_CHECKS, requestSubject(request))
        : emptySuite('request', REQUEST_CHECKS, 'there is no plan, so no request: name one with --plan'),
    ],
    targets: [...('target' in training ? [training.target] : []), ...(serving ? [serving] : [])],
  };
}

/** The last suite: what the others have shown of the declaration. */
export const declaredSuite = ({ project }: Examined, checked: readonly CheckedSubject[]): Suite =>
  suite('declaration', [DECLARED_FACTS], project && checked.flatMap(({ results }) => results));

const labelOf = ({ project }: Examined): string => project?.plan.algorithm.name ?? 'conformance';

const trainingName = (examined: Examined): string => `training, ${imageOf(examined, 'train')?.name ?? 'as processes'}`;

function imageSuites(context: CliContext, examined: Examined, references: ReturnType<typeof imagesOf>): Suite[] {
  const { docker, run, signal } = context;
  if (examined.images.length === 0) return [emptySuite('images', PROBED_IMAGE_CHECKS, 'the programs are looked at as processes, without an image')];
  return examined.images.map((image) => {
    const subject = { image: image.inspected, ...expectedOfImage(examined, image, references) };
    const { name, platform, commands } = image;
    const options = { docker, run, signal, image: name, platform, commands, project: labelOf(examined) };
    return suite(`image ${name}`, PROBED_IMAGE_CHECKS, probedImage(subject, options));
  });
}

const plannedImage = ({ project }: Examined, { commands }: ExaminedImage): ImagePlan | undefined =>
  project?.plan.images.find(({ programs }) => programs.some(({ command }) => commands.includes(command)));

function expectedOfImage(examined: Examined, image: ExaminedImage, references: ReturnType<typeof imagesOf>) {
  const { name } = image;
  const planned = plannedImage(examined, image);
  if (planned) return expectedOf(planned, references);
  // Whoever names an image of a registry means that name; a local one stands for nothing.
  return { platform: USUAL_PLATFORM, ...(ecrImage(name) && { reference: name }) };
}

async function trainingSubject(
  context: CliContext, examined: Examined, dir: string,
): Promise<TrainingSubject | { readonly absent: string }> {
  const { project } = examined;
  const facts = await factsOf(examined);
  if ('absent' in facts) return facts;
  if (examined.images.length === 0 && project) {
    const options = (command: ContainerCommand) => processOptions(context, project, command, dir);
    return new TrainingSubject(facts, new ProcessTarget(options('train')), loadsInProcess(options('serve'), examined.startupTimeoutMs));
  }
  const training = imageOf(examined, 'train');
  if (!training) return { absent: 'no training image is given: name one with --image' };
  const serving = imageOf(examined, 'serve');
  const loadModel: LoadModel | undefined = serving
    && loadsInContainer(dockerOptions(context, examined, serving, dir), examined.startupTimeoutMs);
  const options = { ...dockerOptions(context, examined, training, dir), ...await shellOf(context, examined, training) };
  return new TrainingSubject(facts, new DockerTarget(options), loadModel);
}

/** What is there of a shell: the plan says it, else the image is looked into. */
async function shellOf(
  { docker, signal }: CliContext, examined: Examined, image: ExaminedImage,
): Promise<Pick<DockerTargetOptions, 'hasShell' | 'feederImage'>> {
  const planned = plannedImage(examined, image);
  if (planned) return { hasShell: !hasNoShell(planned), feederImage: feederImageOf(planned) };
  return { hasShell: await findShell({ docker, image: image.name, platform: image.platform, project: labelOf(examined), signal }) };
}

function servingTarget(context: CliContext, examined: Examined, dir: string): ServingTarget | undefined {
  const { project, images } = examined;
  if (images.length === 0) return project && new ProcessServingTarget(processOptions(context, project, 'serve', dir));
  const image = imageOf(examined, 'serve');
  return image && new DockerServingTarget(dockerOptions(context, examined, image, dir));
}

const dockerOptions = (
  { docker, signal }: CliContext, examined: Examined, { name, platform }: ExaminedImage, dir: string,
): DockerTargetOptions => ({ docker, image: name, platform, project: labelOf(examined), dir, signal });

async function factsOf({ project, data, hyperparameters }: Examined): Promise<TrainingFacts | { readonly absent: string }> {
  if (project) return projectFacts(project, { given: await localHyperparameters(project, hyperparameters) });
  if (data === undefined) return { absent: NO_DATA };
  return inferredFacts('conformance', data, { given: Object.fromEntries(hyperparameters.map(parseAssignment)) });
}

function processOptions(context: CliContext, project: Project, command: ContainerCommand, dir: string): ProcessTargetOptions {
  const { start, env, signal } = context;
  return {
    command: [process.execPath, '--enable-source-maps', bundlePath(project, command)],
    start,
    dir,
    hostEnv: env,
    ...(project.plan.algorithm.encryption && { env: { [KEYS_VARIABLE]: keysFolder(project, env) } }),
    signal,
  };
}
