import { run } from './packed';

/** A docker program and the environment in which it, and `sm-algorithm`, build with this builder. */
export interface Builder {
  readonly name: string;
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A docker program that builds with BuildKit: later clients need buildx for that, those before 23 have it in them. */
export async function buildKit(): Promise<Builder> {
  for (const program of ['docker', '/usr/bin/docker']) {
    const env = { DOCKER_BUILDKIT: '1', SM_ALGORITHM_DOCKER: program };
    const { output } = await run('/', program, ['build', '--help'], { env });
    if (output.includes('--secret')) return { name: 'BuildKit', program, env };
  }
  throw new Error('no docker program here builds with BuildKit: install buildx');
}

/** The builder that docker had before BuildKit. */
export const LEGACY: Builder = { name: 'the legacy builder', program: 'docker', env: { DOCKER_BUILDKIT: '0', SM_ALGORITHM_DOCKER: 'docker' } };

/** Digests of an image's layers above those of its base. */
export async function ownLayers(image: string, base: string): Promise<string[]> {
  const layers = async (name: string) =>
    JSON.parse((await run('/', 'docker', ['image', 'inspect', '--format', '{{json .RootFS.Layers}}', name])).stdout) as string[];
  const [all, below] = [await layers(image), await layers(base)];
  return all.slice(below.length);
}

/** Removes the images of a test by the start of their names. */
export async function removeImages(prefix: string): Promise<void> {
  const { stdout } = await run('/', 'docker', ['images', '--quiet', `${prefix}*`]);
  if (stdout) await run('/', 'docker', ['rmi', '--force', ...new Set(stdout.split('\n'))]);
}
