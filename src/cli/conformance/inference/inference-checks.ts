import { batchChecks } from './batch-checks';
import { bodyChecks } from './body-checks';
import { contentChecks } from './content-checks';
import { errorChecks } from './error-checks';
import { headerChecks } from './header-checks';
import { healthChecks } from './health-checks';
import { isolationChecks } from './isolation-checks';
import { lifeChecks } from './life-checks';
import { loadChecks } from './load-checks';
import { meteringChecks } from './metering-checks';
import { modelChecks } from './model-checks';
import { parameterChecks } from './parameter-checks';
import { promiseChecks } from './promise-checks';
import type { InferenceCheck } from './served';
import { streamingChecks } from './streaming-checks';

/** Checks of kind I, 57 to 92, in the order of their numbers. */
export const INFERENCE_CHECKS: readonly InferenceCheck[] = [
  ...healthChecks,
  ...modelChecks,
  ...isolationChecks,
  ...contentChecks,
  ...headerChecks,
  ...bodyChecks,
  ...errorChecks,
  ...loadChecks,
  ...streamingChecks,
  ...parameterChecks,
  ...batchChecks,
  ...lifeChecks,
  ...meteringChecks,
  ...promiseChecks,
].sort((a, b) => a.number - b.number);
