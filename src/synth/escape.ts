/** One function per kind of text that user's words end up in. Each takes any text and never changes what a reader sees. */

/** A value of a Dockerfile `LABEL`: one double-quoted line in which neither quotes, backslashes nor variables act. */
export const dockerLabel = (text: string): string => `"${text.replace(/\s+/g, ' ').replace(/["\\$]/g, '\\$&')}"`;

/** One word of a POSIX shell. */
export const shellWord = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

/** Text inside a TypeScript doc comment: one line, and nothing in it ends the comment or is read as a tag. */
export const typeScriptDoc = (text: string): string => text.replace(/\s+/g, ' ').replace(/\*\//g, '*\\/').replace(/@(?=\w)/g, '\\@').trim();

/** Text in HTML. */
export const html = (text: string): string => text
  .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');

/** Text in Markdown, in a table's cell as well: one line, no markup, no link, no HTML. */
export const markdown = (text: string): string => text
  .replace(/\s+/g, ' ').replace(/[&<>]/g, html).replace(/[\\`*_{}[\]|~]/g, '\\$&').trim()
  // What would start a heading or a list.
  .replace(/^([#+-]+)(?=\s|$)/, '\\$1').replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');

/** Code in Markdown's back ticks, in a table's cell as well: backslashes stay, a back tick and a bar cannot. */
export const markdownCode = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').replace(/\|/g, '\\|');
  const fence = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return fence.length > 1 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
};

/** A value as JSON that is TypeScript too, indented by two spaces. */
export const json = (value: unknown): string => JSON.stringify(value, null, 2).replace(/[\u2028\u2029]/g, (separator) =>
  `\\u${separator.charCodeAt(0).toString(16)}`);

/** Text of a comment that ends with its line, in any language. */
export const lineComment = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A text in Python, in double quotes; JSON's escapes are Python's too. */
export const pythonText = (text: string): string => JSON.stringify(text);

/** Text of a template literal in JavaScript. */
export const javaScriptTemplate = (text: string): string => text.replace(/[\\`]|\$(?=\{)/g, '\\$&').replace(/\r/g, '\\r');

/** Text of a here-document whose delimiter is not quoted: nothing in it is filled in or run. */
export const heredoc = (text: string): string => text.replace(/[\\$`]/g, '\\$&');
