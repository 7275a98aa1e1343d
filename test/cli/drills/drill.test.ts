import { expect, test } from 'vitest';
import { errorDocument } from '../../../src/cli/cli-error';
import { drillDocument, drillProblem, failed, judged, noted, passed, renderDrill, toneOfDrill, type Drill } from '../../../src/cli/drills/drill';

const good: Drill = { name: 'stop', findings: [passed('It ends in time', 'after 1.2 s'), noted('The model is the one of an uninterrupted job')] };
const bad: Drill = { name: 'stop', findings: [...good.findings, failed('It leaves a model', 'save the model on SIGTERM', 'no file\nat all')] };

test('a drill shows each finding with what was seen, and the fix of what failed', () => {
  expect(renderDrill(bad)).toBe([
    'PASS  It ends in time',
    '      after 1.2 s',
    'note  The model is the one of an uninterrupted job',
    'FAIL  It leaves a model',
    '      no file',
    '      at all',
    '      fix: save the model on SIGTERM',
  ].join('\n'));
});

test('verdicts are coloured where somebody gives colours', () => {
  expect(renderDrill({ name: 'pipe', findings: [passed('x'), failed('y', 'z'), noted('w')] }, (tone, text) => `<${tone} ${text}>`).split('\n'))
    .toEqual(['<good PASS>  x', '<bad FAIL>  y', '      fix: z', '<plain note>  w']);
});

test('a drill is bad when one finding failed, and neither good nor bad when it does not apply', () => {
  expect([good, bad, { name: 'hosts', findings: [noted('does not apply')] } as const].map(toneOfDrill)).toEqual(['good', 'bad', 'plain']);
});

test('a condition makes a finding that has a fix only where it does not hold', () => {
  expect(judged(true, 'a', 'b', 'c')).toEqual({ what: 'a', verdict: 'pass', evidence: ['c'] });
  expect(judged(false, 'a', 'b', 'c')).toEqual({ what: 'a', verdict: 'fail', evidence: ['c'], fix: 'b' });
});

test('SMA_CLI_DRILL ends a drill that found something bad, its findings in the document', () => {
  expect(drillProblem(good)).toBeUndefined();
  const problem = drillProblem(bad, { run: 'x' })!;
  expect(problem.code).toBe('SMA_CLI_DRILL');
  expect(problem.what).toBe('drill:stop failed: 1 thing of 3 would go wrong on SageMaker.');
  expect(problem.details).toEqual(['not so: It leaves a model']);
  expect(errorDocument(problem)).toMatchObject({ ok: false, run: 'x', ...drillDocument(bad) });
});
