import { GUIDE, inspected, type ProbedImage } from './image-subject';
import { fail, pass, skip } from '../check';

export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** The media type of a manifest, as a registry answered it; undefined where it is no manifest. Pure. */
export function manifestType(text: string): string | undefined {
  try {
    const { mediaType, schemaVersion, manifests, config } = JSON.parse(text) as Record<string, unknown>;
    if (typeof mediaType === 'string') return mediaType;
    // OCI manifests may leave their type out.
    if (schemaVersion === 2 && Array.isArray(manifests)) return 'application/vnd.oci.image.index.v1+json';
    return schemaVersion === 2 && config ? 'application/vnd.oci.image.manifest.v1+json' : undefined;
  } catch {
    return undefined;
  }
}

export const MANIFEST = inspected<ProbedImage>({
  number: 7,
  name: 'the pushed manifest is one of Docker, version 2 schema 2, without an index or attestations',
  source: 'https://github.com/aws/amazon-sagemaker-feedback/issues/180',
}, async (_, subject) => {
  const manifest = await subject.manifest();
  if ('unknown' in manifest) return skip(manifest.unknown);
  const type = manifestType(manifest.text);
  if (type === undefined) return skip('the registry answers with something that is no manifest');
  return type === DOCKER_MANIFEST ? pass(type)
    : fail('build with "--provenance=false --sbom=false --output type=docker" and push with "docker push"', `the media type is ${type}`);
});

export const SCANNED = inspected<ProbedImage>({
  number: 13,
  name: 'a scanner finds nothing critical or high',
  source: `${GUIDE}/sagemaker-marketplace-develop.html`,
}, async (_, subject) => {
  const scan = await subject.scan();
  if ('unknown' in scan) return skip(scan.unknown);
  return scan.findings.length === 0 ? pass(`${scan.scanner} finds nothing critical or high`)
    : fail('use a newer base image and newer packages, and build again', ...scan.findings);
});
