import { describe, expect, it } from 'vitest';
import type { HostOutcome } from '../../../../src/cli/engine/hosts/hosts-job';
import { evidenceOf } from '../../../../src/cli/engine/hosts/outcome-words';
import { optMlPaths } from '../../../../src/contract/opt-ml';

const outcome = (...log: readonly string[]): HostOutcome => ({
  name: 'algo-1', ended: { exitCode: 1 }, timedOut: false, abandoned: false, durationMs: 1_000, endedAt: 0, paths: optMlPaths('/nonexistent'),
  lines: log.map((text) => ({ text, stream: 'stderr', atMs: 0 })), pipes: [], strangeModelEntries: [], writtenElsewhere: [],
});

describe('evidenceOf', () => {
  it('shows what the log says before the frames of a stack', async () => {
    const frames = Array.from({ length: 9 }, (_, at) => `    at f${at} (file.js:1:1)`);

    expect(await evidenceOf(outcome('begun', 'Error: no such file', ...frames, '', 'Node.js v24.0.0'), 'the job')).toEqual([
      'the job: exit code 1 after 1.0 s', 'log: begun', 'log: Error: no such file', 'log: Node.js v24.0.0',
    ]);
  });

  it('shows the end of the log and of long lines no more than their beginning', async () => {
    const [, ...shown] = await evidenceOf(outcome('1', '2', '3', '4', '5', 'x'.repeat(400)), 'the job');

    expect(shown).toHaveLength(5);
    expect(shown[0]).toBe('log: 2');
    expect(shown[4].length).toBeLessThan(320);
  });
});
