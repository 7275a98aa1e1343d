/** Writes parameters of calls in each language of the listing. Every text in them is a text there, whatever it holds. */
import { type CallParameters, type CallValue, Spliced, type VariableName } from './call-value';
import { heredoc, javaScriptTemplate, pythonText } from '../escape';

const snakeCase = (name: VariableName): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `open`, one line per member, `close`; nothing between them where there is no member. */
function block([open, close]: string, members: readonly string[], indent: string, unit: string, lastComma: string): string {
  if (members.length === 0) return `${open}${close}`;
  const inner = indent + unit;
  return `${open}\n${members.map((member) => `${inner}${member}`).join(',\n')}${lastComma}\n${indent}${close}`;
}

interface Language {
  readonly unit: string;
  readonly lastComma: string;
  readonly text: (text: string) => string;
  readonly key: (name: string) => string;
  readonly flag: (flag: boolean) => string;
  readonly spliced: (value: Spliced) => string;
}

function literal(language: Language, value: CallValue, indent = ''): string {
  const { unit, lastComma } = language;
  const inner = (entry: CallValue) => literal(language, entry, indent + unit);
  if (typeof value === 'string') return language.text(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return language.flag(value);
  if (value instanceof Spliced) return language.spliced(value);
  if (Array.isArray(value)) return block('[]', value.map(inner), indent, unit, lastComma);
  const members = Object.entries(value as CallParameters).map(([name, entry]) => `${language.key(name)}: ${inner(entry)}`);
  return block('{}', members, indent, unit, lastComma);
}

/** A lone variable by its name, everything else as one text with holes. */
const holes = (
  { parts }: Spliced, lone: (name: VariableName) => string, text: (text: string) => string, hole: (name: VariableName) => string,
  whole: (inside: string) => string,
): string => {
  const [first] = parts;
  if (parts.length === 1 && typeof first !== 'string') return lone(first.variable);
  return whole(parts.map((part) => (typeof part === 'string' ? text(part) : hole(part.variable))).join(''));
};

const PYTHON: Language = {
  unit: '    ',
  lastComma: ',',
  text: pythonText,
  key: pythonText,
  flag: (flag) => (flag ? 'True' : 'False'),
  spliced: (value) => holes(value, snakeCase, (text) => pythonText(text).slice(1, -1).replace(/[{}]/g, '$&$&'), (name) => `{${snakeCase(name)}}`,
    (inside) => `f"${inside}"`),
};

const JAVASCRIPT: Language = {
  unit: '  ',
  lastComma: ',',
  text: (text) => JSON.stringify(text),
  key: (name) => (/^[A-Za-z]\w*$/.test(name) ? name : JSON.stringify(name)),
  flag: String,
  spliced: (value) => holes(value, (name) => name, javaScriptTemplate, (name) => `\${${name}}`, (inside) => `\`${inside}\``),
};

const shellHole = (name: VariableName): string => `\${${snakeCase(name).toUpperCase()}}`;

/** JSON inside of a here-document in which variables are filled in: of names and ARNs, which hold nothing that acts in JSON. */
const HEREDOC: Language = {
  unit: '  ',
  lastComma: '',
  text: (text) => heredoc(JSON.stringify(text)),
  key: (name) => heredoc(JSON.stringify(name)),
  flag: String,
  spliced: (value) => holes(value, (name) => `"${shellHole(name)}"`, (text) => heredoc(JSON.stringify(text).slice(1, -1)), shellHole,
    (inside) => `"${inside}"`),
};

/** A value in Python. */
export const pythonLiteral = (value: CallValue): string => literal(PYTHON, value);

/** Keyword arguments, a line each, as they stand between the parentheses of a call. */
export const pythonArguments = (parameters: CallParameters): string =>
  Object.entries(parameters).map(([name, value]) => `    ${name}=${literal(PYTHON, value, '    ')},`).join('\n');

/** An object literal. */
export const javaScriptLiteral = (value: CallValue): string => literal(JAVASCRIPT, value);

/** Lines of a here-document whose delimiter is not quoted. */
export const heredocJson = (value: CallValue): string => literal(HEREDOC, value);
