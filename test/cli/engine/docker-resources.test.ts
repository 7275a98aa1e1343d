import { describe, expect, it } from 'vitest';
import { Docker } from '../../../src/cli/docker/docker';
import { DockerResources } from '../../../src/cli/engine/docker-resources';
import type { Finished } from '../../../src/cli/exec';

/** An engine that holds `things` and refuses to remove those of `stuck`. */
function engine(things: Record<string, string[]>, stuck: readonly string[], lists = true) {
  const kindOf = (args: readonly string[]) => (['volume', 'network'].includes(args[0]) ? args[0] : 'container');
  const finished = (exitCode: number, stdout = ''): Finished => ({ command: 'docker', cwd: '/', exitCode, timedOut: false, stdout, stderr: '', lastLines: ['it is in use'] });
  return new Docker('docker', async (_, args) => {
    const kind = kindOf(args);
    if (!args.includes('rm')) return lists ? finished(0, things[kind].join('\n')) : finished(1);
    things[kind] = things[kind].filter((name) => stuck.includes(name) || !args.includes(name));
    return finished(things[kind].length === 0 ? 0 : 1);
  });
}

describe('removing what a run made', () => {
  it('leaves nothing and says nothing', async () => {
    const things = { container: ['c1', 'c2'], volume: ['v'], network: ['n'] };

    expect(await new DockerResources(engine(things, []), 'run', 'p').removeAll()).toEqual([]);
    expect(things).toEqual({ container: [], volume: [], network: [] });
  });

  it('goes on after a failure and gives the commands that remove the rest', async () => {
    const things = { container: ['c1', 'c2'], volume: ['v1', 'v2'], network: ['n'] };

    expect(await new DockerResources(engine(things, ['c2', 'v1']), 'run', 'p').removeAll())
      .toEqual(['docker rm --force --volumes c2', 'docker volume rm --force v1']);
    expect(things.network).toEqual([]);
  });

  it('gives the command that looks for them where the engine does not answer any more', async () => {
    const left = await new DockerResources(engine({ container: [], volume: [], network: [] }, [], false), 'run', 'p').removeAll();

    expect(left).toEqual([
      'docker ps --all --quiet --filter label=sm-algorithm.run=run',
      'docker volume ls --quiet --filter label=sm-algorithm.run=run',
      'docker network ls --quiet --filter label=sm-algorithm.run=run',
    ]);
  });
});
