import { readFileSync } from 'node:fs';
import type { ForeignOption } from './plan/parse-definition';

interface JsiiType {
  readonly kind: string;
  readonly interfaces?: string[];
  readonly members?: ReadonlyArray<{ readonly name: string }>;
  readonly properties?: ReadonlyArray<{ readonly name: string; readonly type?: { readonly fqn?: string } }>;
}

interface JsiiAssembly {
  readonly types: Readonly<Record<string, JsiiType>>;
}

/**
 * All options of a projen struct, inherited ones included, as the installed projen knows them.
 * Read from its jsii assembly, since types are gone at run time and the peer range spans many versions.
 */
export function projenOptions(fqn: string): ForeignOption[] {
  const { types } = JSON.parse(readFileSync(require.resolve('projen/.jsii'), 'utf8')) as JsiiAssembly;
  const options = new Map<string, ForeignOption>();
  const collect = (name: string): void => {
    types[name]?.properties?.forEach((property) => {
      const type = types[property.type?.fqn ?? ''];
      const choice = type?.kind === 'enum' ? { enumName: property.type!.fqn!.replace('projen.', ''), members: type.members!.map((member) => member.name) } : undefined;
      options.set(property.name, { name: property.name, choice });
    });
    types[name]?.interfaces?.forEach(collect);
  };
  collect(fqn);
  return [...options.values()];
}
