import { CHANNEL_RULES } from './channel-rules';
import { CONTENT_TYPE } from './content-type-rules';
import { ENCRYPTION_RULES } from './encryption-rules';
import { ENVIRONMENT } from './environment-rule';
import { HYPERPARAMETER_RULES } from './hyperparameter-rules';
import { IMAGE_CONTENT_RULES } from './image-content-rules';
import { IMAGE_RULES } from './image-rules';
import { METRIC_RULES } from './metric-rules';
import { PLATFORM_RULES } from './platform-rules';
import { REPEATED } from './repeated-rule';
import { type Checked, type Rule, applyRules } from './rule';
import { SERVING_RULES } from './serving-rules';
import { VALIDATION_RULES } from './validation-rules';
import type { AlgorithmPlan } from '../contract/plan';

/** All rules of a plan that its request does not say anyway, in the order in which their problems are told: the order of the definition. */
export const RULES: readonly Rule[] = [
  ...IMAGE_RULES, ...IMAGE_CONTENT_RULES,
  ...ENCRYPTION_RULES, ...CHANNEL_RULES, ...HYPERPARAMETER_RULES, ...METRIC_RULES, CONTENT_TYPE, REPEATED,
  ...PLATFORM_RULES, ENVIRONMENT, ...SERVING_RULES, ...VALIDATION_RULES,
];

/** Everything that is wrong with a plan, all at once, beside what its request says wrong: `checkRequest`. */
export const checkPlan = (plan: AlgorithmPlan): Checked => applyRules(RULES, plan);
