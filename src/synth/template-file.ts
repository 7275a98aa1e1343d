import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Handlebars from 'handlebars';
import type { FileBaseOptions, IResolver, Project } from 'projen';
import { FileBase } from 'projen/lib/file';
import * as escape from './escape';
import * as literals from './listing/literals';

/** Where templates are: `templates/` of the package, both from `lib/synth` and from `src/synth`. */
export const TEMPLATES_DIR = join(__dirname, '..', '..', 'templates');

/** Only these may stand in a template; each escapes for one kind of text. */
const HELPERS: Readonly<Record<string, (value: never) => string>> = {
  label: escape.dockerLabel,
  shell: escape.shellWord,
  doc: escape.typeScriptDoc,
  cell: escape.markdown,
  code: escape.markdownCode,
  json: escape.json,
  comment: escape.lineComment,
  python: literals.pythonLiteral,
  pythonArguments: literals.pythonArguments,
  javascript: literals.javaScriptLiteral,
  heredoc: literals.heredocJson,
};

const compiled = new Map<string, Handlebars.TemplateDelegate>();

/**
 * Renders a template. Strict: a name that the view lacks is an error, and so is a helper that nobody registered.
 * @param template path below `templates/`, without `.hbs`
 * @param view every name that the template uses
 */
export function renderTemplate(template: string, view: object): string {
  let render = compiled.get(template);
  if (!render) {
    // noEscape: Handlebars would escape for HTML, which no target here is; templates name the escaping they need.
    render = Handlebars.compile(readFileSync(join(TEMPLATES_DIR, `${template}.hbs`), 'utf8'), {
      strict: true,
      noEscape: true,
      knownHelpersOnly: true,
      knownHelpers: Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true])),
    });
    compiled.set(template, render);
  }
  return render(view, { helpers: HELPERS });
}

/** A generated, read-only file whose text is a template filled with a view. */
export class TemplateFile extends FileBase {
  constructor(
    project: Project,
    filePath: string,
    private readonly template: string,
    private readonly view: object,
    options: FileBaseOptions = {},
  ) {
    super(project, filePath, { readonly: true, ...options });
  }

  protected synthesizeContent(_resolver: IResolver): string {
    return renderTemplate(this.template, { marker: this.marker ?? '', ...this.view });
  }
}
