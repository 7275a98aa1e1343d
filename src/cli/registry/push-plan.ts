/** What a push will do, known before anything is done. Pure. */
import type { EcrTarget } from './ecr';
import type { GitState } from './git-state';
import type { ImageTag } from './image-tags';
import type { LocalImage, Route } from './local-image';
import { ecrImage } from '../../contract/ecr';
import type { ImageName, ImagePlan } from '../../contract/plan';
import { shellWord } from '../algorithm/data-locations';
import { latestTag } from '../images/image-names';

/** One image and the names it gets. */
export interface PushTarget {
  readonly name: ImageName;
  /** Local image. */
  readonly from: string;
  /** `<host>/<repository>`. */
  readonly registryName: string;
  readonly host: string;
  readonly repository: string;
  /** The version, and the revision where the image holds exactly that. */
  readonly tags: readonly [string, ...string[]];
  /** `os/architecture` that the definition wants. */
  readonly platform: string;
}

/** An image that is here, and the way it takes. */
export interface ReadyTarget extends PushTarget {
  readonly local: LocalImage;
  readonly route: Route;
}

/** Groups the names by image. */
export function pushTargets(images: readonly ImagePlan[], names: readonly ImageTag[]): PushTarget[] {
  return images.map((image) => {
    const from = latestTag(image);
    const [first, ...others] = names.filter((name) => name.from === from).map(({ to }) => to);
    const colon = first.lastIndexOf(':');
    const registryName = first.slice(0, colon);
    const slash = registryName.indexOf('/');
    const tagOf = (name: string) => name.slice(colon + 1);
    return {
      name: image.name,
      from,
      registryName,
      host: registryName.slice(0, slash),
      repository: registryName.slice(slash + 1),
      tags: [tagOf(first), ...others.map(tagOf)],
      platform: image.platform.split('/', 2).join('/'),
    };
  });
}

/** The registry that all names are of. */
export function registryOf([{ registryName }]: readonly PushTarget[], profile?: string): EcrTarget {
  const { accountId, region } = ecrImage(`${registryName}:`)!;
  return { accountId: accountId!, region: region!, ...(profile && { profile }) };
}

/** A revision names only what was built from it and nothing else. */
export const withoutStrangeRevision = <T extends ReadyTarget>(target: T, { shortSha }: GitState): T =>
  shortSha === undefined || target.local.revision?.startsWith(shortSha) ? target
    : { ...target, tags: [target.tags[0], ...target.tags.slice(1).filter((tag) => tag !== shortSha)] };

/** The same by hand, for a shell of the POSIX family. */
export function pushCommands(
  targets: readonly ReadyTarget[], { accountId, region, profile }: EcrTarget, createRepository: boolean,
): string[] {
  const aws = (command: string, ...args: string[]) =>
    ['aws', 'ecr', command, '--region', region, ...(profile ? ['--profile', profile] : []), ...args].map(shellWord).join(' ');
  return [
    ...(createRepository ? targets.map(({ repository }) => `${aws(
      'create-repository', '--registry-id', accountId, '--repository-name', repository, '--image-tag-mutability', 'IMMUTABLE', '--image-scanning-configuration', 'scanOnPush=true',
    )}  # where it is missing`) : []),
    `${aws('get-login-password')} | docker login --username AWS --password-stdin ${targets[0].host}`,
    ...targets.flatMap(({ from, registryName, repository, tags: [first, ...others], route }) => [
      ...(route.by === 'skopeo'
        ? [`skopeo copy --format v2s2 docker-daemon:${from} docker://${registryName}:${first}`]
        : [`docker tag ${from} ${registryName}:${first}`, `docker push ${route.by === 'push' && 'format' in route ? `--format ${route.format} ` : ''}${registryName}:${first}`]),
      ...others.map((tag) => aws('put-image', '--registry-id', accountId, '--repository-name', repository, '--image-tag', tag, '--image-manifest', `<manifest of ${first}>`)),
    ]),
  ];
}
