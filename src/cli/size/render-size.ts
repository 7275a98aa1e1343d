/** The cost of an image as a table of text; pure. */
import type { ImageSize, PackageSize } from './size-report';
import { bytes, count } from '../quantities';

/** Unit: rows of packages; the rest is one row. */
const SHOWN_PACKAGES = 15;
/** Unit: characters of an instruction. */
const SHOWN_INSTRUCTION = 90;

const row = (size: number, text: string): string => `  ${bytes(size).padStart(10)}  ${text}`;

function packageRows(packages: readonly PackageSize[]): string[] {
  const rest = packages.slice(SHOWN_PACKAGES);
  const restBytes = rest.reduce((sum, one) => sum + one.bytes, 0);
  return [
    ...packages.slice(0, SHOWN_PACKAGES).map((one) => row(one.bytes, `  ${one.name}`)),
    ...(rest.length > 0 ? [row(restBytes, `  ${count(rest.length, 'other package')}`)] : []),
  ];
}

export function renderSize({ image, tag, bytes: total, base, layers, programs, installed }: ImageSize): string {
  const own = 'bytes' in base ? [row(base.bytes, `the base, ${base.image}`), row(total - base.bytes, 'ours')]
    : [`              the base, ${base.image}, ${base.unknown}`];
  return [
    `${image} image, ${tag}: ${bytes(total)}`,
    ...own,
    ...layers.map((layer) => row(layer.bytes, `  layer: ${layer.holds ?? layer.createdBy.slice(0, SHOWN_INSTRUCTION)}`)),
    ...programs.flatMap((program) => [
      row(program.bytes, `${program.command}.js`),
      ...packageRows(program.packages),
      row(program.mapBytes, `${program.command}.js.map, for the places in error messages`),
    ]),
    ...(installed.length > 0 ? [row(installed.reduce((sum, one) => sum + one.bytes, 0), 'installed by npm'), ...packageRows(installed)] : []),
  ].join('\n');
}
