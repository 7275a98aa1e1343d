/** Whether what a registry keeps is the image that was built, in the form that SageMaker takes. Pure. */
import type { RegistryImage } from './ecr';
import type { LocalImage } from './local-image';
import { type ImageManifest, WANTED_CONFIG_TYPE, WANTED_LAYER_TYPE, WANTED_MANIFEST_TYPE } from '../../contract/image-manifest';
import { digestOf } from '../digest';

/** What of an image's configuration is compared. */
interface ImageConfig {
  readonly os?: string;
  readonly architecture?: string;
  readonly created?: string;
  readonly rootfs?: { readonly diff_ids?: readonly string[] };
}

/** A manifest that can be read, or undefined: an index, or no JSON. */
export function parseManifest({ manifest }: RegistryImage): ImageManifest | undefined {
  try {
    const parsed = JSON.parse(manifest) as ImageManifest;
    return typeof parsed.config?.digest === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with the form of a manifest; none for the one that SageMaker takes. */
export function formProblems(image: RegistryImage): string[] {
  const digest = digestOf(image.manifest);
  return [
    ...(image.mediaType === WANTED_MANIFEST_TYPE ? partProblems(parseManifest(image))
      : [`its media type is ${image.mediaType || 'not told'}; SageMaker takes ${WANTED_MANIFEST_TYPE}`]),
    ...(digest === image.digest ? [] : [`its manifest has digest ${digest}, the registry says ${image.digest || 'none'}`]),
  ];
}

function partProblems(manifest: ImageManifest | undefined): string[] {
  if (manifest === undefined) return ['its manifest names no configuration'];
  const { config, layers = [] } = manifest;
  const strange = layers.find(({ mediaType }) => mediaType !== WANTED_LAYER_TYPE);
  return [
    ...(config!.mediaType === WANTED_CONFIG_TYPE ? [] : [`its configuration has media type ${config!.mediaType}, not ${WANTED_CONFIG_TYPE}`]),
    ...(strange ? [`a layer has media type ${strange.mediaType}, not ${WANTED_LAYER_TYPE}`] : []),
  ];
}

/**
 * Whether a configuration is of the image in the engine. The engine's id says so where it is the configuration's digest; where it is
 * that of a manifest in another form, layers and the time of the build do.
 */
export function sameImage(configBytes: Buffer, local: LocalImage): boolean {
  if (digestOf(configBytes) === local.id) return true;
  if (local.idOf === 'config') return false;
  const config = JSON.parse(configBytes.toString()) as ImageConfig;
  return Date.parse(config.created ?? '') === Date.parse(local.created)
    && JSON.stringify(config.rootfs?.diff_ids ?? []) === JSON.stringify(local.layers);
}

/** What is wrong with the configuration that was read back. */
export function configProblems(configDigest: string, configBytes: Buffer, platform: string): string[] {
  const digest = digestOf(configBytes);
  if (digest !== configDigest) return [`its configuration has digest ${digest}, its manifest says ${configDigest}`];
  const { os, architecture } = JSON.parse(configBytes.toString()) as ImageConfig;
  return `${os}/${architecture}` === platform ? [] : [`its platform is ${os}/${architecture}; it was built for ${platform}`];
}
