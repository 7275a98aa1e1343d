import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const ROOT = join(__dirname, '..', '..');
const DEFINITION = join(ROOT, 'src', 'definition');

interface Member {
  /** `ChannelOptions.name`, `InputMode.FILE`, `Metric`. */
  readonly path: string;
  readonly kind: 'type' | 'field' | 'enum member' | 'method' | 'parameter';
  readonly optional: boolean;
  /** Text of the doc comment without its tags. */
  readonly words: string;
  readonly defaultValue?: string;
}

const isHidden = (node: ts.Node): boolean =>
  ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'internal') || (ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword));

const wordsOf = (node: ts.Node): string =>
  ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join(' ').trim();

function memberOf(node: ts.Node, path: string, kind: Member['kind'], optional = false): Member {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'default');
  return { path, kind, optional, words: wordsOf(node), defaultValue: tag && (ts.getTextOfJSDocComment(tag.comment) ?? '') };
}

function membersOf(node: ts.Statement): Member[] {
  if (ts.isInterfaceDeclaration(node)) {
    const name = node.name.text;
    return [memberOf(node, name, 'type'), ...node.members.map((field) =>
      memberOf(field, `${name}.${field.name!.getText()}`, 'field', field.questionToken !== undefined))];
  }
  if (ts.isEnumDeclaration(node)) {
    return [memberOf(node, node.name.text, 'type'), ...node.members.map((member) => memberOf(member, `${node.name.text}.${member.name.getText()}`, 'enum member'))];
  }
  if (!ts.isClassDeclaration(node)) return [];
  const name = node.name!.text;
  return [memberOf(node, name, 'type'), ...node.members.filter((member) => ts.isMethodDeclaration(member) && !isHidden(member)).flatMap((method) => {
    const path = `${name}.${method.name!.getText()}`;
    return [memberOf(method, path, 'method'), ...(method as ts.MethodDeclaration).parameters.map((parameter): Member => ({
      path: `${path}(${parameter.name.getText()})`,
      kind: 'parameter',
      optional: false,
      words: ts.getJSDocParameterTags(parameter).map((tag) => ts.getTextOfJSDocComment(tag.comment) ?? '').join(' ').trim(),
    }))];
  })];
}

const MEMBERS = readdirSync(DEFINITION).flatMap((file) =>
  ts.createSourceFile(file, readFileSync(join(DEFINITION, file), 'utf8'), ts.ScriptTarget.ES2022, true).statements.flatMap(membersOf));
const API = readFileSync(join(ROOT, 'API.md'), 'utf8');

describe('the public definition', () => {
  test('has words for every type, field, enum member, method and parameter', () => {
    expect(MEMBERS.length).toBeGreaterThan(150);
    expect(MEMBERS.filter(({ words }) => words.length < 10).map(({ path }) => path)).toEqual([]);
  });

  test('states the default of every field that may be left out, and of no other', () => {
    const fields = MEMBERS.filter(({ kind }) => kind === 'field');

    expect(fields.filter(({ optional, defaultValue }) => optional !== (defaultValue !== undefined && defaultValue !== '')).map(({ path }) => path)).toEqual([]);
  });

  test('would be missed where words lack', () => {
    const [type, field] = ts.createSourceFile('x.ts', '/** Words of a type. */ export interface X { readonly y?: string }', ts.ScriptTarget.ES2022, true)
      .statements.flatMap(membersOf);

    expect(type).toMatchObject({ path: 'X', words: 'Words of a type.' });
    expect(field).toMatchObject({ path: 'X.y', optional: true, words: '', defaultValue: undefined });
  });
});

describe('API.md', () => {
  test('has no row without a description', () => {
    const rows = API.split('\n').filter((line) => /^\| <code><a href/.test(line));

    expect(rows.length).toBeGreaterThan(300);
    expect(rows.filter((row) => row.includes('*No description.*') || /\|\s*\|\s*$/.test(row))).toEqual([]);
  });

  test('has every field and enum member of the definition', () => {
    const missing = MEMBERS.filter(({ kind, path }) => (kind === 'field' || kind === 'enum member')
      && !API.includes(`sm-algorithm.${path}"`) && !API.includes(`sm-algorithm.${path.replace('.', '.property.')}"`));

    expect(missing.map(({ path }) => path)).toEqual([]);
  });
});
