import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { feed } from '../runtime/support/fifo';
import { startHosts, startIn, type HostProcess } from '../runtime/support/host-processes';
import { bundle } from '../runtime/support/program';
import { REPOSITORY } from '../support/packed';
import { HELD_OUT, inputOf, lossesIn, shardOf, type Settings } from '../support/streaming-linear';

const SOURCE = join(REPOSITORY, 'samples', 'streaming-linear', 'src');
const program = () => bundle(`
  import { runTraining } from '$runtime/training';
  import { algorithm } from '${SOURCE}/algorithm';
  void runTraining(() => import('${SOURCE}/train'), algorithm);
`);

const modelText = ({ base }: HostProcess): string => readFileSync(`${base}/model/model.json`, 'utf8');
const together = (parts: readonly [string, string][]): string => parts.map(([, text]) => text).join('');

async function ended(hosts: readonly HostProcess[]): Promise<Array<number | null>> {
  return (await Promise.all(hosts.map((host) => host.ended))).map(({ exitCode }) => exitCode);
}

describe('the streaming sample as processes', () => {
  test.each([1, 2])('trains the same model in Pipe mode as in File mode, on %i host(s)', async (count) => {
    const settings: Settings = { epochs: '3', batch_rows: '100' };
    const train = await program();
    const [files, pipes] = [
      await startHosts(train, count, (rank) => inputOf(rank, count, settings, 'File')),
      await startHosts(train, count, (rank) => inputOf(rank, count, settings, 'Pipe')),
    ];
    // A pass to measure the scaling and one for each epoch; the loss is measured before the first epoch and after each.
    for (const [rank, { base }] of pipes.entries()) {
      for (let epoch = 0; epoch <= 3; epoch++) {
        feed(`${base}/input/data/training_${epoch}`, together(shardOf(rank, count)));
        feed(`${base}/input/data/validation_${epoch}`, together(HELD_OUT));
      }
    }

    expect(await ended([...files, ...pipes])).toEqual(Array(2 * count).fill(0));
    expect(modelText(pipes[0])).toBe(modelText(files[0]));
    expect(lossesIn(pipes[0].output())).toHaveLength(4);
  });

  test('goes on after a host was killed, and ends with the model of a job that was left alone', async () => {
    const settings: Settings = { epochs: '120', batch_rows: '40' };
    const train = await program();
    const input = (rank: number) => inputOf(rank, 2, settings, 'File');
    const undisturbed = await startHosts(train, 2, input);
    const killed = await startHosts(train, 2, input);
    await killed[0].says(/(metric train:loss[^;]*;[^]*){3}/);
    killed[1].child.kill('SIGKILL');

    expect(await ended(killed)).toEqual([1, null]);
    expect(killed[0].failure()).toMatch(/^host 127\.\d+\.\d+\.2 is gone: /);
    for (const { base } of killed) for (const folder of ['model', 'output']) rmSync(`${base}/${folder}`, { recursive: true, force: true });
    const again = killed.map(({ base }) => startIn(base, train));

    expect(await ended(again)).toEqual([0, 0]);
    expect(await ended(undisturbed)).toEqual([0, 0]);
    const [, from] = /rows of 6 features, from epoch (\d+) of 120/.exec(again[0].output())!;
    expect(Number(from)).toBeGreaterThan(2);
    expect(modelText(again[0])).toBe(modelText(undisturbed[0]));
  });

  test('leaves its last model when it is asked to stop', async () => {
    const [host] = await startHosts(await program(), 1, () => inputOf(0, 1, { epochs: '10000', batch_rows: '40' }, 'File'));
    await host.says(/metric train:loss/);
    host.child.kill('SIGTERM');

    expect(await ended([host])).toEqual([0]);
    expect(JSON.parse(modelText(host))).toMatchObject({ format: 1 });
  });
});
