import { execFileSync } from 'node:child_process';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { dockerLabel, heredoc, html, javaScriptTemplate, json, lineComment, markdown, markdownCode, pythonText, shellWord, typeScriptDoc } from '../../src/synth/escape';

/** Everything that acts somewhere. */
const HOSTILE = `a'b"c\`d$(touch /tmp/x)$HOME\\ ${'${PATH}'} */ // <script>alert(1)</script> & | * _ [x](y) @see {{name}} 1. # \u2028 é`;

describe('hostile text', () => {
  test('is one word of a shell, unchanged', () => {
    expect(execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(HOSTILE)}`], { encoding: 'utf8' })).toBe(HOSTILE);
  });

  test('is one line of a Dockerfile label in which nothing is substituted', () => {
    const label = dockerLabel(`${HOSTILE}\nRUN rm -rf /`);

    expect(label).not.toContain('\n');
    expect(label).toMatch(/^"(\\["\\$]|[^"\\$])*"$/);
  });

  test('stays inside a TypeScript doc comment', () => {
    const { code } = transformSync(`/** ${typeScriptDoc(`${HOSTILE}\n*/ throw 1; /*`)} */\nexport const reached = 1;`, { loader: 'ts', format: 'cjs' });

    expect(code).not.toContain('throw');
    expect(code).toContain('reached');
  });

  test('has no tag of a doc comment', () => {
    expect(typeScriptDoc('@see x')).toBe('\\@see x');
  });

  test('is text in HTML', () => {
    expect(html('<a href="x">\'&')).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
  });

  test('is one cell of a Markdown table without markup', () => {
    const cell = markdown(`${HOSTILE}\nnext`);

    expect(cell).not.toContain('\n');
    expect(cell).not.toMatch(/<|(?<!\\)[|*_`[\]]/);
  });

  test('starts no heading and no list in Markdown', () => {
    expect([markdown('# a'), markdown('- a'), markdown('1. a'), markdown('0.001 to 1'), markdown('-1 to 1')])
      .toEqual(['\\# a', '\\- a', '1\\. a', '0.001 to 1', '-1 to 1']);
  });

  test('is code in Markdown whatever back ticks it holds', () => {
    expect(markdownCode('a|b')).toBe('`a\\|b`');
    expect(markdownCode('a`b``c')).toBe('``` a`b``c ```');
  });

  test('is the same value as JSON and as TypeScript', () => {
    const value = { text: HOSTILE };

    expect(JSON.parse(json(value))).toEqual(value);
    expect(json(value)).not.toContain('\u2028');
  });

  test('is text of a here-document in which variables are filled in', () => {
    expect(execFileSync('/bin/sh', ['-c', `cat <<END\n${heredoc(HOSTILE)}\nEND`], { encoding: 'utf8' })).toBe(`${HOSTILE}\n`);
  });

  test('is text of a template literal', () => {
    expect(new Function(`return \`${javaScriptTemplate(`${HOSTILE}\r\n`)}\``)()).toBe(`${HOSTILE}\r\n`);
  });

  test('is one literal of Python', () => {
    expect(pythonText(HOSTILE)).toMatch(/^"(\\["\\bfnrtu]|[^"\\\n])*"$/);
  });

  test('ends no comment of a line', () => {
    expect(lineComment(`${HOSTILE}\nnext`)).not.toMatch(/[\n\r\u2028]/);
  });
});
