import { describe, expect, it } from 'vitest';
import { namedLayers, parseLayers } from '../../../src/cli/size/measure-image';
import { bundledFiles, byPackage, packageOf, packagePlace } from '../../../src/cli/size/packages';
import { renderSize } from '../../../src/cli/size/render-size';
import { treemapOf } from '../../../src/cli/size/treemap';
import { FIXTURE_PLAN } from '../support/fixture-project';

const [image] = FIXTURE_PLAN.images;

describe('the packages of a bundle', () => {
  it.each([
    ['node_modules/a/x.js', 'a', 'node_modules/a'],
    ['node_modules/a/node_modules/@s/b/lib/x.js', '@s/b', 'node_modules/a/node_modules/@s/b'],
    ['node_modules/.pnpm/a@1/node_modules/a/x.js', 'a', 'node_modules/.pnpm/a@1/node_modules/a'],
    ['src/train.ts', undefined, undefined],
  ])('are known by the path %s', (path, name, place) => {
    expect(packageOf(path)).toBe(name);
    expect(packagePlace(path)).toBe(place);
  });

  it('are summed, the largest first, our own code beside them', () => {
    const metafile = { outputs: { 'p/train.js': { bytes: 100, inputs: { 'node_modules/a/x.js': { bytesInOutput: 10 }, 'node_modules/a/y.js': { bytesInOutput: 20 }, 'src/train.ts': { bytesInOutput: 40 } } } } };

    expect(byPackage(bundledFiles(metafile, 'p/train.js'))).toEqual([{ name: 'your code', bytes: 40 }, { name: 'a', bytes: 30 }]);
    expect(bundledFiles(metafile, 'p/other.js')).toEqual([]);
  });
});

describe('the layers of an image', () => {
  it('are read as docker tells them, the lowest first', () => {
    expect(parseLayers('5\t/bin/sh -c #(nop)  COPY dir:1 in /\n0\tCMD ["x"]\n7\t/bin/sh -c echo\ta\n')).toEqual([
      { bytes: 7, createdBy: 'RUN echo\ta' }, { bytes: 0, createdBy: 'CMD ["x"]' }, { bytes: 5, createdBy: 'COPY dir:1 in /' },
    ]);
  });

  it('are named where there are as many as the definition makes', () => {
    const layer = { bytes: 1, createdBy: 'COPY' };
    const serving = { ...image, programs: [{ command: 'serve' as const, entry: 'serve.ts', bundle: 'serve.js' }] };

    expect(namedLayers({ ...image, externals: ['a'] }, [layer, layer]).map(({ holds }) => holds)).toEqual(['packages of npm', 'programs and scripts']);
    expect(namedLayers(serving, [layer, layer]).map(({ holds }) => holds)).toEqual(['programs and scripts', 'compiled program']);
    expect(namedLayers(image, [layer, layer]).map(({ holds }) => holds)).toEqual([undefined, undefined]);
  });
});

describe('the size of an image', () => {
  const size = {
    image: 'training', tag: 't:latest', bytes: 1_500, base: { image: 'base', bytes: 1_000 }, layers: [{ bytes: 500, createdBy: 'COPY', holds: 'programs' }],
    programs: [{ command: 'train', bytes: 300, mapBytes: 50, packages: [{ name: 'a', bytes: 200 }, { name: 'your code', bytes: 60 }] }],
    installed: [{ name: 'native', bytes: 100 }],
  };

  it('is a treemap in which every byte stands once', () => {
    const tree = treemapOf(size);

    expect(tree.bytes).toBe(1_500);
    expect(tree.children!.reduce((sum, child) => sum + child.bytes, 0)).toBe(1_500);
    expect(tree.children!.map(({ name, bytes }) => [name, bytes])).toEqual([['base', 1_000], ['train.js', 300], ['train.js.map', 50], ['node_modules', 100], ['scripts and other files', 50]]);
    expect(tree.children![1].children).toEqual([{ name: 'a', bytes: 200 }, { name: 'your code', bytes: 60 }, { name: 'esbuild', bytes: 40 }]);
  });

  it('is a table', () => {
    expect(renderSize({ ...size, treemap: treemapOf(size) })).toMatch(/t:latest: 1\.5 kB\n +1\.0 kB {2}the base, base\n +500 B {2}ours\n +500 B {4}layer: programs\n +300 B {2}train\.js\n +200 B {4}a\n/);
  });
});
