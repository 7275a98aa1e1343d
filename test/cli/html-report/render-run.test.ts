import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { fail, pass, skip } from '../../../src/cli/conformance/check';
import { resultsDocument } from '../../../src/cli/conformance/reports/results-document';
import { renderResultsPage } from '../../../src/cli/html-report/render-results-page';
import { renderRun } from '../../../src/cli/html-report/render-run';
import type { RunView } from '../../../src/cli/html-report/run-view';

const EVIL = '</section><script>alert("x")</script> ü 🌸 \u001b[31m';
const series = (name: string, count: number) =>
  ({ name, values: Array.from({ length: count }, (_, at) => ({ atMs: at * 100, value: 1 / (at + 1) })) });
const invocation = (at: number) => ({ payload: `p${at}.csv`, status: 200, latencyMs: 5 + at, contentType: 'text/csv' });
const check = { kind: 'T', source: 'https://example.com/x', recommended: false, durationMs: 1_500 } as const;

const FULL: RunView = {
  title: 'iris: local run',
  subtitle: 'today',
  facts: [['engine', ['process']], ['not checked', ['one', 'two']]],
  phases: [{ name: 'train', startMs: 0, durationMs: 400, isBad: false }, { name: 'serve', startMs: 400, durationMs: 1_200, isBad: true }],
  statuses: [{ status: 'Starting', startMs: 0, durationMs: 20 }, { status: 'Training', startMs: 20, durationMs: 380 }, { status: 'Starting', startMs: 400, durationMs: 9 }, { status: 'Failed', startMs: 409, durationMs: 0 }],
  metrics: [series('train:loss', 10), series('validation:accuracy', 1), series('never:seen', 0)],
  invocations: [invocation(0), { ...invocation(1), status: 400, problem: 'status 400' }],
  usage: [{ atMs: 0, cpuPercent: 10, memoryBytes: 1e7 }, { atMs: 100, cpuPercent: 90, memoryBytes: 5e7 }],
  predictions: [{ payload: 'p0.csv', predictions: [{ record: '1, 2', prediction: 'a', expected: 'a' }, { record: '3, 4', prediction: 'a', expected: 'b' }, { record: '5, 6', prediction: 'c' }] }],
  checks: [{ subject: 'request', results: [{ ...check, number: 93, name: 'form', verdict: pass('fine') }, { ...check, number: 94, name: 'names', verdict: fail('rename it', 'two of one name') }, { ...check, number: 97, name: 'profile', verdict: skip('no profile') }] }],
  footer: 'foot',
};
const EMPTY: RunView = { ...FULL, facts: [['run', ['x']]], phases: [], statuses: [], metrics: [], invocations: [], usage: { absent: 'The engine does not tell.' }, predictions: [], checks: [] };

/** Title → text of each section. The page is well formed enough for a parser of XML once its two void elements are closed. */
function sectionsOf(page: string): Map<string, { readonly text: string; readonly plots: number }> {
  const body = page.slice(page.indexOf('<main>'), page.indexOf('</main>') + '</main>'.length).replaceAll('<br>', '<br/>');
  const document = new DOMParser({ onError: (level, message) => { if (level !== 'warning') throw new Error(message); } }).parseFromString(body.replace(/<details open>/g, '<details open="open">'), 'text/xml');
  return new Map([...document.getElementsByTagName('section')].map((section) => [
    section.getElementsByTagName('h2')[0].textContent!, { text: section.textContent!.replace(/\s+/g, ' '), plots: section.getElementsByTagName('svg').length },
  ]));
}

