import type { ModelFolder } from './output-folder';
import type { ClusterFacts } from './read-cluster';
import type { Log } from '../shared/log';
import { pathInside } from '../shared/name-inside';

/** The model folder of a host that is not the leader: writes are left to the leader, whose model it is. */
export function leaderOnly({ path }: ModelFolder, { currentHost, hosts }: ClusterFacts, log: Log): ModelFolder {
  let isTold = false;
  return {
    path,
    async write(name) {
      pathInside(path, name);
      if (!isTold) log.info(`host ${currentHost} leaves the model to the leader, ${hosts[0]}`);
      isTold = true;
    },
  };
}
