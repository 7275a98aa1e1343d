import { afterAll, describe, expect, it } from 'vitest';
import { left, prepared, type KillPlace, runKills } from './kills';
import { formatOwner, ownOwner } from '../../../src/cli/leftovers/owner';
import { cli, seen, startCli } from '../support/cli';
import { docker, removeImages } from '../support/engine-state';

const images = new Set<string>();
afterAll(() => removeImages(...images));

async function place(): Promise<KillPlace> {
  const made = await prepared('docker');
  made.images.forEach((image) => images.add(image));
  return made;
}

/** What runs of this project hold in the engine. */
const held = (one: KillPlace) => left(one).filter((what) => /^(container|volume|network) /.test(what));

describe('what killed runs left in the engine', () => {
  it('goes at the next start after a kill at random moments', async () => {
    const { images: made, problems } = await runKills('docker', 20_261_124, 3);
    made.forEach((image) => images.add(image));

    expect(problems).toEqual([]);
  });

  it('goes without what belongs to a living run, or to another machine', async () => {
    const one = await place();
    const owner = ownOwner();
    const label = (whose: string) => ['--label', one.label, '--label', 'sm-algorithm.run=old', '--label', `sm-algorithm.owner=${whose}`];
    const dead = formatOwner({ ...owner, birth: 'long-ago' });
    const name = `sma-test-dead-${process.pid}`;
    docker('volume', 'create', ...label(dead), name);
    docker('network', 'create', ...label(dead), name);
    docker('create', '--name', name, ...label(dead), '--volume', `${name}:/x`, 'node:24-bookworm-slim');
    docker('volume', 'create', ...label(formatOwner(owner)), `${name}-living`);
    docker('volume', 'create', ...label(formatOwner({ ...owner, place: 'elsewhere', birth: 'long-ago' })), `${name}-elsewhere`);
    try {
      const { stderr } = await cli(one.dir, ['local:train', '--engine', 'docker'], { env: one.env });

      expect(stderr).toContain('did not end in order: 1 container, 1 volume, 1 network');
      expect(held(one).sort()).toEqual([`volume ${name}-elsewhere`, `volume ${name}-living`]);
    } finally {
      docker('volume', 'rm', `${name}-living`, `${name}-elsewhere`);
    }
  });

  it('goes without the containers of a run that is at work beside it, and also when the next run needs no engine', async () => {
    const one = await place();
    const hang = ['local', '--engine', 'docker', '--hyperparameter', 'mode=hang'];
    const living = startCli(one.dir, hang, { env: one.env });
    await seen(living, /training pid/);
    const before = held(one).sort();
    const killed = startCli(one.dir, hang, { env: one.env });
    await seen(killed, /training pid/);
    killed.kill('SIGKILL');
    await killed.finished;
    const both = held(one).length;

    const { exitCode, stderr } = await cli(one.dir, ['local', '--engine', 'process'], { env: one.env });
    const after = held(one).sort();
    living.kill('SIGINT');
    await living.finished;

    expect(exitCode, stderr).toBe(0);
    expect(both).toBe(2 * before.length);
    expect(after).toEqual(before);
    expect(held(one)).toEqual([]);
  });
});
