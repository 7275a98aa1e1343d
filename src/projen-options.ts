import { readFileSync } from 'node:fs';

interface JsiiType {
  readonly interfaces?: string[];
  readonly properties?: ReadonlyArray<{ readonly name: string }>;
}

interface JsiiAssembly {
  readonly types: Readonly<Record<string, JsiiType>>;
}

/**
 * Names of all options of a projen struct, inherited ones included, as the installed projen knows them.
 * Read from its jsii assembly, since types are gone at run time and the peer range spans many versions.
 */
export function projenOptionNames(fqn: string): string[] {
  const assembly = JSON.parse(readFileSync(require.resolve('projen/.jsii'), 'utf8')) as JsiiAssembly;
  const names = new Set<string>();
  const collect = (name: string): void => {
    const type = assembly.types[name];
    type?.properties?.forEach((property) => names.add(property.name));
    type?.interfaces?.forEach(collect);
  };
  collect(fqn);
  return [...names];
}
