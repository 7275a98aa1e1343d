import { VOLUME_PATH } from '../../docker/docker-args';

/** The paths of `docker diff` that no job may write; pure. Folders that are there for the mounts, and for what is below, do not count. */
export function writtenElsewhere(diff: string): string[] {
  const free = ['/tmp', ...Object.values(VOLUME_PATH)];
  const changes = diff.split('\n').flatMap((line) => /^[ACD] (.+)$/.exec(line)?.[1] ?? []);
  return changes.filter((path) =>
    !free.some((place) => place === path || path.startsWith(`${place}/`) || place.startsWith(`${path}/`))
    && !changes.some((other) => other.startsWith(`${path}/`)));
}
