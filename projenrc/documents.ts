/**
 * The documents that are made from the definition's source: its JSON Schema, and API.md, completed after jsii-docgen.
 *
 * API.md gets words for the members that projen hands down without any, so that no row is without a description. A row that has
 * none and is not in the list ends with an error: what is ours is documented where it is declared.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { definitionSchema, SCHEMA_FILE } from './definition-schema';

const FILE = 'API.md';
const NONE = '*No description.*';

const INHERITED: Readonly<Record<string, string>> = {
  addBins: 'Adds commands to `bin` of package.json.',
  buildTask: 'The task `build`: everything from synth to package.',
  compileTask: 'The task `compile`: type-checks the project.',
  packageTask: 'The task `package`: packs what `build` made; here the container images, where an engine answers.',
  postCompileTask: 'The task `post-compile`, after `compile`.',
  preCompileTask: 'The task `pre-compile`, before `compile`: bundles the programs.',
  testTask: 'The task `test`: runs the unit tests.',
  bundler: 'Bundles the programs with esbuild.',
  biome: 'Lints and formats, unless it is switched off.',
  prettier: 'The Prettier configuration (if enabled).',
};

const text = readFileSync(FILE, 'utf8');
const undocumented: string[] = [];
const completed = text.split('\n').map((row) => {
  if (!row.includes(NONE)) return row;
  const name = />(\w+)<\/a>/.exec(row)?.[1] ?? row;
  const words = INHERITED[name];
  if (words === undefined) undocumented.push(name);
  return row.replace(NONE, words ?? NONE);
});
if (undocumented.length > 0) throw new Error(`${FILE} has rows without a description: ${undocumented.join(', ')}. Document them where they are declared.`);
writeFileSync(FILE, completed.join('\n'));

mkdirSync(dirname(SCHEMA_FILE), { recursive: true });
writeFileSync(SCHEMA_FILE, `${JSON.stringify(definitionSchema(), null, 2)}\n`);
