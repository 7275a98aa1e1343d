import type { Rule } from './rule';
import { ENVIRONMENT_PROSE_MAX } from '../contract/algorithm-limits';

/** What is made here keeps to the smaller number; requests of others are warned. */
export const ENVIRONMENT: Rule = {
  code: 'SMA_DEF_ENVIRONMENT_COUNT',
  check: ({ product: { inferenceEnvironment } }) => {
    const count = Object.keys(inferenceEnvironment).length;
    return count <= ENVIRONMENT_PROSE_MAX ? [] : [{
      path: 'inference.environment',
      what: `has ${count} variables`,
      why: `the documentation allows ${ENVIRONMENT_PROSE_MAX} in its prose, and more in its service model only (CreateAlgorithm, EnvironmentMap)`,
      fix: `keep ${ENVIRONMENT_PROSE_MAX}, and put the rest into the image`,
    }];
  },
};
