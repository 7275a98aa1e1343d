import { readdir } from 'node:fs/promises';
import type { DockerTargetOptions } from './docker-target';
import { copyInArgs, createFillerArgs } from '../../docker/docker-args';
import type { DockerResources } from '../../engine/docker-resources';
import type { ServingHost } from '../../engine/docker-serving';
import { folderAsTar } from '../../simulator/model-archive';

/** What a server of an image needs, whatever project the image is of. */
export function servingHost({ docker, image, platform }: DockerTargetOptions, resources: DockerResources): ServingHost {
  const host: ServingHost = {
    docker,
    resources,
    unchecked: [],
    container: (_, mounts, name) => ({ name: resources.name(name), image, platform, labels: resources.labels, mounts }),
    async fill(command, fillings, signal) {
      const filler = host.container(command, fillings.map(({ mount }) => ({ ...mount, readOnly: false })), 'fill');
      await docker.must(createFillerArgs(filler, command));
      for (const { mount, folder } of fillings) {
        const entries = await readdir(folder);
        if (entries.length > 0) await docker.must(copyInArgs(filler.name, mount.at), { input: folderAsTar(folder, entries), signal });
      }
    },
  };
  return host;
}
