import { type RequestRule, rulesOf, visiting } from './request-rule';
import type { Visit } from './walk';
import { INSTANCE_TYPES_DATE } from '../../contract/instance-types';
import { nearMiss } from '../../contract/near-miss';
import { shown } from '../rule';

const malformed: Visit = (value, shape, path) => {
  if (shape.type !== 'string' || !shape.known || typeof value !== 'string' || shape.pattern!.test(value)) return undefined;
  const near = nearMiss(/^ml\./.test(value) ? value : `ml.${value}`, shape.known);
  return {
    path,
    what: `is ${shown(value)}, which is not an instance type of SageMaker`,
    why: `instance types look like ml.m5.xlarge (CreateAlgorithm, ${shape.name})`,
    fix: `use ${shown(near ?? 'ml.m5.xlarge')}`,
  };
};

const unknown: Visit = (value, shape, path) => {
  if (shape.type !== 'string' || !shape.known || typeof value !== 'string' || !shape.pattern!.test(value) || shape.known.includes(value)) return undefined;
  const near = nearMiss(value, shape.known);
  return {
    path,
    what: `is ${shown(value)}, which the service's list of ${INSTANCE_TYPES_DATE} does not have`,
    why: `the service refuses types that it does not have here (CreateAlgorithm, ${shape.name}); newer ones than that list may exist`,
    fix: near === undefined ? 'check its spelling' : `check its spelling: ${shown(near)} exists`,
  };
};

/** The names of instance types; which of them a job may use is said with the job. */
export const INSTANCE_TYPE_RULES: readonly RequestRule[] = rulesOf(93, [
  visiting('SMA_REQ_INSTANCE_TYPE', malformed),
  { ...visiting('SMA_REQ_INSTANCE_TYPE_UNKNOWN', unknown), warning: true },
]);
