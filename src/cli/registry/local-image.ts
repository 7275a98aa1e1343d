/** What a push has to know of an image in the engine, and what form of it the engine would send. */
import { MANIFEST_TYPE, WANTED_MANIFEST_TYPE } from '../../contract/image-manifest';
import type { Docker } from '../docker/docker';
import { imageInspectArgs, STORE_ARGS } from '../docker/docker-args';
import { REVISION_LABEL } from '../docker/labels';

export interface LocalImage {
  readonly id: string;
  /** What the id is a digest of: in a store of containerd it is the manifest. */
  readonly idOf: 'config' | 'manifest';
  /** `os/architecture`. */
  readonly platform: string;
  /** Digests of the layers, unpacked; the lowest first. */
  readonly layers: readonly string[];
  /** ISO 8601, as the engine writes it. */
  readonly created: string;
  /** Git revision that the image holds and nothing else. */
  readonly revision?: string;
  /** The manifest's form as the engine keeps it, where it keeps one. */
  readonly mediaType?: string;
  /** podman, which can send another form than it keeps. */
  readonly convertible: boolean;
}

/** Reads the answer of `image inspect`; undefined where it is none. Pure. */
export function parseLocalImage(text: string, containerd: boolean): LocalImage | undefined {
  let image: Record<string, unknown> | undefined;
  try {
    image = (JSON.parse(text) as Array<Record<string, unknown>>)[0];
  } catch {
    return undefined;
  }
  if (typeof image?.Id !== 'string' || typeof image.Os !== 'string') return undefined;
  const revision = (image.Config as { Labels?: Record<string, string> | null } | undefined)?.Labels?.[REVISION_LABEL];
  const kept = (image.Descriptor as { mediaType?: string } | undefined)?.mediaType;
  const podman = typeof image.ManifestType === 'string' ? image.ManifestType : undefined;
  const mediaType = kept ?? podman;
  return {
    // podman leaves the algorithm out.
    id: image.Id.includes(':') ? image.Id : `sha256:${image.Id}`,
    idOf: containerd || kept !== undefined ? 'manifest' : 'config',
    platform: `${image.Os}/${String(image.Architecture)}`,
    layers: (image.RootFS as { Layers?: string[] } | undefined)?.Layers ?? [],
    created: String(image.Created),
    ...(revision && { revision }),
    ...(mediaType && { mediaType }),
    convertible: podman !== undefined,
  };
}

/** An image of the engine; undefined where it was not built. The engine has to answer. */
export async function localImage(docker: Docker, name: string, containerd: boolean, signal: AbortSignal): Promise<LocalImage | undefined> {
  const { exitCode, stdout } = await docker.try(imageInspectArgs(name), { signal });
  return exitCode === 0 ? parseLocalImage(stdout, containerd) : undefined;
}

/** Docker's store of containerd, which sends an image in the form in which it was built: OCI, unless the build said otherwise. */
export async function storeOfContainerd(docker: Docker, signal: AbortSignal): Promise<boolean> {
  const { exitCode, stdout } = await docker.try(STORE_ARGS, { signal });
  return exitCode === 0 && stdout.includes('io.containerd.snapshotter');
}

/** How an image gets into the registry in the form that SageMaker takes. */
export type Route =
  /** The engine sends that form by itself. */
  | { readonly by: 'push' }
  /** The engine is told to. */
  | { readonly by: 'push'; readonly format: 'v2s2' }
  /** skopeo takes it from the engine and turns it into that form. */
  | { readonly by: 'skopeo' }
  /** Nobody here can. */
  | { readonly by: 'nobody'; readonly form: string };

const FORM_NAMES: Readonly<Record<string, string>> = {
  [MANIFEST_TYPE.oci]: 'an OCI manifest',
  [MANIFEST_TYPE.ociIndex]: 'an OCI index',
  [MANIFEST_TYPE.dockerList]: 'a manifest list',
};

/** Pure. Without a word about the form, a store of containerd is taken for one that sends OCI. */
export function routeOf({ mediaType, convertible, idOf }: Pick<LocalImage, 'mediaType' | 'convertible' | 'idOf'>, skopeo: boolean): Route {
  if (convertible) return { by: 'push', format: 'v2s2' };
  if (mediaType === WANTED_MANIFEST_TYPE || (mediaType === undefined && idOf === 'config')) return { by: 'push' };
  if (skopeo) return { by: 'skopeo' };
  return { by: 'nobody', form: mediaType === undefined ? 'an OCI manifest, in all likelihood' : FORM_NAMES[mediaType] ?? mediaType };
}
