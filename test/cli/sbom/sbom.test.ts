import { describe, expect, it } from 'vitest';
import type { ImageContents } from '../../../src/cli/sbom/contents';
import { cycloneDx } from '../../../src/cli/sbom/cyclone-dx';
import { licencesOfCopyright, parseDpkgStatus, parseOsRelease } from '../../../src/cli/sbom/dpkg';
import { licenceList } from '../../../src/cli/sbom/licence-list';

const STATUS = `Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9
Description: GNU C Library
 Package: not this one

Package: gone
Status: deinstall ok config-files
Version: 1

Package: base-files
Status: install ok installed
Architecture: amd64
Version: 12.4
`;
const CONTENTS: ImageContents = {
  image: 'training',
  bundled: [{ name: '@scope/a', version: '1.0.0', licence: 'MIT', integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}` }, { name: 'b', version: '2.0.0' }],
  installed: [{ name: 'native', version: '3.0.0', licence: '(MIT OR Apache-2.0)' }],
  os: { id: 'debian', version: '12' },
  base: [{ name: 'libc6', version: '2.36-9', architecture: 'amd64', licences: ['LGPL-2.1'] }, { name: 'x', version: '1:2', architecture: 'all', licences: [] }],
  node: '24.0.0',
};

describe('the records of Debian', () => {
  it('name what is installed', () => {
    expect(parseDpkgStatus(STATUS)).toEqual([{ name: 'base-files', version: '12.4', architecture: 'amd64' }, { name: 'libc6', version: '2.36-9', architecture: 'amd64' }]);
  });

  it('name a package of status.d, which has no status', () => {
    expect(parseDpkgStatus('Package: libssl3\nVersion: 3.0\nArchitecture: amd64\n')).toHaveLength(1);
  });

  it('name licences where the copyright can be read by machines', () => {
    expect(licencesOfCopyright('Format: https://www.debian.org/x\n\nFiles: *\nLicense: GPL-2+\n text\n\nFiles: a\nLicense: BSD-3-clause\nLicense: GPL-2+\n')).toEqual(['BSD-3-clause', 'GPL-2+']);
    expect(licencesOfCopyright('This is free software.\nLicense: maybe')).toEqual([]);
  });

  it('name the system', () => {
    expect(parseOsRelease('NAME="Debian"\nVERSION_ID="12"\nID=debian\n')).toEqual({ id: 'debian', version: '12' });
    expect(parseOsRelease('')).toBeUndefined();
  });
});

describe('the CycloneDX document', () => {
  const document = () => JSON.parse(cycloneDx(CONTENTS, 'iris-training', '1.0.0'));
  const component = (name: string) => document().components.find((one: { name: string }) => one.name === name);

  it('names image, packages, licences and hashes', () => {
    expect(document()).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: { type: 'container', name: 'iris-training', version: '1.0.0' } } });
    expect(component('a')).toMatchObject({ group: '@scope', purl: 'pkg:npm/%40scope/a@1.0.0', licenses: [{ license: { id: 'MIT' } }], hashes: [{ alg: 'SHA-512', content: '01'.repeat(64) }] });
    expect(component('native')).toMatchObject({ licenses: [{ expression: '(MIT OR Apache-2.0)' }] });
    expect(component('libc6')).toMatchObject({ purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12' });
    expect(component('node')).toMatchObject({ version: '24.0.0' });
  });

  it('says unknown where nothing is recorded', () => {
    const { base: _, node: __, os: ___, ...bare } = CONTENTS;
    const { components } = JSON.parse(cycloneDx(bare, 'i', undefined));

    expect(component('b').licenses).toEqual([{ license: { name: 'unknown' } }]);
    expect(components.find((one: { type: string }) => one.type === 'operating-system')).toMatchObject({ name: 'unknown', version: 'unknown', description: expect.stringContaining('no record') });
    expect(components.find((one: { name: string }) => one.name === 'node').version).toBe('unknown');
  });

  it('is the same text for the same contents', () => {
    expect(cycloneDx(CONTENTS, 'i', '1')).toBe(cycloneDx(CONTENTS, 'i', '1'));
    expect(document()).not.toHaveProperty('serialNumber');
    expect(document().metadata).not.toHaveProperty('timestamp');
  });
});

describe('the list of licences', () => {
  it('has each licence with its packages, the unknown too', () => {
    expect(licenceList(CONTENTS, 'iris:latest')).toBe(`Licences in iris:latest

(MIT OR Apache-2.0) (1 package)
  native 3.0.0

LGPL-2.1 (1 package)
  libc6 2.36-9 (Debian)

MIT (1 package)
  @scope/a 1.0.0

unknown (2 packages)
  b 2.0.0
  x 1:2 (Debian)
`);
  });
});
