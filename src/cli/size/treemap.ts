/** An image as rectangles in rectangles; pure. */
import { COMPILED_LAYER, type ImageSize, type TreemapNode } from './size-report';

const sum = (nodes: ReadonlyArray<{ readonly bytes: number }>): number => nodes.reduce((total, { bytes }) => total + bytes, 0);

/** A node whose size is its children's; what they do not explain is a child of its own. */
function parent(name: string, children: readonly TreemapNode[], bytes: number, rest: string): TreemapNode {
  const unexplained = bytes - sum(children);
  const all = [...children, ...(unexplained > 0 ? [{ name: rest, bytes: unexplained }] : [])].filter((child) => child.bytes > 0);
  return { name, bytes: sum(all), children: all };
}

export function treemapOf({ tag, bytes, base, layers, programs, installed }: Omit<ImageSize, 'treemap'>): TreemapNode {
  const baseNode = 'bytes' in base ? [{ name: base.image, bytes: base.bytes }] : [];
  const ofPrograms = programs.flatMap((program): TreemapNode[] => [
    parent(`${program.command}.js`, program.packages, program.bytes, 'esbuild'),
    { name: `${program.command}.js.map`, bytes: program.mapBytes },
  ]);
  const packages = installed.length > 0 ? [{ name: 'node_modules', bytes: sum(installed), children: installed }] : [];
  const compiled = layers.filter(({ holds }) => holds === COMPILED_LAYER).map((layer) => ({ name: COMPILED_LAYER, bytes: layer.bytes }));
  return parent(tag, [...baseNode, ...ofPrograms, ...compiled, ...packages], bytes, 'scripts and other files');
}
