import { DEFINITION_FIELDS } from './definition-shape';
import type { Fields, Shape } from './shape';

/** An enum of another package that an option of projen takes, as `projen new` was given it. */
export interface EnumText {
  /** For example `javascript.NodePackageManager.NPM`. */
  readonly expression: string;
  /** Package and name to import, for example `projen` and `javascript`. */
  readonly packageName: string;
  readonly importName: string;
}

const WIDTH = 110;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A TypeScript literal with single quotes. */
const textLiteral = (value: string): string => `'${JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;

class DefinitionText {
  public readonly imports = new Set<string>();

  public render(value: unknown, shape: Shape | undefined, indent: string): string {
    if (shape?.kind === 'choice') return this.choice(String(value), shape);
    if (shape?.kind === 'made') return this.made(value as { _kind: string; name?: string; _options?: object }, shape, indent);
    if (Array.isArray(value)) {
      const of = shape?.kind === 'list' ? shape.of : undefined;
      return this.wrap('[', value.map((item) => (inner: string) => this.render(item, of, inner)), ']', indent, '');
    }
    if (typeof value === 'object' && value !== null) return this.object(value, shape?.kind === 'struct' ? shape.fields : {}, indent);
    return typeof value === 'string' ? textLiteral(value) : String(JSON.stringify(value));
  }

  public object(value: object, fields: Fields, indent: string): string {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const items = entries.map(([name, item]) => (inner: string) =>
      `${IDENTIFIER.test(name) ? name : textLiteral(name)}: ${this.render(item, fields[name]?.shape, inner)}`);
    return this.wrap('{', items, '}', indent, ' ');
  }

  private choice(value: string, { enumName, members }: Extract<Shape, { kind: 'choice' }>): string {
    this.imports.add(enumName);
    return `${enumName}.${Object.keys(members).find((member) => members[member] === value)}`;
  }

  private made(value: { _kind: string; name?: string; _options?: object }, shape: Extract<Shape, { kind: 'made' }>, indent: string): string {
    this.imports.add(shape.className);
    const name = value.name === undefined ? [] : [textLiteral(value.name)];
    const options = Object.keys(value._options ?? {}).length > 0 ? [this.object(value._options!, shape.options[value._kind], indent)] : [];
    return `${shape.className}.${value._kind}(${[...name, ...options].join(', ')})`;
  }

  /** On one line when it fits, else an item a line. */
  private wrap(open: string, items: Array<(indent: string) => string>, close: string, indent: string, space: string): string {
    const flat = `${open}${space}${items.map((item) => item(indent)).join(', ')}${space}${close}`;
    if (items.length === 0) return open + close;
    if (!flat.includes('\n') && indent.length + flat.length <= WIDTH - 30) return flat;
    const inner = `${indent}  `;
    return `${open}\n${items.map((item) => `${inner}${item(inner)},\n`).join('')}${indent}${close}`;
  }
}

/** Commented hints below the definition of a new project: the options that one fills in next. */
const HINTS = [
  "// algorithmVersion: '1.0.0',      // tag of the images; without it the git tag of the commit",
  "// ecrAccountId: '111122223333',   // owner of the repositories",
  "// ecrRegion: 'us-east-1',",
  "// validation: { roleArn: 'arn:aws:iam::111122223333:role/SageMakerValidation', s3Location: 's3://bucket/prefix' },",
  '// certifyForMarketplace: true,    // to be listed in AWS Marketplace',
];

/**
 * The text of `.projenrc.ts` for a new project: the whole definition, nested parts included.
 * @param options the definition as values
 * @param enums options of projen that hold an enum member, by name
 * @param hints whether to add commented hints
 */
export function renderDefinition(options: object, enums: Readonly<Record<string, EnumText>>, hints: boolean): string {
  const text = new DefinitionText();
  const lines = Object.entries(options).filter(([, value]) => value !== undefined).map(([name, value]) =>
    `  ${name}: ${enums[name]?.expression ?? text.render(value, DEFINITION_FIELDS[name]?.shape, '  ')},`);
  const missing = hints ? HINTS.filter((hint) => !((/\/\/ (\w+)/.exec(hint)?.[1] ?? '') in options)) : [];
  const foreign = new Map<string, Set<string>>();
  for (const { packageName, importName } of Object.values(enums)) {
    foreign.set(packageName, (foreign.get(packageName) ?? new Set()).add(importName));
  }
  return [
    ...[...foreign].map(([packageName, names]) => `import { ${[...names].sort().join(', ')} } from '${packageName}';`),
    `import { ${[...text.imports, 'SmAlgorithmProject'].sort().join(', ')} } from 'sm-algorithm';`,
    '',
    'const project = new SmAlgorithmProject({',
    ...lines,
    ...(missing.length > 0 ? ['', ...missing.map((hint) => `  ${hint}`)] : []),
    '});',
    '',
    'project.synth();',
    '',
  ].join('\n');
}
