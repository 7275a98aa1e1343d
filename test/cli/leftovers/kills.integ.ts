import { expect, test } from 'vitest';
import { left, prepared, runKills } from './kills';
import { cli, lives, seen, startCli } from '../support/cli';

test('three kills at random moments leave nothing that the next run does not remove', async () => {
  expect((await runKills('process', 20_261_124, 3)).problems).toEqual([]);
});

test('a run that lives keeps everything when another was killed', async () => {
  const place = await prepared('process');
  const hang = ['local', '--engine', 'process', '--hyperparameter', 'mode=hang'];
  const living = startCli(place.dir, hang, { env: place.env });
  const [, pid] = await seen(living, /training pid (\d+)/);
  const other = startCli(place.dir, hang, { env: place.env });
  const [, orphan] = await seen(other, /training pid (\d+)/);
  other.kill('SIGKILL');
  await other.finished;
  const orphanLived = lives(Number(orphan));

  const { exitCode, stderr } = await cli(place.dir, ['local', '--engine', 'process'], { env: place.env });
  const untouched = lives(Number(pid));
  living.kill('SIGINT');
  await living.finished;

  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain('removed what runs left that did not end in order: 2 processes, 1 folder');
  expect([orphanLived, lives(Number(orphan)), untouched]).toEqual([true, false, true]);
  // An interrupted run keeps its folder, with the log.
  expect(left(place).filter((what) => !what.startsWith('run folder'))).toEqual([]);
});
