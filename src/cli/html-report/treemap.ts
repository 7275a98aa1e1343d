/** A treemap of two levels as a picture; pure. In two widths, as the plots are, since letters must stay readable. */
import { html, type Markup } from './markup';
import { bytes } from '../quantities';
import { OWN_CODE, type TreemapNode } from '../size/size-report';
import { type Box, squarify } from '../size/squarify';

/** Unit: pixels. The narrow one fits a screen of 400 with the margins of the page. */
const SIZES = { wide: { width: 860, height: 460 }, narrow: { width: 330, height: 460 } } as const;
/** Mean width of a letter, on the safe side: letters cannot be measured outside of a browser. */
const LETTER = 7;
const LINE = 16;
const PADDING = 5;
/** Shorter names would say nothing. Unit: letters. */
const NAME_MIN = 4;

/** What of a name fits into a width; undefined where too little does. */
export function fitting(text: string, width: number): string | undefined {
  const letters = Math.floor((width - 2 * PADDING) / LETTER);
  if (text.length <= letters) return text;
  return letters > NAME_MIN ? `${text.slice(0, letters - 1)}…` : undefined;
}

const number = (value: number): string => value.toFixed(1);

const rectangle = ({ x, y, width, height }: Box, fill: string): Markup =>
  html`<rect x="${number(x)}" y="${number(y)}" width="${number(Math.max(0, width))}" height="${number(Math.max(0, height))}" fill="${fill}" stroke="var(--card)" stroke-width="1.5"/>`;

const line = ({ x, y, width, height }: Box, at: number, text: string | undefined, fill: string): Markup => {
  const shown = height >= at * LINE + PADDING && text !== undefined ? fitting(text, width) : undefined;
  return shown === undefined ? html`` : html`<text x="${number(x + PADDING)}" y="${number(y + at * LINE)}" fill="${fill}">${shown}</text>`;
};

/** A box with its name and, where there is room, its size; both in full for whoever points at it. */
function leaf({ name, bytes: size }: TreemapNode, box: Box): Markup {
  const isOwn = name === OWN_CODE;
  // A number that is cut would be another number.
  const whole = fitting(bytes(size), box.width) === bytes(size) ? bytes(size) : undefined;
  const ink = isOwn ? 'var(--card)' : 'var(--ink)';
  const title = html`<title>${name}: ${bytes(size)}</title>`;
  return html`<g>${title}${rectangle(box, isOwn ? 'var(--accent)' : 'var(--soft)')}${line(box, 1, name, ink)}${line(box, 2, whole, ink)}</g>`;
}

const falling = (nodes: readonly TreemapNode[]): TreemapNode[] =>
  [...nodes].filter((node) => node.bytes > 0).sort((a, b) => b.bytes - a.bytes);

function boxed(nodes: readonly TreemapNode[], box: Box): ReadonlyArray<readonly [TreemapNode, Box]> {
  const sorted = falling(nodes);
  const boxes = squarify(sorted.map((node) => node.bytes), box);
  return sorted.map((node, at) => [node, boxes[at]]);
}

/** A box with a headline and boxes in it; where there is no room for them it is a leaf. */
function group(node: TreemapNode, box: Box): Markup {
  const { name, bytes: size, children = [] } = node;
  const inner = { x: box.x + 3, y: box.y + LINE + PADDING, width: box.width - 6, height: box.height - LINE - PADDING - 3 };
  if (children.length === 0 || inner.width < 2 * LINE || inner.height < LINE) return leaf(node, box);
  const [title, head] = [`${name}: ${bytes(size)}`, `${name}, ${bytes(size)}`];
  return html`<g><title>${title}</title>${rectangle(box, 'var(--line)')}${line(box, 1, fitting(head, box.width) === head ? head : name, 'var(--ink)')}</g>
${boxed(children, inner).map(([child, place]) => leaf(child, place))}`;
}

/** @param label what the picture shows, for readers that do not see it */
export function treemap(label: string, nodes: readonly TreemapNode[]): Markup {
  const drawn = Object.entries(SIZES).map(([name, { width, height }]) => html`<div class="${name}">
<svg role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${boxed(nodes, { x: 0, y: 0, width, height }).map(([node, box]) => group(node, box))}</svg></div>`);
  return html`<figure>${drawn}</figure>`;
}
