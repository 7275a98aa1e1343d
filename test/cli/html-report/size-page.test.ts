import { describe, expect, it } from 'vitest';
import { renderSizePage } from '../../../src/cli/html-report/size-page';
import { fitting } from '../../../src/cli/html-report/treemap';
import type { ImageSize } from '../../../src/cli/size/size-report';
import { treemapOf } from '../../../src/cli/size/treemap';

const AT = new Date('2026-11-24T12:00:00Z');
const MEASURED = {
  image: 'inference', tag: 'iris:latest', bytes: 212_000_000, base: { image: 'node:24-slim', bytes: 211_000_000 },
  layers: [{ bytes: 600_000, createdBy: 'COPY', holds: 'programs and scripts' }, { bytes: 400_000, createdBy: 'COPY', holds: 'compiled program' }],
  programs: [{ command: 'serve', bytes: 300_000, mapBytes: 250_000, packages: [{ name: 'ml-cart', bytes: 200_000 }, { name: 'your code', bytes: 60_000 }] }],
  installed: [{ name: '@scope/<native>', bytes: 30_000 }],
};
const page = (measured: Omit<ImageSize, 'treemap'>): string => renderSizePage([{ ...measured, treemap: treemapOf(measured) }], AT);

/** Boxes with what is written in them, of one of the two pictures. */
function boxesOf(text: string, width: number) {
  const [, picture] = new RegExp(`viewBox="0 0 ${width} [^]*?>([^]*?)</svg>`).exec(text)!;
  return [...picture.matchAll(/<g>[^]*?<\/g>/g)].map(([group]) => {
    const [, x, y, boxWidth, height] = /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(group)!.map(Number);
    const lines = [...group.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</g)].map(([, left, base, words]) => ({ x: Number(left), y: Number(base), words: words.replace(/&[a-z]+;/g, '?') }));
    return { x, y, width: boxWidth, height, lines };
  });
}

describe('the page of image:size', () => {
  it('is one file that loads nothing and runs nothing', () => {
    const text = page(MEASURED);

    expect(text).toContain('default-src &#39;none&#39;');
    expect(text).not.toMatch(/<script|<link|<img|url\(|\bsrc=|href="http/);
  });

  it('tells all numbers in tables, and what is in the bundle, in the base and beyond it in words', () => {
    const text = page(MEASURED);

    for (const told of ['212.0 MB', '211.0 MB', 'node:24-slim', 'programs and scripts', 'compiled program', 'ml-cart', '200.0 kB', '@scope/&lt;native&gt;']) {
      expect(text).toContain(told);
    }
  });

  it('draws what is beyond the base, since the base would leave no room for it', () => {
    const text = page(MEASURED);

    expect(text).toContain('<title>serve.js: 300.0 kB</title>');
    expect(text).toContain('<title>compiled program: 400.0 kB</title>');
    expect(text).not.toContain('<title>node:24-slim');
  });

  it('draws everything where the size of the base is not known, and says so', () => {
    const text = page({ ...MEASURED, base: { image: 'node:24-slim', unknown: 'it is not on this machine' } });

    expect(text).toContain('node:24-slim: it is not on this machine');
    expect(text).toContain('its base included');
  });

  it.each([860, 330])('has no letters outside of their box, nor two lines in one place, %i pixels wide', (width) => {
    const many = Array.from({ length: 60 }, (_, at) => ({ name: `package-number-${at}-of-a-long-name`, bytes: 90_000 / (at + 1) ** 1.5 }));
    const boxes = boxesOf(page({ ...MEASURED, programs: [{ ...MEASURED.programs[0], packages: many }] }), width);

    expect(boxes.length).toBeGreaterThan(40);
    for (const { x, y, width: boxWidth, height, lines } of boxes) {
      expect(new Set(lines.map((line) => line.y)).size).toBe(lines.length);
      for (const line of lines) {
        expect(line.x + line.words.length * 7).toBeLessThanOrEqual(x + boxWidth + 0.2);
        expect(line.y).toBeGreaterThan(y + 10);
        expect(line.y).toBeLessThanOrEqual(y + height);
      }
    }
  });
});

describe('a name in a box', () => {
  it('is whole, cut with a mark, or left out', () => {
    expect(fitting('ml-matrix', 200)).toBe('ml-matrix');
    expect(fitting('ml-matrix', 60)).toBe('ml-mat…');
    expect(fitting('ml-matrix', 30)).toBeUndefined();
  });
});
