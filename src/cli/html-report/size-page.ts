/** The page of `image:size`; pure. */
import { html, type Markup } from './markup';
import { type Page, renderPage, type Section } from './page';
import { treemap } from './treemap';
import { bytes, count, moment } from '../quantities';
import type { ImageSize, PackageSize } from '../size/size-report';

/** Unit: characters of an instruction. */
const SHOWN_INSTRUCTION = 160;

const tile = (name: string, value: string, below: string): Markup =>
  html`<div class="tile"><span>${name}</span><b>${value}</b><span>${below}</span></div>`;

function table(head: string, rows: ReadonlyArray<readonly [name: string, size: number]>): Markup {
  return html`<div class="scroll"><table><thead><tr><th>${head}</th><th class="number">size</th></tr></thead><tbody>
${rows.map(([name, size]) => html`<tr><td class="record">${name}</td><td class="number">${bytes(size)}</td></tr>`)}
</tbody></table></div>`;
}

const packageRows = (packages: readonly PackageSize[]) => packages.map((one) => [one.name, one.bytes] as const);

/** What is above the base, as boxes; all of the image where its base is not known. */
function picture({ tag, base, treemap: { children = [] } }: ImageSize): Markup {
  const ours = children.filter(({ name }) => name !== base.image);
  const total = ours.reduce((sum, node) => sum + node.bytes, 0);
  const what = 'bytes' in base ? `What ${tag} adds to its base` : `What is in ${tag}, its base included`;
  return html`<p class="note">${what}, ${bytes(total)}, by size; the blue boxes are the project's own code. Point at a box for its whole name; the tables below have all of them.</p>${treemap(what, ours)}`;
}

function sections(size: ImageSize): Section[] {
  const { image, tag, bytes: total, base, layers, programs, installed } = size;
  const own = 'bytes' in base ? tile('ours', bytes(total - base.bytes), 'beyond the base') : html``;
  const below = 'bytes' in base ? tile('base', bytes(base.bytes), base.image) : tile('base', 'unknown', `${base.image}: ${base.unknown}`);
  return [
    { title: `${image} image`, content: html`<div class="tiles">${tile('all', bytes(total), tag)}${below}${own}</div>` },
    { title: `Where the bytes of the ${image} image are`, content: picture(size) },
    {
      title: `Layers of the ${image} image`,
      content: layers.length === 0 ? { absent: 'There is none above the base.' }
        : table('layer', layers.map((layer) => [layer.holds ?? layer.createdBy.slice(0, SHOWN_INSTRUCTION), layer.bytes] as const)),
    },
    ...programs.map(({ command, bytes: bundle, mapBytes, packages }): Section => ({
      title: `Packages in ${command}.js`,
      content: html`<p class="note">${count(packages.length, 'part')}; the bundle has ${bytes(bundle)}, its source map ${bytes(mapBytes)}.</p>
${table('package', packageRows(packages))}`,
    })),
    ...(installed.length > 0 ? [{ title: `Packages that npm installed in the ${image} image`, content: table('package', packageRows(installed)) }] : []),
  ];
}

export function renderSizePage(sizes: readonly ImageSize[], at: Date): string {
  const page: Page = {
    title: 'Size of the images',
    subtitle: `${sizes.map(({ tag, bytes: total }) => `${tag}, ${bytes(total)}`).join(' · ')} · ${moment(at)}`,
    sections: sizes.flatMap(sections),
    footer: 'Written by sm-algorithm image:size. Sizes are those of unpacked layers, as the engine tells them, and those that esbuild tells of bundles.',
  };
  return renderPage(page);
}