describe('the page of a run', () => {
  it('has all sections, each plot once for wide and once for narrow screens', () => {
    const sections = sectionsOf(renderRun(FULL));

    expect([...sections.keys()]).toEqual(['Summary', 'Phases', 'Secondary statuses of the training job', 'Metrics', 'Invocations', 'Predictions', 'Resource use of training', 'Checks: request']);
    expect([...sections.values()].map(({ plots }) => plots)).toEqual([0, 2, 2, 2, 2, 0, 4, 0]);
    expect(sections.get('Metrics')!.text).toMatch(/train:loss: 0\.1 at the end.+validation:accuracy1once, at 0 ms.+never seen in the log: never:seen\./);
    expect(sections.get('Phases')!.text).toContain('1.2 s, failed');
    expect(sections.get('Checks: request')!.text).toMatch(/T93✔ pass form.+✖ fail names.+two of one namefix: rename itsource: https:\/\/example\.com\/x.+– skip profile.+no profile/);
  });

  it('gives steps of one name a row each', () => {
    const phases = [0, 300].map((startMs) => ({ name: 'build', startMs, durationMs: 200, isBad: false }));

    expect(sectionsOf(renderRun({ ...FULL, phases })).get('Phases')!.text).toMatch(/buildbuild 2200 ms200 ms/);
  });

  it('says why a section has nothing to show, and draws nothing then', () => {
    const sections = sectionsOf(renderRun(EMPTY));

    expect([...sections.values()].every(({ plots }) => plots === 0)).toBe(true);
    expect([...sections].slice(1).map(([title, { text }]) => text.replace(title, '').trim())).toEqual([
      'The run ended before its first step.', 'The run ended before its training job.', 'The definition declares no metric.', 'The run did not come to its invocations.',
      'The run did not come to its invocations.', 'The engine does not tell.', 'The run came to no checks.',
    ]);
    expect(sectionsOf(renderRun({ ...FULL, metrics: [series('a', 0)] })).get('Metrics')!.text).toContain('None of the declared metrics was seen in the log: a.');
  });

  it('tells right from wrong for classes, and how far amounts are off', () => {
    const predictions = (...values: Array<[string, string]>) => sectionsOf(renderRun({
      ...FULL, predictions: [{ payload: 'p', predictions: values.map(([prediction, expected]) => ({ record: 'r', prediction, expected })) }],
    })).get('Predictions')!.text;

    expect(sectionsOf(renderRun(FULL)).get('Predictions')!.text).toMatch(/1 of 2 as the sample data has it\..+✔ a.+✖ b.+not in the sample data/);
    expect(predictions(['1', '1'], ['0', '1'])).toMatch(/1 of 2 as the sample data has it\..+✔ 1.+✖ 1/);
    expect(predictions(['1.5', '1'], ['2', '4'])).toMatch(/On average 1\.25 away.+1 \(off by 0\.5\).+4 \(off by -2\)/);
  });

  it('shows many requests as a histogram', () => {
    const page = renderRun({ ...FULL, invocations: Array.from({ length: 25 }, (_, at) => invocation(at)) });

    expect(page).toContain('aria-label="Requests by the time of their answer"');
  });

  it('shows how a run ended badly, first', () => {
    expect([...sectionsOf(renderRun({ ...EMPTY, problem: 'SMA_CLI_MODEL no model' })).entries()][0]).toMatchObject(['How it ended', { text: expect.stringContaining('SMA_CLI_MODEL no model') }]);
  });

  it('escapes whatever a program has written', () => {
    const evil: RunView = {
      ...FULL, title: EVIL, subtitle: EVIL, problem: EVIL, footer: EVIL, facts: [[EVIL, [EVIL]]],
      phases: [{ name: EVIL, startMs: 0, durationMs: 1, isBad: false }],
      metrics: [3, 1, 0].map((count) => series(EVIL, count)),
      invocations: [{ payload: EVIL, contentType: EVIL, status: 0, latencyMs: 1, problem: EVIL }],
      usage: { absent: EVIL },
      predictions: [
        { payload: EVIL, predictions: [{ record: EVIL, prediction: EVIL, expected: EVIL }] },
        { payload: EVIL, predictions: { absent: EVIL } },
      ],
      checks: [{
        subject: EVIL,
        results: [
          { ...check, number: 1, name: EVIL, source: EVIL, verdict: fail(EVIL, EVIL) },
          { ...check, number: 2, name: EVIL, verdict: skip(EVIL) },
        ],
      }],
    };

    const page = renderRun(evil);

    expect(['<script', '\u001b', '&lt;script&gt;'].map((text) => page.includes(text))).toEqual([false, false, true]);
    expect(sectionsOf(page).size).toBe(9);
  });

  it('loads nothing: no script, no address but links to sources, a policy that forbids the rest', () => {
    const page = renderRun(FULL);

    expect(page).toContain('http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"');
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|src=|xlink/);
    expect([...page.matchAll(/https?:\/\/[^"<]+/g)].map(([address]) => address).filter((address) => address !== 'https://example.com/x')).toEqual([]);
  });
});

describe('the page of checks', () => {
  it('counts, lists by subject with what failed unfolded, and says where the time went', () => {
    const page = renderResultsPage(resultsDocument(FULL.checks, { startedAt: new Date(0), durationMs: 3_000 }));
    const sections = sectionsOf(page);

    expect([...sections.keys()]).toEqual(['Summary', 'Checks: request', 'Slowest checks']);
    expect(sections.get('Summary')!.text).toContain('1passed1failed1skipped');
    expect(page.match(/<details open>/g)).toHaveLength(1);
    expect(sections.get('Slowest checks')!.plots).toBe(2);
  });

  it('draws no time where there is none to speak of', () => {
    const quick = [{ subject: 'x', results: [{ ...check, number: 1, name: 'n', durationMs: 1, verdict: pass() }] }];

    expect(sectionsOf(renderResultsPage(resultsDocument(quick, { startedAt: new Date(0), durationMs: 1 }))).get('Slowest checks')).toMatchObject({ plots: 0 });
  });
});
