/** What Debian's records in an image say; pure. */

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/** `Name: value` fields of a paragraph; lines that go on belong to the field before. */
function fields(paragraph: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of paragraph.split('\n')) {
    const [, name, value] = /^([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (name) found.set(name, value.trim());
  }
  return found;
}

/**
 * Reads `/var/lib/dpkg/status`, or a file of `status.d`, which images without a package manager have.
 * @see https://man7.org/linux/man-pages/man1/dpkg-query.1.html
 */
export function parseDpkgStatus(text: string): DebianPackage[] {
  return text.split(/\n\s*\n/).map(fields).flatMap((paragraph) => {
    const [name, version, status] = [paragraph.get('Package'), paragraph.get('Version'), paragraph.get('Status')];
    // `status.d` names no status: what is there is installed.
    if (!name || !version || (status !== undefined && !status.endsWith(' installed'))) return [];
    return [{ name, version, architecture: paragraph.get('Architecture') ?? 'all' }];
  }).sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

/**
 * Short names of the licences in a machine-readable copyright file; none where the file is free text.
 * @see https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
 */
export function licencesOfCopyright(text: string): string[] {
  if (!/^Format(-Specification)?:/m.test(text)) return [];
  const names = [...text.matchAll(/^License:[ \t]*(\S.*)$/gm)].map(([, name]) => name.trim());
  return [...new Set(names)].sort();
}

/** `ID` and `VERSION_ID` of `/usr/lib/os-release`. */
export function parseOsRelease(text: string): { readonly id: string; readonly version?: string } | undefined {
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1];
  const [id, version] = [value('ID'), value('VERSION_ID')];
  return id ? { id, ...(version && { version }) } : undefined;
}
