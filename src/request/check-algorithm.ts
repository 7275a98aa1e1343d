import { createAlgorithmRequest } from './create-algorithm-request';
import { definitionPath } from './definition-path';
import { taggedImages } from './image-references';
import { metricRegex } from '../contract/metric-line';
import type { AlgorithmPlan } from '../contract/plan';
import type { Problem } from '../contract/problem';
import { VALIDATION_FOLDERS, type ValidationPlan, belowS3Location } from '../contract/validation-plan';
import { checkPlan } from '../rules/check-plan';
import { checkRequest } from '../rules/check-request';
import { type Checked, isTold } from '../rules/rule';

/**
 * Places of the definition that a part of the request follows from, beside the one that it is written at: what has been told there
 * is not told again.
 */
function sources(path: string, { algorithm, instanceTypes, product: { validation } }: AlgorithmPlan): string[] {
  const metric = /\.MetricDefinitions\[(\d+)\]\.Regex$/.exec(path)?.[1];
  const named = metric === undefined ? undefined : algorithm.training.metrics[Number(metric)];
  const [, typeList] = /^InferenceSpecification\.(SupportedResponseMIMETypes)(?=$|\[)/.exec(path) ?? [];
  return [
    ...(path === 'AlgorithmName' ? ['name'] : []),
    ...(/Image$/.test(path) ? ['name', 'algorithmVersion', 'ecrAccountId', 'ecrRegion'] : []),
    ...(named && named.regex === metricRegex(named.name) ? [`training.metrics[${metric}].name`] : []),
    ...(typeList && String(algorithm.inference.responseTypes) === String(algorithm.inference.contentTypes)
      ? [path.replace(/^.*SupportedResponseMIMETypes/, 'inference.contentTypes')] : []),
    ...(path.endsWith('.ResourceConfig.InstanceType') && isFirst(instanceTypes.training, validation?.training.instanceType)
      ? ['training.instanceTypes', 'training.instanceTypes[0]'] : []),
    ...(path.endsWith('.TransformResources.InstanceType') && isFirst(instanceTypes.transform, validation?.transform?.instanceType)
      ? ['inference.transformInstanceTypes', 'inference.transformInstanceTypes[0]'] : []),
    ...(path.endsWith('.TransformJobDefinition') && validation && !validation.transform ? ['validation.transformJob'] : []),
  ];
}

/** Whether a value is what stands where nobody chose one. */
const isFirst = (list: readonly string[], value: string | undefined): boolean => value === (list[0] ?? '');

const S3_LOCATION = 'validation.s3Location';

/** Whether a path of the request holds a location that nobody wrote, so that it follows from the profile's. */
function isDerivedLocation(path: string, validation: ValidationPlan | undefined): boolean {
  if (validation === undefined) return false;
  const { s3Location, training, transform } = validation;
  const isBelow = (uri: string | undefined, folder: string) => uri === belowS3Location(s3Location, folder);
  const index = /\.InputDataConfig\[(\d+)\]\.DataSource\.S3DataSource\.S3Uri$/.exec(path)?.[1];
  if (index !== undefined) {
    const { name, s3Uri } = training.channels[Number(index)];
    return isBelow(s3Uri, VALIDATION_FOLDERS.channel(name));
  }
  return (path.endsWith('.OutputDataConfig.S3OutputPath') && isBelow(training.outputS3Uri, VALIDATION_FOLDERS.trainingOutput))
    || (path.endsWith('.TransformInput.DataSource.S3DataSource.S3Uri') && isBelow(transform?.inputS3Uri, VALIDATION_FOLDERS.transformInput))
    || (path.endsWith('.TransformOutput.S3OutputPath') && isBelow(transform?.outputS3Uri, VALIDATION_FOLDERS.transformOutput));
}

/**
 * Everything that is wrong with a plan and with the request that follows from it, each place once, with paths of the definition.
 * The rules of the plan speak first: they know what the author wrote.
 */
export function checkAlgorithm(plan: AlgorithmPlan): Checked {
  const ofPlan = checkPlan(plan);
  const request = createAlgorithmRequest(plan, taggedImages(plan));
  const ofRequest = checkRequest(request);
  const placeOf = (path: string) => (isDerivedLocation(path, plan.product.validation) ? S3_LOCATION : definitionPath(path, request));
  const places = ofRequest.errors.map(({ path }) => placeOf(path));
  const joined = (own: readonly Problem[], further: readonly Problem[]): Problem[] => {
    const told = [...ofPlan.errors, ...own];
    const placed = further.flatMap((problem) => {
      const follows = sources(problem.path, plan).some((path) => places.includes(path) || told.some((other) => other.path === path));
      return follows ? [] : { ...problem, path: placeOf(problem.path) };
    });
    const fresh = placed.filter((problem) => !isTold(problem, told));
    // Several locations follow from this one, and what is wrong with it is wrong with each.
    const first = fresh.findIndex(({ path }) => path === S3_LOCATION);
    return [...own, ...fresh.filter(({ path }, index) => path !== S3_LOCATION || index === first)];
  };
  return { errors: joined(ofPlan.errors, ofRequest.errors), warnings: joined(ofPlan.warnings, ofRequest.warnings) };
}
