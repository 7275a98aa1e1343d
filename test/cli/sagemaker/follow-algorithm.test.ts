import { describe, expect, it } from 'vitest';
import type { CliContext } from '../../../src/cli/cli-context';
import { CliError } from '../../../src/cli/cli-error';
import { Report } from '../../../src/cli/report';
import { FIRST_PAUSE_MS, followAlgorithm, LONGEST_PAUSE_MS } from '../../../src/cli/sagemaker/follow-algorithm';
import type { AlgorithmState, SageMaker } from '../../../src/cli/sagemaker/sagemaker';

const state = (status: AlgorithmState['status'], ...parts: AlgorithmState['parts'][number][]): AlgorithmState => ({ name: 'a', arn: 'arn', status, parts });
const part = (status: string, failureReason?: string) => ({ kind: 'validation' as const, name: 'sample-data', status, failureReason });
const unreachable = () => new CliError('SMA_CLI_AWS_UNREACHABLE', { what: 'gone.', fix: 'wait' });
const unknown = () => new CliError('SMA_CLI_AWS_NAME', { what: 'there is none.', fix: 'check' });

/** Follows through these answers in order, the last one for ever; the pauses take no time and are written down. */
function follow(answers: ReadonlyArray<AlgorithmState | Error>, fresh = false) {
  const text: string[] = [];
  const pauses: number[] = [];
  const sink = { write: (line: string) => text.push(line.trimEnd()) };
  let at = 0;
  const context = {
    report: new Report({ out: sink, err: sink, env: {}, json: false }),
    signal: new AbortController().signal,
    pause: async (milliseconds: number) => void pauses.push(milliseconds),
  } as unknown as CliContext;
  const sagemaker = {
    describeAlgorithm: async () => {
      const answer = answers[Math.min(at++, answers.length - 1)];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as SageMaker;
  return { text, pauses, followed: followAlgorithm(context, sagemaker, 'a', fresh) };
}

describe('followAlgorithm', () => {
  it('says what changes, once, and ends when AWS has judged', async () => {
    const { text, followed } = follow([
      state('Pending'), state('InProgress', part('NotStarted')), state('InProgress', part('NotStarted')), state('InProgress', part('InProgress')), state('Completed', part('Completed')),
    ]);

    expect((await followed).status).toBe('Completed');
    expect(text.map((line) => line.replace(/^i \d+ ms {2}/, ''))).toEqual([
      'algorithm  Pending', 'algorithm  InProgress', 'validation sample-data  NotStarted', 'validation sample-data  InProgress', 'algorithm  Completed', 'validation sample-data  Completed',
    ]);
  });

  it.each(['Failed', 'Deleting'] as const)('ends at %s', async (status) => {
    expect((await follow([state(status)]).followed).status).toBe(status);
  });

  it('asks less and less often while nothing changes, and often again when something does', async () => {
    const { pauses, followed } = follow([...Array.from({ length: 10 }, () => state('InProgress')), state('InProgress', part('InProgress')), state('Completed')]);
    await followed;

    expect(pauses.slice(0, 3)).toEqual([FIRST_PAUSE_MS, FIRST_PAUSE_MS * 1.5, FIRST_PAUSE_MS * 1.5 ** 2]);
    expect(Math.max(...pauses)).toBe(LONGEST_PAUSE_MS);
    expect(pauses.at(-1)).toBe(FIRST_PAUSE_MS);
  });

  it('outlasts failures that pass, and tells of them', async () => {
    const { text, followed } = follow([state('InProgress'), unreachable(), unreachable(), state('Completed')]);

    expect((await followed).status).toBe('Completed');
    expect(text.filter((line) => line === '! gone. Following goes on.')).toHaveLength(2);
  });

  it('gives up when they do not pass, and says how to continue', async () => {
    const { text, pauses, followed } = follow([state('InProgress'), unreachable()]);

    await expect(followed).rejects.toMatchObject({ code: 'SMA_CLI_AWS_UNREACHABLE' });
    expect(pauses).toHaveLength(5);
    expect(text.at(-1)).toBe('i no longer followed; "a" goes on in AWS: "npx projen algorithm:status --wait --name a" follows it again');
  });

  it('waits for what was made a moment ago to be found, and for nothing else', async () => {
    expect((await follow([unknown(), unknown(), state('Completed')], true).followed).status).toBe('Completed');
    await expect(follow([unknown()]).followed).rejects.toMatchObject({ code: 'SMA_CLI_AWS_NAME' });
    const deleted = follow([state('InProgress'), unknown()], true);
    await expect(deleted.followed).rejects.toMatchObject({ code: 'SMA_CLI_AWS_NAME' });
    expect(deleted.text.join()).not.toContain('goes on in AWS');
  });
});
