/** The results of checks as JUnit XML, which build servers show as tests; pure. Loaded lazily: the document model is large. */
import { DOMImplementation, type Document, type Element, XMLSerializer } from '@xmldom/xmldom';
import { showable } from '../../showable';
import type { CheckResult } from '../check';
import { countResults } from '../render-results';
import type { CheckedSubject } from '../suite';
import type { Took } from './results-document';

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(3);

function add(parent: Document | Element, name: string, attributes: Readonly<Record<string, string | number>>, text?: string): Element {
  const document = 'createElement' in parent ? parent : parent.ownerDocument!;
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, showable(String(value)));
  if (text !== undefined) element.appendChild(document.createTextNode(showable(text)));
  parent.appendChild(element);
  return element;
}

const totals = (results: readonly CheckResult[]) => {
  const { failed, skipped } = countResults(results);
  return { tests: results.length, failures: failed, errors: 0, skipped };
};

export function junitXml(subjects: readonly CheckedSubject[], { startedAt, durationMs }: Took): string {
  const document = new DOMImplementation().createDocument(null, '', null);
  const root = add(document, 'testsuites', {
    name: 'sm-algorithm conformance', ...totals(subjects.flatMap(({ results }) => results)), time: seconds(durationMs),
  });
  for (const { subject, results } of subjects) {
    const time = seconds(results.reduce((sum, result) => sum + result.durationMs, 0));
    const suite = add(root, 'testsuite', { name: subject, ...totals(results), time, timestamp: startedAt.toISOString() });
    for (const result of results) addCase(suite, subject, result);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
}

function addCase(suite: Element, subject: string, { kind, number, name, source, verdict, durationMs }: CheckResult): void {
  const test = add(suite, 'testcase', { classname: subject, name: `${kind}${number} ${name}`, time: seconds(durationMs) });
  if (verdict.verdict === 'skip') {
    add(test, 'skipped', { message: verdict.reason });
  } else if (verdict.verdict === 'fail') {
    const { evidence, fix } = verdict;
    add(test, 'failure', { type: `check ${number}`, message: evidence[0] ?? name }, [...evidence, `fix: ${fix}`, `source: ${source}`].join('\n'));
  } else {
    add(test, 'system-out', {}, verdict.evidence.join('\n'));
  }
}
