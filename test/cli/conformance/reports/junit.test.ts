import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { type CheckResult, fail, pass, skip, type Verdict } from '../../../../src/cli/conformance/check';
import { junitXml } from '../../../../src/cli/conformance/reports/junit';

const TOOK = { startedAt: new Date('2026-01-02T03:04:05.678Z'), durationMs: 1_234 };
const result = (number: number, verdict: Verdict): CheckResult =>
  ({ number, kind: 'M', name: 'a "name" & <more>', source: 'https://example.com', recommended: false, verdict, durationMs: 500 });

describe('the JUnit file', () => {
  it('has a case per check, with failures and skips as build servers expect them', () => {
    const xml = junitXml([{ subject: 'image x', results: [result(3, pass('fine')), result(5, fail('do it', 'is wrong', 'and more')), result(7, skip('no registry'))] }], TOOK);

    expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sm-algorithm conformance" tests="3" failures="1" errors="0" skipped="1" time="1.234">`
      + '<testsuite name="image x" tests="3" failures="1" errors="0" skipped="1" time="1.500" timestamp="2026-01-02T03:04:05.678Z">'
      + '<testcase classname="image x" name="M3 a &quot;name&quot; &amp; &lt;more&gt;" time="0.500"><system-out>fine</system-out></testcase>'
      + '<testcase classname="image x" name="M5 a &quot;name&quot; &amp; &lt;more&gt;" time="0.500">'
      + '<failure type="check 5" message="is wrong">is wrong\nand more\nfix: do it\nsource: https://example.com</failure></testcase>'
      + '<testcase classname="image x" name="M7 a &quot;name&quot; &amp; &lt;more&gt;" time="0.500"><skipped message="no registry"/></testcase>'
      + '</testsuite></testsuites>\n');
  });

  it('holds evidence of any bytes: colours go, what XML cannot hold is replaced', () => {
    const evil = '\u001b[31mred\u001b[0m \u0000\u0008 ]]> </failure> \uD800 \uFFFF ü 🌸';

    const xml = junitXml([{ subject: evil, results: [result(1, fail(evil, evil))] }], TOOK);

    const parsed = new DOMParser({ onError: (level, message) => { if (level !== 'warning') throw new Error(message); } }).parseFromString(xml, 'text/xml');
    expect(parsed.getElementsByTagName('failure')[0].textContent).toContain('red \uFFFD\uFFFD ]]> </failure> \uFFFD \uFFFD ü 🌸');
  });
});
