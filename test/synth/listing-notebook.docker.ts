import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOSTILE } from './support/hostile-definition';
import { sdkCalls, SETTINGS, writeSamples } from './support/snippet-calls';
import { FULLEST, SMALLEST, newProject } from '../support/new-project';

/** Debian's, with its python3-nbformat and python3-botocore; this tier of CI has apt at hand. */
const PYTHON = '/usr/bin/python3';

/** Calls with their parameters, in their order. */
function run(listing: string): Array<[operation: string, parameters: Record<string, unknown>]> {
  const args = [join(__dirname, 'support', 'run_notebook.py'), join(listing, 'notebook.ipynb'), SETTINGS.ALGORITHM_ARN, SETTINGS.ROLE_ARN, SETTINGS.BUCKET];
  return (JSON.parse(execFileSync(PYTHON, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })) as { calls: ReturnType<typeof run> }).calls;
}

test.each([['smallest', SMALLEST], ['fullest', FULLEST], ['hostile', HOSTILE]])(
  'the notebook of the %s definition is valid, runs to its end, and makes the calls that the SDK\'s snippet makes, by the service model', async (name, definition) => {
    const listing = join(newProject(definition).outdir, 'algorithm', 'listing');
    writeSamples(listing);

    const calls = run(listing);
    const stem = name === 'smallest' ? 'smallest' : 'fullest-3-1-0';
    const { made } = await sdkCalls(listing, `${stem}-t`);

    expect(Object.fromEntries(calls.filter(([operation]) => operation.startsWith('Create')))).toEqual(made);
    expect(calls.filter(([operation]) => operation === 'PutObject').map(([, { Key }]) => Key))
      .toEqual([`${stem}-t/training/training/a.csv`, `${stem}-t/transform/rows.csv`]);
    expect(calls.find(([operation]) => operation === 'InvokeEndpoint')![1])
      .toEqual({ EndpointName: `${stem}-t`, ContentType: 'text/csv', Accept: 'text/csv', Body: '1,2\n' });
    expect(calls.map(([operation]) => operation).filter((operation) => operation.startsWith('Delete')))
      .toEqual(['DeleteEndpoint', 'DeleteEndpointConfig', 'DeleteModel', 'DeleteModelPackage', 'DeleteObject']);
  });

test('the check of the parameters is one: an algorithm that is no ARN is refused', () => {
  const listing = join(newProject(SMALLEST).outdir, 'algorithm', 'listing');
  writeSamples(listing);

  expect(() => execFileSync(PYTHON, [
    join(__dirname, 'support', 'run_notebook.py'), join(listing, 'notebook.ipynb'), 'not an ARN', SETTINGS.ROLE_ARN, SETTINGS.BUCKET,
  ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).toThrow(/CreateTrainingJob\.AlgorithmSpecification\.AlgorithmName is not an ARN/);
});
