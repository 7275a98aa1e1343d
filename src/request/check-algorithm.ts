import { createAlgorithmRequest } from './create-algorithm-request';
import { definitionPath } from './definition-path';
import { taggedImages } from './image-references';
import { metricRegex } from '../contract/metric-line';
import type { AlgorithmPlan } from '../contract/plan';
import type { Problem } from '../contract/problem';
import { checkPlan } from '../rules/check-plan';
import { checkRequest } from '../rules/check-request';
import { type Checked, isTold, shown } from '../rules/rule';

/**
 * Places of the definition that a part of the request follows from, beside the one that it is written at: what has been told there
 * is not told again.
 */
function sources({ path, what }: Problem, { algorithm, instanceTypes, product: { validation } }: AlgorithmPlan): string[] {
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
    ...(validation && /^ValidationSpecification\..*(S3Uri|S3OutputPath)$/.test(path) && what.includes(shown(validation.s3Location).slice(1, -1))
      ? ['validation.s3Location'] : []),
  ];
}

/** Whether a value is what stands where nobody chose one. */
const isFirst = (list: readonly string[], value: string | undefined): boolean => value === (list[0] ?? '');

/**
 * Everything that is wrong with a plan and with the request that follows from it, each place once, with paths of the definition.
 * The rules of the plan speak first: they know what the author wrote.
 */
export function checkAlgorithm(plan: AlgorithmPlan): Checked {
  const ofPlan = checkPlan(plan);
  const ofRequest = checkRequest(createAlgorithmRequest(plan, taggedImages(plan)));
  const places = ofRequest.errors.map(({ path }) => ({ path: definitionPath(path) }));
  const joined = (own: readonly Problem[], further: readonly Problem[]) => [...own, ...further.flatMap((problem) => {
    const placed = { ...problem, path: definitionPath(problem.path) };
    const told = isTold(placed, own) || sources(problem, plan).some((path) => [...own, ...places].some((other) => other.path === path));
    return told ? [] : placed;
  })];
  return { errors: joined(ofPlan.errors, ofRequest.errors), warnings: joined(ofPlan.warnings, ofRequest.warnings) };
}
