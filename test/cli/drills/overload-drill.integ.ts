import { expect, test } from 'vitest';
import { cli } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';

async function project(serve: string): Promise<string> {
  const dir = fixtureProject();
  const { exitCode, stderr } = await cli(dir, ['local:train', '--engine', 'process', '--hyperparameter', `serve=${serve}`]);
  expect(exitCode, stderr).toBe(0);
  return dir;
}

const DRILL = ['drill:overload', '--engine', 'process', '--payload', 'test/payloads/two.csv'];

test('a server that refuses in order passes, with figures', async () => {
  const { exitCode, stdout, stderr } = await cli(await project('bounded'), [...DRILL, '--callers', '16', '--seconds', '1', '--json']);

  expect(exitCode, stderr).toBe(0);
  const { drill, judged, findings } = JSON.parse(stdout) as { drill: string; judged: boolean; findings: Array<{ verdict: string; evidence: string[] }> };
  expect([drill, judged, findings.map(({ verdict }) => verdict)]).toEqual(['overload', true, ['pass', 'pass', 'pass', 'note', 'pass', 'pass', 'note']]);
  expect(findings.flatMap(({ evidence }) => evidence).join('\n')).toMatch(/200 × \d+, 503 × \d+[^]*Retry-After stands in (\d+) of \1 refusals[^]*p50[^]*MB before/);
});

test('a server that predicts in the way of its pings fails, with the fix', async () => {
  const { exitCode, stdout, stderr } = await cli(await project('block'), [...DRILL, '--callers', '2', '--seconds', '1']);

  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/FAIL {2}who is refused is told 503 or 429[^]*500 × 2[^]*FAIL {2}\/ping is answered with 200 within 2 s all the time/);
  expect(stdout).toContain('worker threads');
  expect(stderr).toMatch(/SMA_CLI_DRILL {2}drill:overload failed/);
});

test('a server that dies, a payload without a prediction and odd numbers are told', async () => {
  const dying = await cli(await project('die-under-load'), [...DRILL, '--callers', '2', '--seconds', '1']);
  const refusing = await cli(await project('refuse'), DRILL);
  const none = await cli(await project('good'), [...DRILL, '--callers', '0']);

  expect([dying, refusing, none].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
  expect(dying.stdout).toContain('FAIL  the server survives more requests than it can answer');
  expect(refusing.stderr).toMatch(/SMA_CLI_INVOCATION {2}two\.csv gets no prediction from a server that has nothing else to do/);
  expect(none.stderr).toContain('callers are a whole number from 1 to 10000');
});
