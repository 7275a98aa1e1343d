import type { Docker } from '../docker/docker';
import { commandFailed } from '../docker/docker';
import { imageHistoryArgs, imageInspectArgs } from '../docker/docker-args';

/** What `image inspect` tells of an image, as far as checks ask. */
export interface InspectedImage {
  readonly os: string;
  readonly architecture: string;
  /** Unit: bytes. */
  readonly size: number;
  readonly user: string;
  /** A shell-form ENTRYPOINT is `/bin/sh -c <text>` here. */
  readonly entrypoint: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** How each layer was made, the newest first; absent where the engine does not tell. */
  readonly history?: readonly string[];
}

/** Reads the answer of docker, podman or nerdctl; undefined where it is none of theirs. Pure. */
export function parseInspected(text: string): InspectedImage | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  const image = Array.isArray(answer) ? answer[0] as Record<string, unknown> | undefined : undefined;
  if (typeof image?.Os !== 'string' || typeof image.Architecture !== 'string') return undefined;
  const config = (image.Config ?? {}) as {
    User?: string; Entrypoint?: string[] | null; Labels?: Record<string, string> | null; Env?: string[] | null;
  };
  return {
    os: image.Os,
    architecture: image.Architecture,
    size: typeof image.Size === 'number' ? image.Size : 0,
    user: config.User ?? '',
    entrypoint: config.Entrypoint ?? [],
    labels: config.Labels ?? {},
    environment: config.Env ?? [],
  };
}

/** An image of the engine; undefined where it was not built. The engine has to answer. */
export async function inspectImage(docker: Docker, name: string, signal?: AbortSignal): Promise<InspectedImage | undefined> {
  const finished = await docker.try(imageInspectArgs(name), { signal });
  if (finished.exitCode !== 0) return undefined;
  const image = parseInspected(finished.stdout);
  if (image === undefined) throw commandFailed(finished);
  const history = await docker.try(imageHistoryArgs(name), { signal });
  return { ...image, ...(history.exitCode === 0 && { history: history.stdout.split('\n').filter((line) => line !== '') }) };
}
