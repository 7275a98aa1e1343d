import { Command } from 'commander';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CliContext } from '../../../src/cli/cli-context';
import { CliError } from '../../../src/cli/cli-error';
import { addAlgorithmCreate } from '../../../src/cli/commands/algorithm-create';
import { addAlgorithmStatus } from '../../../src/cli/commands/algorithm-status';
import { Docker } from '../../../src/cli/docker/docker';
import { OpenEngines } from '../../../src/cli/engine/open-engines';
import { run, start } from '../../../src/cli/exec';
import { readProject } from '../../../src/cli/project';
import { Report } from '../../../src/cli/report';
import { withoutAws } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';
import { arnOf, CREATED, described, sageMakerEndpoint, type Script } from '../support/sagemaker-endpoint';

// In this process, so that the pauses between two questions take no time.
beforeEach(() => {
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(withoutAws())) if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  return () => vi.unstubAllEnvs();
});

async function command(script: Script, ...args: string[]) {
  const endpoint = await sageMakerEndpoint(script);
  for (const [name, value] of Object.entries(endpoint.env)) vi.stubEnv(name, value);
  const texts = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({ write: (text: string) => (texts[name] += text) });
  const report = new Report({ out: sink('out'), err: sink('err'), env: {}, json: args.includes('--json') });
  const dir = fixtureProject();
  const context: CliContext = {
    report, run, start, docker: new Docker('no-docker', run), engines: new OpenEngines(report), env: {},
    signal: new AbortController().signal, project: () => readProject(dir), pause: async () => {},
  };
  const program = new Command().exitOverride();
  addAlgorithmCreate(program, context);
  addAlgorithmStatus(program, context);
  const error = await program.parseAsync(args, { from: 'user' }).then(() => undefined, (reason: unknown) => reason);
  return { ...texts, error, calls: endpoint.calls };
}

const part = (Name: string, Status: string, FailureReason?: string) => ({ Name, Status, FailureReason });
const plain = (text: string) => text.split('\n').map((line) => line.replace(/^i \d\S* (ms|s|min \d+ s) {2}/, ''));

describe('the life of an algorithm', () => {
  const LIFE: Script = {
    CreateAlgorithm: [CREATED],
    DescribeAlgorithm: [
      { error: 'ValidationException', message: 'Algorithm does not exist.' },
      described('Pending'),
      described('InProgress', { scans: [part('training', 'InProgress')] }),
      described('InProgress', { scans: [part('training', 'InProgress')] }),
      described('InProgress', { scans: [part('training', 'Completed')], validations: [part('sample-data', 'InProgress')] }),
      { error: 'InternalFailure', message: 'sorry', status: 500 },
      described('Completed', { scans: [part('training', 'Completed')], validations: [part('sample-data', 'Completed')] }),
    ],
  };

  it('is followed from the request to the end, one line per change', async () => {
    const { out, err, error, calls } = await command(LIFE, 'algorithm:create');

    expect(error).toBeUndefined();
    expect(calls[0]).toMatchObject({ action: 'CreateAlgorithm', body: { AlgorithmName: 'mean-value', CertifyForMarketplace: false } });
    expect(plain(err).slice(plain(err).indexOf('algorithm  Pending'), -1)).toEqual([
      'algorithm  Pending', 'algorithm  InProgress', 'image scan training  InProgress', 'image scan training  Completed', 'validation sample-data  InProgress',
      'algorithm  Completed', 'validation sample-data  Completed',
    ]);
    expect(out).toBe(`mean-value  ${arnOf('mean-value')}\nalgorithm  Completed\nimage scan training  Completed\nvalidation sample-data  Completed\n`);
  });

  it('has a document at its end', async () => {
    const { out } = await command(LIFE, 'algorithm:create', '--json');

    expect(JSON.parse(out)).toEqual({
      ok: true, name: 'mean-value', arn: arnOf('mean-value'), region: 'us-east-1', status: 'Completed', createdAt: '2026-09-21T14:13:20.000Z',
      parts: [{ kind: 'image scan', name: 'training', status: 'Completed' }, { kind: 'validation', name: 'sample-data', status: 'Completed' }],
    });
  });

  it('ends badly with each reason', async () => {
    const { error, out } = await command({
      CreateAlgorithm: [CREATED],
      DescribeAlgorithm: [described('InProgress'), described('Failed', {
        scans: [part('training', 'Failed', 'CVE-2026-1 is critical'), part('inference', 'Completed')], validations: [part('sample-data', 'Failed', 'the training job failed')],
      })],
    }, 'algorithm:create');

    expect(error).toBeInstanceOf(CliError);
    expect(error).toMatchObject({
      code: 'SMA_CLI_ALGORITHM_FAILED',
      details: ['image scan training: CVE-2026-1 is critical', 'validation sample-data: the training job failed'],
      data: { arn: arnOf('mean-value'), status: 'Failed' },
    });
    expect(out).toContain('algorithm  Failed');
  });

  it('can be followed later', async () => {
    const { error, calls, out } = await command({ DescribeAlgorithm: [described('InProgress', {}, 'v2'), described('Completed', {}, 'v2')] }, 'algorithm:status', '--wait', '--name', 'v2');

    expect(error).toBeUndefined();
    expect(calls.map(({ body }) => body)).toEqual([{ AlgorithmName: 'v2' }, { AlgorithmName: 'v2' }]);
    expect(out).toMatch(/^v2 {2}arn:.*\nalgorithm {2}Completed\n$/);
  });
});
