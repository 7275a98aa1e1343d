/** The parts of a page about one local run; pure. */
import { html, type Markup } from './markup';
import type { Section } from './page';
import { bars, histogram, seriesPlot } from './plots';
import type { MetricView, PredictionsView, PredictionView, RunView } from './run-view';
import { bytes, count, duration } from '../quantities';

/** From so many requests on their times are counted instead of shown one by one. */
const HISTOGRAM_FROM = 20;
/** Unit: records of one request. */
const SHOWN_RECORDS = 50;
/** Unit: characters. */
const SHOWN_RECORD_CHARS = 120;

const shorten = (text: string): string => (text.length > SHOWN_RECORD_CHARS ? `${text.slice(0, SHOWN_RECORD_CHARS)}…` : text);

export const factsSection = ({ facts }: RunView): Section => ({
  title: 'Summary',
  content: html`<dl>${facts.map(([name, values]) => html`<dt>${name}</dt><dd>${values.map((value, at) => [at > 0 ? html`<br>` : '', value])}</dd>`)}</dl>`,
});

export const problemSection = (problem: string): Section => ({ title: 'How it ended', content: html`<pre class="bad">${problem}</pre>`, isProblem: true });

/** Names that were there before, as those of a job that started again, have a number: each has a row of its own. */
const numbered = (names: readonly string[]): string[] => names.map((name, at) => {
  const ordinal = names.slice(0, at + 1).filter((other) => other === name).length;
  return ordinal === 1 ? name : `${name} ${ordinal}`;
});

export function phasesSection({ phases }: RunView): Section {
  const names = numbered(phases.map(({ name }) => name));
  const shown = phases.map(({ startMs, durationMs, isBad }, at) =>
    ({ name: names[at], from: startMs, to: startMs + durationMs, text: isBad ? `${duration(durationMs)}, failed` : duration(durationMs), isBad }));
  return { title: 'Phases', content: shown.length > 0 ? bars('Phases of the run over time', shown, 'seconds') : { absent: 'The run ended before its first step.' } };
}

export function statusSection({ statuses }: RunView): Section {
  const title = 'Secondary statuses of the training job';
  if (statuses.length === 0) return { title, content: { absent: 'The run ended before its training job.' } };
  const names = numbered(statuses.map(({ status }) => status));
  const shown = statuses.map(({ status, startMs, durationMs }, at) => ({
    name: names[at],
    from: startMs, to: startMs + durationMs,
    text: at === statuses.length - 1 ? '' : duration(durationMs),
    isBad: ['Failed', 'MaxRuntimeExceeded'].includes(status),
  }));
  return { title, content: bars('Secondary statuses over time', shown, 'seconds') };
}

export function metricsSection({ metrics }: RunView): Section {
  if (metrics.length === 0) return { title: 'Metrics', content: { absent: 'The definition declares no metric.' } };
  const seen = metrics.filter(({ values }) => values.length > 0);
  const missing = metrics.filter(({ values }) => values.length === 0).map(({ name }) => name);
  const note = missing.length > 0 ? html`<p class="note">Declared and never seen in the log: ${missing.join(', ')}.</p>` : html``;
  if (seen.length === 0) return { title: 'Metrics', content: { absent: `None of the declared metrics was seen in the log: ${missing.join(', ')}.` } };
  const single = seen.filter(({ values }) => values.length === 1);
  const series = seen.filter(({ values }) => values.length > 1);
  const tiles = single.length > 0 ? html`<div class="tiles">${single.map(metricTile)}</div>` : html``;
  const plots = series.map(({ name, values }) =>
    html`<h3>${name}: ${number(values.at(-1)!.value)} at the end</h3>${seriesPlot(`${name} over time`, values)}`);
  return { title: 'Metrics', content: html`${plots}${tiles}${note}` };
}

const metricTile = ({ name, values: [{ value, atMs }] }: MetricView): Markup =>
  html`<div class="tile"><span>${name}</span><b>${number(value)}</b><span>once, at ${duration(atMs)}</span></div>`;

const number = (value: number): string => String(Number(value.toPrecision(6)));

