import { CHANNEL_RULES } from './channel-rules';
import { CONTENT_TYPE } from './content-type-rules';
import { DESCRIPTION } from './description-rules';
import { ENCRYPTION_RULES } from './encryption-rules';
import { HYPERPARAMETER_RULES } from './hyperparameter-rules';
import { IMAGE_RULES } from './image-rules';
import { INSTANCE_TYPES } from './instance-type-rules';
import { METRIC_RULES } from './metric-rules';
import { type Checked, type Rule, applyRules } from './rule';
import type { AlgorithmPlan } from '../contract/plan';

/** All rules, in the order in which their problems are told: the order of the definition. */
export const RULES: readonly Rule[] = [
  ...IMAGE_RULES, ...ENCRYPTION_RULES,
  DESCRIPTION, ...CHANNEL_RULES, ...HYPERPARAMETER_RULES, ...METRIC_RULES, CONTENT_TYPE, INSTANCE_TYPES,
];

/** Everything that is wrong with a plan, all at once, beside what its request says wrong: `checkRequest`. */
export const checkPlan = (plan: AlgorithmPlan): Checked => applyRules(RULES, plan);
