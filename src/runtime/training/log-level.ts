import { readJsonObject } from './read-json-file';
import { CONTAINER_ENV } from '../../contract/container-env';
import type { OptMlPaths } from '../../contract/opt-ml';
import { LOG_LEVEL_HYPERPARAMETER } from '../../contract/training-input';
import { attempt } from '../shared/unknown-error';

/**
 * The level of the log: the environment's, else the one that AWS's SDK hands over as a hyperparameter. Read before anything else
 * of the input; what is wrong with the file is told when the rest of it is read.
 */
export function logLevelOf(env: NodeJS.ProcessEnv, paths: OptMlPaths): string | undefined {
  const given = env[CONTAINER_ENV.logLevel] || attempt(() => readJsonObject(paths.hyperparameters, 'is as absent'))?.[LOG_LEVEL_HYPERPARAMETER];
  // The SDK writes every value as JSON, text with quotes.
  return given === undefined ? undefined : String(given).replace(/^"(.*)"$/, '$1');
}
