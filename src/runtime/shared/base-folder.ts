import { resolve } from 'node:path';
import { CONTAINER_ENV } from '../../contract/container-env';
import { optMlPaths, type OptMlPaths } from '../../contract/opt-ml';

/** The paths of this run: below `SAGEMAKER_BASE_DIR` when it is set, which is how the programs run outside a container. */
export function pathsFromEnvironment(env: NodeJS.ProcessEnv): OptMlPaths {
  const base = env[CONTAINER_ENV.baseDir];
  return base ? optMlPaths(resolve(base)) : optMlPaths();
}
