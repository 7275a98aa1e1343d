/**
 * The plots of the reports, drawn when the page is written. Colours are the variables of the page, so one picture serves light
 * and dark; each plot comes in two widths, since letters of a picture that is scaled down to a telephone cannot be read.
 */
import * as Plot from '@observablehq/plot';
import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom';
import { html, Markup } from './markup';
import { showable } from '../showable';

/** Unit: pixels. The narrow one fits a screen of 400 with the margins of the page. */
const WIDTHS = { wide: 860, narrow: 330 } as const;
const HEIGHT = 220;
/** As the style of the page has it: Plot's own letters are smaller. */
const FONT = 12;
/** Room for the numbers and the name of the axis below. */
const MARGIN_BOTTOM = 44;
const LABEL_OFFSET = 40;
const MARGIN_TOP = 10;
/** Mean width of a letter; Plot cannot measure letters outside of a browser. */
const LETTER = FONT * 0.56;

/** Plot needs of a document that it makes elements, which is all that xmldom does. */
const DOCUMENT = new DOMImplementation().createDocument('http://www.w3.org/1999/xhtml', 'html', null);

/** Room for what stands left of a plot, for example names. Unit: pixels. */
const marginFor = (texts: readonly string[], max: number): number =>
  Math.min(max, 14 + Math.max(0, ...texts.map((text) => text.length)) * LETTER);

/** What a picture in a page does not need: the name of its language, and Plot's style, which the page's replaces. */
const OF_A_FILE = / xmlns="[^"]+"|<style>[^]*?<\/style>/g;

/** @param label what the plot shows, for readers that do not see it */
function figure(label: string, options: (isNarrow: boolean) => Plot.PlotOptions): Markup {
  const drawn = Object.entries(WIDTHS).map(([name, width]) => {
    const svg = Plot.plot({
      document: DOCUMENT, width, height: HEIGHT, className: 'plot', ariaLabel: showable(label),
      marginTop: MARGIN_TOP, marginBottom: MARGIN_BOTTOM, ...options(name === 'narrow'),
    });
    const text = new XMLSerializer().serializeToString(svg as unknown as Parameters<XMLSerializer['serializeToString']>[0]);
    return html`<div class="${name}">${new Markup(text.replace(OF_A_FILE, ''))}</div>`;
  });
  return html`<figure>${drawn}</figure>`;
}

const TICKS = { stroke: 'var(--line)', strokeOpacity: 1 } as const;
const seconds = (milliseconds: number): number => milliseconds / 1_000;

export interface PlottedPoint {
  /** Since the start. Unit: ms. */
  readonly atMs: number;
  readonly value: number;
}

/** One value over time: a line, and its points while they can be told apart. */
export function seriesPlot(label: string, points: readonly PlottedPoint[], fromZero = false): Markup {
  const data = points.map(({ atMs, value }) => ({ s: seconds(atMs), value }));
  return figure(label, (isNarrow) => ({
    marginLeft: 56,
    marginRight: 12,
    x: { label: 'seconds since the start', ticks: isNarrow ? 4 : 8, labelOffset: LABEL_OFFSET, zero: true },
    y: { label: null, ticks: 5, zero: fromZero, nice: true },
    marks: [
      Plot.gridY({ ...TICKS, ticks: 5 }),
      Plot.lineY(data, { x: 's', y: 'value', stroke: 'var(--accent)', strokeWidth: 2 }),
      ...(data.length <= 60 ? [Plot.dot(data, { x: 's', y: 'value', r: 2.5, fill: 'var(--accent)', title: ({ s, value }: typeof data[number]) => `${value} at ${s.toFixed(2)} s` })] : []),
    ],
  }));
}

/** How many requests took how long. */
export function histogram(label: string, milliseconds: readonly number[]): Markup {
  return figure(label, (isNarrow) => ({
    marginLeft: 40,
    x: { label: 'milliseconds', ticks: isNarrow ? 4 : 10, labelOffset: LABEL_OFFSET },
    y: { label: null, ticks: 5, tickFormat: 'd' },
    marks: [
      Plot.gridY({ ...TICKS, ticks: 5 }),
      Plot.rectY(milliseconds, { ...Plot.binX({ y: 'count' }, { x: (value: number) => value, thresholds: 20 }), fill: 'var(--accent)', inset: 1 }),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
    ],
  }));
}

export interface NamedBar {
  readonly name: string;
  /** Unit: ms. */
  readonly from: number;
  /** Unit: ms. */
  readonly to: number;
  /** Stands beside the bar. */
  readonly text: string;
  readonly isBad?: boolean;
}

/** Named spans of time, one row each, in the given order. */
export function bars(label: string, given: readonly NamedBar[], unit: 'seconds' | 'milliseconds'): Markup {
  const scale = unit === 'seconds' ? seconds : (value: number) => value;
  const data = given.map((bar) => ({ ...bar, name: showable(bar.name), from: scale(bar.from), to: scale(bar.to) }));
  const names = data.map(({ name }) => name);
  const end = Math.max(...data.map(({ to }) => to));
  return figure(label, (isNarrow) => {
    const marginLeft = marginFor(names, isNarrow ? 110 : 260);
    return {
      height: MARGIN_TOP + MARGIN_BOTTOM + 26 * given.length,
      marginLeft,
      marginRight: isNarrow ? 70 : 100,
      x: { label: unit, domain: [0, end], ticks: isNarrow ? 3 : 8, labelOffset: LABEL_OFFSET },
      y: { label: null, domain: names, padding: 0.3 },
      marks: [
        Plot.gridX({ ...TICKS, ticks: isNarrow ? 3 : 8 }),
        Plot.axisY({ tickSize: 0, label: null, lineWidth: (marginLeft - 10) / FONT, textOverflow: 'ellipsis' }),
        Plot.barX(data, { x1: 'from', x2: 'to', y: 'name', fill: ({ isBad }: NamedBar) => (isBad ? 'var(--bad)' : 'var(--accent)'), insetLeft: -0.5, insetRight: -0.5, rx: 2 }),
        Plot.text(data, { x: 'to', y: 'name', text: 'text', textAnchor: 'start', dx: 6, fill: 'var(--muted)', stroke: 'var(--card)', strokeWidth: 4 }),
      ],
    };
  });
}
