import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newestRun } from '../support/batch-project';
import { cli } from '../support/cli';
import { docker, removeImages } from '../support/engine-state';
import { FIXTURE_PLAN } from '../support/fixture-project';
import { sampleProject } from '../support/sample-project';

/** Images of their own: another test may build those of the fixture meanwhile. */
const images = FIXTURE_PLAN.images.map((image) => ({ ...image, localName: `sma-test-input-${image.name}` }));
const project = (plan = {}) => sampleProject('streaming-linear', {}, { images, ...plan });
const PIPED = ['--engine', 'docker', '--hyperparameter', 'epochs=2', '--input-mode', 'Pipe'];

afterAll(() => removeImages(...images.map(({ localName }) => `${localName}:latest`)));

/** What the newest run has left in the engine. */
function left(dir: string): string {
  const filter = ['--quiet', '--filter', `label=sm-algorithm.run=${basename(newestRun(dir))}`];
  return [docker('ps', '--all', ...filter), docker('volume', 'ls', ...filter), docker('network', 'ls', ...filter)].join('');
}
const model = (dir: string) => readFileSync(join(newestRun(dir), 'model/model.json'), 'utf8');

describe('a training job of samples/streaming-linear in a container', () => {
  it('makes from FIFOs and frames the model that the process makes, and leaves nothing behind', async () => {
    const dir = await project();
    await cli(dir, ['local:train', '--engine', 'process', '--hyperparameter', 'epochs=2']);
    const expected = model(dir);

    const { exitCode, stderr } = await cli(dir, ['local:train', ...PIPED, '--record-wrapper', 'training=RecordIO', '--decoys']);

    expect(exitCode, stderr).toBe(0);
    expect(model(dir)).toBe(expected);
    expect(left(dir)).toBe('');
  });

  it('deals the objects of a sharded channel to two hosts, in File mode as in Pipe mode', async () => {
    const dir = await project();
    const sharded = ['--hosts', '2', '--distribution', 'training=ShardedByS3Key'];

    const piped = await cli(dir, ['local:train', ...PIPED, ...sharded]);
    expect(piped.exitCode, piped.stderr).toBe(0);
    const fromFifos = model(dir);
    const filed = await cli(dir, ['local:train', '--engine', 'docker', '--hyperparameter', 'epochs=2', ...sharded]);

    expect(filed.exitCode, filed.stderr).toBe(0);
    expect(model(dir)).toBe(fromFifos);
    const of = (host: string) => readdirSync(join(newestRun(dir), 'hosts', host, 'input/data/training'));
    expect([of('algo-1'), of('algo-2')]).toEqual([['district-1.csv', 'district-3.csv', 'district-5.csv'], ['district-2.csv', 'district-4.csv', 'district-6.csv']]);
  });

  it('passes drill:pipe', async () => {
    const dir = await project();

    const { exitCode, stdout, stderr } = await cli(dir, ['drill:pipe', '--engine', 'docker', '--hyperparameter', 'epochs=1', '--late-fifos', '300']);

    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout.match(/^PASS/gm)).toHaveLength(5);
    expect(left(dir)).toBe('');
  });

  it('is fed by the builder image where its own has no shell', async () => {
    const shellless = images.map((image) => ({ ...image, flavor: 'distroless' as const, builderImage: 'node:24-bookworm-slim' }));
    const dir = await project({ images: shellless });

    const { exitCode, stderr } = await cli(dir, ['local:train', ...PIPED]);

    expect(exitCode, stderr).toBe(0);
    expect(left(dir)).toBe('');
  });
});
