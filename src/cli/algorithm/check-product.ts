import { ACCEPT_BIND_TO_PORT_LABEL } from '../../contract/container-http';
import type { CreateAlgorithmRequest } from '../../contract/create-algorithm';
import type { ImagePlan } from '../../contract/plan';
import type { Problem } from '../../contract/problem';
import { type ImageReferences, imagesOf } from '../../request/image-references';
import { checkRequest } from '../../rules/check-request';
import { requestSubject } from '../../rules/request/request-rule';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { type CheckResult, runChecks } from '../conformance/check';
import type { ImageSubject } from '../conformance/image-checks/image-subject';
import { probedImage } from '../conformance/image-checks/probe-image';
import { IMAGE_CHECKS, PROBED_IMAGE_CHECKS, REQUEST_CHECKS } from '../conformance/registry';
import type { CheckedSubject } from '../conformance/suite';
import { latestTag } from '../images/image-names';
import { inspectImage } from '../images/inspect-image';
import type { Project } from '../project';

/** What all checks say of a request and of the images that it names. */
export interface CheckedProduct {
  readonly subjects: readonly CheckedSubject[];
  readonly warnings: readonly Problem[];
}

/** A check that holds a product back: a failed one that is no mere advice. */
export const isBlocking = ({ recommended, verdict }: CheckResult): boolean => !recommended && verdict.verdict === 'fail';

export const blocking = ({ subjects }: CheckedProduct): CheckResult[] => subjects.flatMap(({ results }) => results.filter(isBlocking));

/**
 * Runs every check of a request, and of the project's images where it is the request of a project.
 * @param subject how the request is called
 */
export async function checkProduct(
  context: CliContext, request: CreateAlgorithmRequest, subject: string, project: Project | undefined,
): Promise<CheckedProduct> {
  const ofRequest = { subject, results: await runChecks(REQUEST_CHECKS, requestSubject(request)) };
  const ofImages = project ? await checkImages(context, project, imagesOf(request)) : [];
  return { subjects: [ofRequest, ...ofImages], warnings: checkRequest(request).warnings };
}

/** Runs the checks of the project's images that read nothing but their metadata. */
async function checkImages(context: CliContext, project: Project, references: ImageReferences | undefined): Promise<CheckedSubject[]> {
  const noEngine = await whyNoEngine(context);
  const checked: CheckedSubject[] = [];
  for (const image of project.plan.images) {
    const results = await runChecks(IMAGE_CHECKS, await imageSubject(context, image, references, noEngine));
    checked.push({ subject: subjectName(image), results });
  }
  return checked;
}

/** Runs all checks of images, 1 to 14: an engine answers, looks into each image and starts it for a moment. */
export async function probeImages(
  context: CliContext, project: Project, references: ImageReferences | undefined, images: readonly ImagePlan[],
): Promise<CheckedSubject[]> {
  const { docker, run, signal, report } = context;
  const checked: CheckedSubject[] = [];
  for (const image of images) {
    const probed = probedImage(await imageSubject(context, image, references, undefined), {
      docker, run, signal, image: latestTag(image), platform: image.platform, project: project.plan.algorithm.name,
      commands: image.programs.map(({ command }) => command),
    });
    const checks = PROBED_IMAGE_CHECKS.filter(({ kind }) => kind === 'M');
    checked.push({ subject: subjectName(image), results: await report.step('check', latestTag(image), () => runChecks(checks, probed)) });
  }
  return checked;
}

const subjectName = (image: ImagePlan): string => `${image.name} image, ${latestTag(image)}`;

async function whyNoEngine({ docker, signal }: CliContext): Promise<string | undefined> {
  try {
    await docker.assertAnswers(signal);
    return undefined;
  } catch (error) {
    if (error instanceof CliError && error.code === 'SMA_CLI_ENGINE') return error.what;
    throw error;
  }
}

async function imageSubject(
  { docker, signal }: CliContext, image: ImagePlan, references: ImageReferences | undefined, noEngine: string | undefined,
): Promise<ImageSubject> {
  const found = noEngine === undefined ? await inspectImage(docker, latestTag(image), signal) : undefined;
  return {
    image: found ?? { absent: noEngine ?? `${latestTag(image)} is not built: "npx projen image:build"` },
    ...expectedOf(image, references),
  };
}

/** What the plan wants of an image, and how a request names it. */
export function expectedOf(image: ImagePlan, references: ImageReferences | undefined): Omit<ImageSubject, 'image'> {
  const serves = image.programs.some(({ command }) => command === 'serve');
  return {
    reference: references?.[serves && image.programs.length === 1 ? 'inference' : 'training'].image,
    platform: image.platform,
    labels: serves ? { [ACCEPT_BIND_TO_PORT_LABEL]: 'true' } : {},
  };
}