export function latencySection({ invocations }: RunView): Section {
  const title = 'Invocations';
  if (invocations.length === 0) return { title, content: { absent: 'The run did not come to its invocations.' } };
  const times = invocations.map(({ latencyMs }) => latencyMs);
  const plot = invocations.length >= HISTOGRAM_FROM ? histogram('Requests by the time of their answer', times)
    : bars('Time until the answer of each request', invocations.map(({ payload, latencyMs, problem }) =>
      ({ name: payload, from: 0, to: latencyMs, text: duration(latencyMs), isBad: problem !== undefined })), 'milliseconds');
  const sorted = [...times].sort((a, b) => a - b);
  const quantile = (part: number) => duration(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]);
  const rows = invocations.map(({ payload, contentType, status, latencyMs, problem }) => html`<tr><td class="record">${payload}</td><td class="beside">${contentType}</td>
<td class="${problem === undefined ? 'good' : 'bad'}">${problem ?? status}</td><td class="number">${duration(latencyMs)}</td></tr>`);
  return { title, content: html`<p class="note">${count(times.length, 'request')}, median ${quantile(0.5)}, slowest ${duration(sorted.at(-1)!)}</p>
${plot}<div class="scroll"><table><tr><th>request</th><th class="beside">content type</th><th>answer</th><th class="number">time</th></tr>${rows}</table></div>` };
}

export function usageSection({ usage }: RunView): Section {
  const title = 'Resource use of training';
  if ('absent' in usage) return { title, content: usage };
  const peak = Math.max(...usage.map(({ memoryBytes }) => memoryBytes));
  return { title, content: html`<h3>Memory: at most ${bytes(peak)}</h3>
${seriesPlot('Memory in megabytes over time', usage.map(({ atMs, memoryBytes }) => ({ atMs, value: memoryBytes / 1e6 })), true)}
<h3>Processor, in percent of one</h3>
${seriesPlot('Use of the processor over time', usage.map(({ atMs, cpuPercent }) => ({ atMs, value: cpuPercent })), true)}` };
}

export function predictionsSection({ predictions }: RunView): Section {
  const title = 'Predictions';
  if (predictions.length === 0) return { title, content: { absent: 'The run did not come to its invocations.' } };
  return { title, content: html`${predictions.map(predictionTable)}` };
}

function predictionTable({ payload, predictions }: PredictionsView): Markup {
  if ('absent' in predictions) return html`<h3>${payload}</h3><p class="absent">${predictions.absent}</p>`;
  const known = predictions.filter(({ expected }) => expected !== undefined);
  const rows = predictions.slice(0, SHOWN_RECORDS).map(({ record, prediction, expected }) => html`<tr><td class="record">${shorten(record)}</td>
<td>${shorten(prediction)}</td>${known.length > 0 ? expectedCell(prediction, expected, areAmounts(known)) : html``}</tr>`);
  const rest = predictions.length - SHOWN_RECORDS;
  return html`<h3>${payload}</h3><p class="note">${agreement(known)}</p>
<div class="scroll"><table><tr><th>record</th><th>prediction</th>${known.length > 0 ? html`<th>expected</th>` : html``}</tr>${rows}</table></div>
${rest > 0 ? html`<p class="note">… and ${count(rest, 'more record')}</p>` : html``}`;
}

/** Amounts are near or far; classes, whole numbers among them, are right or wrong. */
const areAmounts = (known: readonly PredictionView[]): boolean =>
  known.every(({ prediction, expected }) => Number.isFinite(Number(prediction)) && Number.isFinite(Number(expected)))
  && known.some(({ prediction }) => !Number.isInteger(Number(prediction)));

const difference = ({ prediction, expected }: Omit<PredictionView, 'record'>): number => Number(prediction) - Number(expected);

function agreement(known: readonly PredictionView[]): string {
  if (known.length === 0) return 'The sample data does not say what to expect.';
  if (areAmounts(known)) {
    const mean = known.reduce((sum, one) => sum + Math.abs(difference(one)), 0) / known.length;
    return `On average ${number(mean)} away from what the sample data has.`;
  }
  const right = known.filter(({ prediction, expected }) => prediction === expected);
  return `${right.length} of ${known.length} as the sample data has it.`;
}

function expectedCell(prediction: string, expected: string | undefined, isAmount: boolean): Markup {
  if (expected === undefined) return html`<td class="skip">not in the sample data</td>`;
  if (isAmount) return html`<td>${expected} (off by ${number(difference({ prediction, expected }))})</td>`;
  return prediction === expected ? html`<td class="good">✔ ${shorten(expected)}</td>` : html`<td class="bad">✖ ${shorten(expected)}</td>`;
}
