import { writeFileSync, mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fifosRead, findingOf, findingsOfAhead, notPiped } from '../../../src/cli/drills/pipe-findings';
import type { HostOutcome, PipeEvent } from '../../../src/cli/engine/hosts/hosts-job';
import { optMlPaths } from '../../../src/contract/opt-ml';
import { tmpDir } from '../../support/tmp-dir';

const reads = (channel: string, epochs: number, last: Partial<PipeEvent> = {}): PipeEvent[] =>
  Array.from({ length: epochs }, (_, epoch) => [
    { fifo: `${channel}_${epoch}`, what: 'opened' as const, atMs: epoch * 100, ...(epoch === epochs - 1 ? last : {}) },
    { fifo: `${channel}_${epoch}`, what: 'ended' as const, atMs: epoch * 100 + 50 },
  ]).flat();

/** A job that ended; with a failure file where one is given. */
function outcome(parts: Partial<HostOutcome> = {}, failure?: string): HostOutcome {
  const paths = optMlPaths(tmpDir('sma-drill-'));
  if (failure !== undefined) {
    mkdirSync(paths.output, { recursive: true });
    writeFileSync(paths.failure, failure);
  }
  return {
    name: 'algo-1', ended: { exitCode: 0 }, timedOut: false, abandoned: false, durationMs: 900, endedAt: 0, lines: [], paths,
    pipes: [], strangeModelEntries: [], writtenElsewhere: [], ...parts,
  };
}
const verdicts = async (one: HostOutcome, channels = ['training']) => (await findingsOfAhead(one, channels)).map(({ verdict }) => verdict);

describe('the ordinary job of drill:pipe', () => {
  it('passes when every channel is read, epoch after epoch', async () => {
    const findings = await findingsOfAhead(outcome({ pipes: [...reads('training', 3), ...reads('validation', 1)] }), ['training', 'validation']);

    expect(findings).toMatchObject([
      { verdict: 'pass', evidence: ['exit code 0 after 900 ms', 'training: epochs 0 to 2, opened at 0 ms to 200 ms', 'validation: epoch 0, opened at 0 ms'] },
      { verdict: 'pass', evidence: ['training: 3 epochs, a FIFO each'] },
    ]);
  });

  it('says that further epochs are not seen where the data is read once', async () => {
    expect(await verdicts(outcome({ pipes: reads('training', 1) }))).toEqual(['pass', 'note']);
  });

  it.each<[string, Partial<HostOutcome>, string[], RegExp]>([
    ['fails', { ended: { exitCode: 1 }, pipes: reads('training', 1) }, ['fail', 'note'], /exit code 1/],
    ['never opens a channel', {}, ['fail', 'note'], /training_0 was never opened/],
    ['opens a FIFO before it has closed the one before', { pipes: reads('training', 2, { stillOpen: 'training_0' }) }, ['fail', 'pass'], /training_1 was opened before training_0 was closed/],
    ['waits for a second pass at its first FIFO', { timedOut: true, pipes: reads('training', 1) }, ['fail', 'fail'], /did not end within/],
  ])('fails when the program %s', async (_, parts, expected, evidence) => {
    const findings = await findingsOfAhead(outcome(parts), ['training']);

    expect(findings.map(({ verdict }) => verdict)).toEqual(expected);
    expect(findings[0]).toMatchObject({ fix: expect.stringContaining('<channel>_0') as unknown });
    expect(findings.flatMap((finding) => finding.evidence).join('\n')).toMatch(evidence);
  });
});

describe('a job of drill:pipe under a harder condition', () => {
  const condition = (name: 'late' | 'slow' | 'framed') => ({ name, detail: 'so and so', input: { name: 'algo-1', config: {}, data: {}, pipes: [] } });

  it.each([['same', 'pass'], ['varies', 'pass'], ['different', 'fail']] as const)('is judged by its model, which is the %s', async (compared, verdict) => {
    expect(await findingOf(condition('slow'), outcome(), compared)).toMatchObject({ verdict, evidence: ['so and so: exit code 0 after 900 ms', expect.any(String)] });
  });

  it('fails when the job does, with the end of its log', async () => {
    const bad = outcome({ ended: { exitCode: 1 }, lines: [{ text: 'no such FIFO', stream: 'stderr', atMs: 1 }] }, 'training_0 does not exist');

    expect(await findingOf(condition('late'), bad, 'different')).toMatchObject({
      verdict: 'fail', evidence: ['so and so: exit code 1 after 900 ms', 'failure file: training_0 does not exist', 'log: no such FIFO'],
    });
  });

  it('passes when the program says that it takes no frames', async () => {
    const refused = outcome({ ended: { exitCode: 1 } }, 'RecordWrapperType RecordIO is not supported');

    expect(await findingOf(condition('framed'), refused, 'different')).toMatchObject({ verdict: 'pass' });
    expect(await findingOf(condition('late'), refused, 'different')).toMatchObject({ verdict: 'fail' });
    expect(await findingOf(condition('framed'), outcome({ ended: { exitCode: 1 } }, 'x is no number'), 'different')).toMatchObject({ verdict: 'fail' });
  });
});

describe('channels that drill:pipe leaves alone', () => {
  it('are named, with the reason', () => {
    const spec = { name: 'labels', required: true, contentTypes: [], compressionTypes: [] };

    expect(notPiped({ ...spec, inputModes: ['File', 'FastFile'] }).what).toBe('labels is left as it is: it takes File and FastFile mode, not Pipe');
    expect(notPiped({ ...spec, inputModes: ['File', 'Pipe'] }).what).toBe('labels is left as it is: another mode was asked for');
  });
});

describe('fifosRead', () => {
  it('counts those of the channel that has most', () => {
    expect(fifosRead(outcome({ pipes: [...reads('a', 2), ...reads('b', 5)] }), ['a', 'b'])).toBe(5);
    expect(fifosRead(outcome(), [])).toBe(0);
  });
});
