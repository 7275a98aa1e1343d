/** HTML as values: what a template is given as text is escaped, what is markup already is taken as it is. Pure. */
import { showable } from '../showable';

/** Text that is HTML. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | undefined | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => showable(text).replace(/[&<>"']/g, (found) => ESCAPES[found]);

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(textOf).join('');
}

/** Each hole is text to be escaped, markup, a list of such, or nothing. Attributes have to stand in quotes. */
export const html = (literals: TemplateStringsArray, ...holes: readonly Part[]): Markup =>
  new Markup(literals.reduce((whole, literal, at) => `${whole}${textOf(holes[at - 1])}${literal}`));

/** A link where the address is one of the web; other text stays text. */
export const link = (address: string): Markup => (/^https?:\/\//.test(address) ? html`<a href="${address}">${address}</a>` : html`${address}`);
