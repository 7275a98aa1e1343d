/** Licences of what an image holds, for people; pure. */
import { type ImageContents, UNKNOWN } from './contents';
import { count } from '../quantities';

/** Which packages are under which licence, both in the order of letters. */
export function licenceList({ bundled, installed, base }: ImageContents, title: string): string {
  const packages = [
    ...[...bundled, ...installed].map(({ name, version, licence }) => ({ id: `${name} ${version}`, licences: [licence ?? UNKNOWN] })),
    ...(base ?? []).map(({ name, version, licences }) => ({ id: `${name} ${version} (Debian)`, licences: licences.length > 0 ? licences : [UNKNOWN] })),
  ];
  const byLicence = new Map<string, Set<string>>();
  for (const { id, licences } of packages) {
    for (const licence of licences) byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(id));
  }
  const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return [
    `Licences in ${title}`,
    ...(base ? [] : ['The packages of the base image are unknown: it keeps no record of them.']),
    ...[...byLicence].sort(([a], [b]) => order(a, b)).flatMap(([licence, ids]) =>
      ['', `${licence} (${count(ids.size, 'package')})`, ...[...ids].sort(order).map((id) => `  ${id}`)]),
    '',
  ].join('\n');
}
