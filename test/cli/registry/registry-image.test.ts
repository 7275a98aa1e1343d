import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/cli/digest';
import { parseLocalImage, routeOf, type LocalImage } from '../../../src/cli/registry/local-image';
import { configProblems, formProblems, sameImage } from '../../../src/cli/registry/registry-image';
import { MANIFEST_TYPE, WANTED_CONFIG_TYPE, WANTED_LAYER_TYPE } from '../../../src/contract/image-manifest';

const CONFIG = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', created: '2026-11-24T12:00:00.5Z', rootfs: { diff_ids: ['sha256:1'] } }));
const MANIFEST = { config: { digest: digestOf(CONFIG), mediaType: WANTED_CONFIG_TYPE }, layers: [{ digest: 'sha256:2', mediaType: WANTED_LAYER_TYPE, size: 3 }] };
const kept = (manifest: object, mediaType: string = MANIFEST_TYPE.docker) => {
  const text = JSON.stringify(manifest);
  return { manifest: text, mediaType, digest: digestOf(text) };
};
const LOCAL: LocalImage = { id: digestOf(CONFIG), idOf: 'config', platform: 'linux/amd64', layers: ['sha256:1'], created: '2026-11-24T12:00:00.5Z', convertible: false };

describe('what a registry keeps', () => {
  it('has the form that SageMaker takes', () => {
    expect(formProblems(kept(MANIFEST))).toEqual([]);
  });

  it.each([
    ['an OCI manifest', kept(MANIFEST, MANIFEST_TYPE.oci), /media type is application\/vnd\.oci\.image\.manifest/],
    ['an index, as of attestations', kept({ manifests: [] }, MANIFEST_TYPE.ociIndex), /media type is application\/vnd\.oci\.image\.index/],
    ['a manifest without a configuration', kept({}), /names no configuration/],
    ['no JSON', { manifest: '<', mediaType: MANIFEST_TYPE.docker, digest: digestOf('<') }, /names no configuration/],
    ['a configuration of OCI', kept({ ...MANIFEST, config: { ...MANIFEST.config, mediaType: 'application/vnd.oci.image.config.v1+json' } }), /its configuration has media type/],
    ['a layer of zstd', kept({ ...MANIFEST, layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd' }] }), /a layer has media type/],
    ['another digest', { ...kept(MANIFEST), digest: 'sha256:0' }, /the registry says sha256:0/],
  ])('is refused: %s', (_, image, problem) => {
    expect(formProblems(image)).toEqual([expect.stringMatching(problem)]);
  });

  it('is compared by platform and by the digest of its configuration', () => {
    expect(configProblems(digestOf(CONFIG), CONFIG, 'linux/amd64')).toEqual([]);
    expect(configProblems(digestOf(CONFIG), CONFIG, 'linux/arm64')).toEqual(['its platform is linux/amd64; it was built for linux/arm64']);
    expect(configProblems('sha256:0', CONFIG, 'linux/amd64')).toEqual([expect.stringContaining('its manifest says sha256:0')]);
  });

  it('is the image of the engine by its id, or by layers and time where the id is of a manifest', () => {
    const byManifest: LocalImage = { ...LOCAL, id: 'sha256:9', idOf: 'manifest', created: '2026-11-24T12:00:00.500Z' };

    expect(sameImage(CONFIG, LOCAL)).toBe(true);
    expect(sameImage(CONFIG, { ...LOCAL, id: 'sha256:9' })).toBe(false);
    expect(sameImage(CONFIG, byManifest)).toBe(true);
    expect(sameImage(CONFIG, { ...byManifest, layers: ['sha256:3'] })).toBe(false);
    expect(sameImage(CONFIG, { ...byManifest, created: '2026-11-25T12:00:00Z' })).toBe(false);
  });
});

describe('an image in the engine', () => {
  const DOCKER = { Id: 'sha256:9', Os: 'linux', Architecture: 'amd64', Created: 'x', RootFS: { Layers: ['sha256:1'] }, Config: { Labels: null } };
  const routeFor = (inspected: object, containerd: boolean, skopeo: boolean) =>
    routeOf(parseLocalImage(JSON.stringify([{ ...DOCKER, ...inspected }]), containerd)!, skopeo);

  it.each([
    ["docker's own store", {}, false, { by: 'push' }],
    ['containerd, built for Docker', { Descriptor: { mediaType: MANIFEST_TYPE.docker } }, true, { by: 'push' }],
    ['podman', { Id: 'abc', ManifestType: MANIFEST_TYPE.oci }, false, { by: 'push', format: 'v2s2' }],
    ['containerd, built as OCI', { Descriptor: { mediaType: MANIFEST_TYPE.oci } }, true, { by: 'nobody', form: 'an OCI manifest' }],
    ['containerd, with attestations', { Descriptor: { mediaType: MANIFEST_TYPE.ociIndex } }, true, { by: 'nobody', form: 'an OCI index' }],
    ['containerd that does not say', {}, true, { by: 'nobody', form: 'an OCI manifest, in all likelihood' }],
  ])('goes its way: %s', (_, inspected, containerd, route) => {
    expect(routeFor(inspected, containerd, false)).toEqual(route);
    expect(routeFor(inspected, containerd, true)).toEqual(route.by === 'nobody' ? { by: 'skopeo' } : route);
  });

  it.each(['', '[]', '{}', '[{"Id":5}]'])('is none of the answer %j', (text) => {
    expect(parseLocalImage(text, false)).toBeUndefined();
  });
});
