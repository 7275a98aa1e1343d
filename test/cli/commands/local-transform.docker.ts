import { afterAll, afterEach, expect, it } from 'vitest';
import { batchProject, transformed } from '../support/batch-project';
import { cli } from '../support/cli';
import { leftovers, removeImages } from '../support/engine-state';
import { FIXTURE_PLAN } from '../support/fixture-project';

afterEach(() => expect(leftovers()).toEqual([]));
afterAll(() => removeImages('sma-batch-inference:latest'));

const images = FIXTURE_PLAN.images.map((image) => ({ ...image, localName: `sma-batch-${image.name}` }));

it('local:transform in a container: the environment of the service, filters, joins and retries, and nothing left behind', async () => {
  const dir = batchProject({ 'a.csv': 'id1,22\nid2,333\n', 'b.csv': 'id3,bad\n' }, { plan: { images } });
  const args = ['local:transform', '--engine', 'docker', '--model', 'model.tar.gz', 'input', '--split-type', 'Line', '--assemble-with', 'Line'];

  const joined = await cli(dir, [...args, '--input-filter', '$[1:]', '--join-source', 'Input', '--max-payload-in-mb', '0', '--invocations-max-retries', '1']);
  const reported = transformed(dir);
  await cli(dir, [...args, '--max-concurrent-transforms', '2', '--env', 'MODE=report']);

  expect(joined.exitCode, joined.stderr).toBe(1);
  expect(joined.stderr).toContain('[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=0, BatchStrategy=MULTI_RECORD');
  expect(joined.stderr).toMatch(/request chunked: "22\\n333\\n"/);
  expect(joined.stderr).toMatch(/b\.csv: ClientError: 400[^]*\(tried 2 times\)/);
  expect(reported.outputs).toEqual({ 'a.csv.out': 'id1,22,2\nid2,333,3\n' });
  const { env } = JSON.parse(transformed(dir).outputs['a.csv.out']) as { env: Record<string, string> };
  const names = Object.keys(env).filter((name) => /SAGEMAKER|AWS|MODE/.test(name)).sort();
  expect(names).toEqual(['AWS_REGION', 'MODE', 'SAGEMAKER_BATCH', 'SAGEMAKER_MAX_CONCURRENT_TRANSFORMS']);
});
