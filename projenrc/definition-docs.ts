/** What the doc comments of `src/definition` say, read from its source: what documents and tests are made from. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const DEFINITION = join(__dirname, '..', 'src', 'definition');

export interface DocumentedMember {
  /** `ChannelOptions.name`, `InputMode.FILE`, `Metric`, `Metric.report`, `Metric.report(name)`. */
  readonly path: string;
  readonly kind: 'type' | 'field' | 'enum member' | 'method' | 'parameter';
  readonly optional: boolean;
  /** Text of the doc comment without its tags. */
  readonly words: string;
  /** Text of `@default`. */
  readonly defaultValue?: string;
  /** As it is written, for example `ChannelOptions[]`; of fields and parameters. */
  readonly type?: string;
}

const isHidden = (node: ts.Node): boolean =>
  ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'internal')
  || (ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword));

const text = (comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string => (ts.getTextOfJSDocComment(comment) ?? '').trim();

const wordsOf = (node: ts.Node): string =>
  ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).map((doc) => text(doc.comment)).join(' ').trim();

function member(node: ts.Node, path: string, kind: DocumentedMember['kind'], further: Partial<DocumentedMember> = {}): DocumentedMember {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'default');
  return { path, kind, optional: false, words: wordsOf(node), ...(tag && { defaultValue: text(tag.comment) }), ...further };
}

function methodMembers(method: ts.MethodDeclaration, className: string): DocumentedMember[] {
  const path = `${className}.${method.name.getText()}`;
  return [member(method, path, 'method'), ...method.parameters.map((parameter) => member(parameter, `${path}(${parameter.name.getText()})`, 'parameter', {
    words: ts.getJSDocParameterTags(parameter).map((tag) => text(tag.comment)).join(' ').trim(),
    type: parameter.type?.getText(),
  }))];
}

/** What a statement at the top of a source file makes public. */
function membersOf(node: ts.Statement): DocumentedMember[] {
  if (ts.isInterfaceDeclaration(node)) {
    const name = node.name.text;
    return [member(node, name, 'type'), ...node.members.filter(ts.isPropertySignature).map((field) =>
      member(field, `${name}.${field.name.getText()}`, 'field', { optional: field.questionToken !== undefined, type: field.type?.getText() }))];
  }
  if (ts.isEnumDeclaration(node)) {
    const name = node.name.text;
    return [member(node, name, 'type'), ...node.members.map((item) => member(item, `${name}.${item.name.getText()}`, 'enum member'))];
  }
  if (!ts.isClassDeclaration(node)) return [];
  const name = node.name!.text;
  return [member(node, name, 'type'), ...node.members.filter(ts.isMethodDeclaration).filter((method) => !isHidden(method))
    .flatMap((method) => methodMembers(method, name))];
}

/** The public members of one source text. */
export const documentedIn = (source: string): DocumentedMember[] =>
  ts.createSourceFile('definition.ts', source, ts.ScriptTarget.ES2022, true).statements.flatMap(membersOf);

/** All that a definition can say, with its words. */
export const definitionDocs = (): DocumentedMember[] =>
  readdirSync(DEFINITION).sort().flatMap((file) => documentedIn(readFileSync(join(DEFINITION, file), 'utf8')));
