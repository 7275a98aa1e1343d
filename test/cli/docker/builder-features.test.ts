import { describe, expect, it } from 'vitest';
import { builderFeatures } from '../../../src/cli/docker/builder-features';

const LEGACY = 'Usage:  docker build [OPTIONS] PATH | URL | -\n      --force-rm                Always remove intermediate containers\n';
const BUILD_KIT_OF_DOCKER_20 = 'Usage:  docker build [OPTIONS] PATH | URL | -\n  -o, --output stringArray\n      --secret stringArray      Secret file\n';
const BUILDX = `Usage:  docker buildx build [OPTIONS] PATH | URL | -
      --attest stringArray            Attestation parameters
  -o, --output stringArray            Output destination
      --provenance string             Shorthand for "--attest=type=provenance"
      --sbom string                   Shorthand for "--attest=type=sbom"
      --secret stringArray            Secret to expose to the build
`;
const PODMAN = 'podman build [options] [CONTEXT]\n      --force-rm\n      --format format\n      --sbom string  scan working container using preset\n      --secret string\n';

describe('the features of a builder', () => {
  it.each([
    ['the legacy builder', LEGACY, { secrets: false, forceRemove: true, formatArgs: [] }],
    ['BuildKit in docker 20.10', BUILD_KIT_OF_DOCKER_20, { secrets: true, forceRemove: false, formatArgs: [] }],
    ['buildx', BUILDX, { secrets: true, forceRemove: false, formatArgs: ['--provenance=false', '--sbom=false', '--output', 'type=docker,oci-mediatypes=false'] }],
    ['podman', PODMAN, { secrets: true, forceRemove: true, formatArgs: ['--format', 'docker'] }],
    ['a program that tells nothing', '', { secrets: false, forceRemove: false, formatArgs: [] }],
  ])('are read from the help of %s', (_, help, features) => {
    expect(builderFeatures(help)).toEqual(features);
  });
});
