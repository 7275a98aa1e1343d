/**
 * A CycloneDX document of what an image holds. No time and no random number stand in it: the same contents give the same text.
 * @see https://cyclonedx.org/docs/1.6/json/
 */
import { Factories } from '@cyclonedx/cyclonedx-library/Contrib/License';
import { ComponentType, HashAlgorithm } from '@cyclonedx/cyclonedx-library/Enums';
import { Bom, Component, ComponentRepository, HashDictionary, LicenseRepository, NamedLicense, Property, PropertyRepository } from '@cyclonedx/cyclonedx-library/Models';
import { JSON as CycloneDxJson, JsonSerializer } from '@cyclonedx/cyclonedx-library/Serialize';
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec';
import { PackageURL } from 'packageurl-js';
import parseSpdx from 'spdx-expression-parse';
import { type BasePackage, type ImageContents, type NpmPackage, UNKNOWN } from './contents';

/** Where a component is: as CycloneDX's own taxonomy has no word for it. */
const PLACE_PROPERTY = 'sm-algorithm:place';
const licences = new Factories.LicenseFactory((expression) => {
  parseSpdx(expression);
});

const place = (where: 'bundled' | 'installed' | 'base'): PropertyRepository => new PropertyRepository([new Property(PLACE_PROPERTY, where)]);

function npmComponent({ name, version, licence, integrity }: NpmPackage, where: 'bundled' | 'installed'): Component {
  const [, scope, bare] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name)!;
  const purl = new PackageURL('npm', scope, bare, version, undefined, undefined).toString();
  const sha512 = /^sha512-(.+)$/.exec(integrity ?? '')?.[1];
  return new Component(ComponentType.Library, bare, {
    group: scope,
    version,
    purl,
    bomRef: `${where}:${purl}`,
    licenses: new LicenseRepository([licence ? licences.makeFromString(licence) : new NamedLicense(UNKNOWN)]),
    hashes: new HashDictionary(sha512 ? [[HashAlgorithm['SHA-512'], Buffer.from(sha512, 'base64').toString('hex')]] : []),
    properties: place(where),
  });
}

function debianComponent({ name, version, architecture, licences: names }: BasePackage, os: ImageContents['os']): Component {
  const purl = new PackageURL('deb', os?.id ?? 'debian', name, version, { arch: architecture, ...(os?.version && { distro: `${os.id}-${os.version}` }) }, undefined).toString();
  return new Component(ComponentType.Library, name, {
    version,
    purl,
    bomRef: `base:${purl}`,
    licenses: new LicenseRepository((names.length > 0 ? names : [UNKNOWN]).map((licence) => new NamedLicense(licence))),
    properties: place('base'),
  });
}

/** @param name how the image is called */
export function cycloneDx(contents: ImageContents, name: string, version: string | undefined): string {
  const { bundled, installed, base, os, node } = contents;
  const bom = new Bom();
  bom.metadata.component = new Component(ComponentType.Container, name, { version, bomRef: 'image' });
  bom.components = new ComponentRepository([
    ...bundled.map((one) => npmComponent(one, 'bundled')),
    ...installed.map((one) => npmComponent(one, 'installed')),
    new Component(ComponentType.Application, 'node', { version: node ?? UNKNOWN, bomRef: 'node', properties: place('base') }),
    new Component(ComponentType.OperatingSystem, os?.id ?? UNKNOWN, {
      version: os?.version ?? UNKNOWN, bomRef: 'os', properties: place('base'), description: base ? undefined : 'its packages are unknown: the image keeps no record of them',
    }),
    ...(base ?? []).map((one) => debianComponent(one, os)),
  ]);
  return `${new JsonSerializer(new CycloneDxJson.Normalize.Factory(Spec1dot6)).serialize(bom, { sortLists: true, space: 2 })}\n`;
}
