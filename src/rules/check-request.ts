import { CHANNEL_RULES } from './request/channel-rules';
import { HYPERPARAMETER_RULES } from './request/hyperparameter-rules';
import { INSTANCE_TYPE_RULES } from './request/instance-type-rules';
import { MARKETPLACE_RULES } from './request/marketplace-rules';
import { METRIC_RULES } from './request/metric-rules';
import { PROFILE_CHANNEL_RULES } from './request/profile-channel-rules';
import { PROFILE_JOB_RULES } from './request/profile-job-rules';
import { type RequestRule, requestSubject } from './request/request-rule';
import { STRUCTURE_RULES } from './request/structure-rules';
import { TEXT_AND_IMAGE_RULES } from './request/text-and-image-rules';
import { TRANSFORM_RULES } from './request/transform-rules';
import { type Checked, applyRules, isTold } from './rule';
import type { Problem } from '../contract/problem';

const FORM_RULES: readonly RequestRule[] = [...STRUCTURE_RULES, ...INSTANCE_TYPE_RULES];

const SENSE_RULES: readonly RequestRule[] = [
  ...HYPERPARAMETER_RULES, ...CHANNEL_RULES, ...METRIC_RULES, ...PROFILE_CHANNEL_RULES, ...PROFILE_JOB_RULES, ...TRANSFORM_RULES,
  ...MARKETPLACE_RULES, ...TEXT_AND_IMAGE_RULES,
];

/** All rules of a request, in the order of the conformance checks 93 to 101 that they belong to. */
export const REQUEST_RULES: readonly RequestRule[] = [...FORM_RULES, ...SENSE_RULES];

/**
 * Everything that is wrong with a CreateAlgorithm request, ours or not, all at once; paths are those of the request.
 * @param request any JSON
 */
export function checkRequest(request: unknown): Checked {
  const subject = requestSubject(request);
  const form = applyRules(FORM_RULES, subject);
  const sense = applyRules(SENSE_RULES, subject);
  // What has the wrong form has been told; what it would mean is noise.
  const further = (problems: readonly Problem[]) => problems.filter((problem) => !isTold(problem, form.errors));
  return { errors: [...form.errors, ...further(sense.errors)], warnings: [...form.warnings, ...further(sense.warnings)] };
}
