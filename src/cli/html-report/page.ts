import { html, Markup } from './markup';
import { STYLE } from './style';

/** A part of a page; where there is nothing to show it says why instead of being empty. */
export interface Section {
  readonly title: string;
  readonly content: Markup | { readonly absent: string };
  readonly isProblem?: boolean;
}

export interface Page {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly Section[];
  readonly footer: string;
}

/** Nothing may be loaded, from wherever: the page is one file and its scripts are none. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const renderSection = ({ title, content, isProblem }: Section): Markup => html`
<section class="${isProblem ? 'problem' : ''}">
<h2>${title}</h2>
${content instanceof Markup ? content : html`<p class="absent">${content.absent}</p>`}
</section>`;

export const renderPage = ({ title, subtitle, sections, footer }: Page): string => html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="generator" content="sm-algorithm">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p>${subtitle}</p>
</header>
${sections.map(renderSection)}
<footer>${footer}</footer>
</main>
</body>
</html>
`.text;
