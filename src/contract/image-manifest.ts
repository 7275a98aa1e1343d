/** Forms of an image's manifest. SageMaker hosts and scans the first; it has refused the others.
 *  @see https://github.com/aws/amazon-sagemaker-feedback/issues/180 */
export const MANIFEST_TYPE = {
  /** Docker image manifest, version 2 schema 2. */
  docker: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  oci: 'application/vnd.oci.image.manifest.v1+json',
  /** Also what an image with an attestation is. */
  ociIndex: 'application/vnd.oci.image.index.v1+json',
} as const;

/** The form that SageMaker takes. */
export const WANTED_MANIFEST_TYPE = MANIFEST_TYPE.docker;

/** What a manifest of {@link WANTED_MANIFEST_TYPE} says, as far as we look at it. */
export interface ImageManifest {
  readonly mediaType?: string;
  readonly config?: { readonly digest: string; readonly mediaType?: string };
  readonly layers?: ReadonlyArray<{ readonly digest: string; readonly mediaType?: string; readonly size: number }>;
}

/** Media types inside a manifest of {@link WANTED_MANIFEST_TYPE}. */
export const WANTED_CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json';
export const WANTED_LAYER_TYPE = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
