/** The parts of a page about checks; pure. */
import { html, link, type Markup } from './markup';
import type { Section } from './page';
import { bars } from './plots';
import type { CheckResult, Verdict } from '../conformance/check';
import { countResults, renderCounts } from '../conformance/render-results';
import type { CheckedSubject } from '../conformance/suite';
import { duration } from '../quantities';

const WORD: Readonly<Record<Verdict['verdict'], string>> = { pass: '✔ pass', fail: '✖ fail', skip: '– skip' };

/** Number, verdict, name; unfolded what was found, the fix and the page that makes it so. What failed is unfolded at once. */
function renderCheck({ number, kind, name, source, recommended, verdict, durationMs }: CheckResult): Markup {
  return html`<details${verdict.verdict === 'fail' ? ' open' : ''}><summary>
<span class="nr">${kind}${number}</span><span class="${verdict.verdict}">${WORD[verdict.verdict]}</span>
<span class="name">${name}${recommended ? html` <span class="advice">(advice)</span>` : html``}</span><span class="took">${duration(durationMs)}</span></summary>
<div class="below">${found(verdict)}<p class="note">source: ${link(source)}</p></div></details>`;
}

function found(verdict: Verdict): Markup {
  if (verdict.verdict === 'skip') return html`<p>${verdict.reason}</p>`;
  const evidence = verdict.evidence.length > 0 ? html`<pre>${verdict.evidence.join('\n')}</pre>` : html``;
  return verdict.verdict === 'fail' ? html`${evidence}<p><b>fix:</b> ${verdict.fix}</p>` : evidence;
}

/** One section per subject. */
export const checkSections = (subjects: readonly CheckedSubject[]): Section[] => subjects.map(({ subject, results }) => ({
  title: `Checks: ${subject}`,
  content: html`<p class="note">${renderCounts(results)}</p><div class="checks">${results.map(renderCheck)}</div>`,
}));

export function countsSection(subjects: readonly CheckedSubject[]): Section {
  const { passed, failed, skipped } = countResults(subjects.flatMap(({ results }) => results));
  const tile = (className: string, value: number, word: string) => html`<div class="tile"><b class="${className}">${value}</b><span>${word}</span></div>`;
  return {
    title: 'Summary',
    content: html`<div class="tiles">${tile('good', passed, 'passed')}${tile(failed > 0 ? 'bad' : 'skip', failed, 'failed')}${tile('skip', skipped, 'skipped')}</div>`,
  };
}

/** Unit: checks. */
const SLOWEST = 12;

/** Which checks the time was spent on. */
export function timeSection(subjects: readonly CheckedSubject[]): Section {
  const slow = subjects.flatMap(({ results }) => results).filter(({ durationMs }) => durationMs >= 100)
    .sort((a, b) => b.durationMs - a.durationMs).slice(0, SLOWEST);
  const title = 'Slowest checks';
  if (slow.length === 0) return { title, content: { absent: 'No check took longer than a tenth of a second.' } };
  const shown = slow.map(({ kind, number, name, durationMs, verdict }) =>
    ({ name: `${kind}${number} ${name}`, from: 0, to: durationMs, text: duration(durationMs), isBad: verdict.verdict === 'fail' }));
  return { title, content: bars('Time of the slowest checks', shown, 'seconds') };
}
