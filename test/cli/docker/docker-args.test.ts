import { describe, expect, it } from 'vitest';
import {
  buildArgs, copyInArgs, copyOutArgs, createFillerArgs, createHolderArgs, createServeArgs, createTrainArgs, execArgs, killArgs,
  inspectArgs, listArgs, pullArgs, removeArgs, stopArgs,
} from '../../../src/cli/docker/docker-args';

const container = {
  name: 'sma-1-train',
  image: 'algo:latest',
  labels: { runId: '1', project: 'algo', owner: 'box:42' },
  mounts: [
    { volume: 'v-input', at: '/opt/ml/input', readOnly: true },
    { volume: 'v-model', at: '/opt/ml/model', readOnly: false },
  ],
};
const LABELS = ['--label', 'sm-algorithm.run=1', '--label', 'sm-algorithm.project=algo', '--label', 'sm-algorithm.owner=box:42'];

describe('docker arguments', () => {
  it('cut a training container off the network, with read-only input and only the given environment', () => {
    expect(createTrainArgs(container, { TRAINING_JOB_NAME: 'job' })).toEqual([
      'create', '--name', 'sma-1-train', ...LABELS, '--network', 'none',
      '--volume', 'v-input:/opt/ml/input:ro,nocopy', '--volume', 'v-model:/opt/ml/model:nocopy',
      '--env', 'TRAINING_JOB_NAME=job', 'algo:latest', 'train',
    ]);
  });

  it('give the hosts of a job a network of their own, and a check its launcher and a read-only root', () => {
    const peers = createTrainArgs({ ...container, mounts: [] }, {}, { peers: { network: 'net', name: 'algo-2' }, readOnlyRoot: true });
    const launched = createTrainArgs({ ...container, mounts: [] }, {}, { launcher: ['sh', '-c', 'script', 'sh', '/opt/program/entrypoint'] });

    expect(peers).toEqual(['create', '--name', 'sma-1-train', ...LABELS,
      '--network', 'net', '--network-alias', 'algo-2', '--read-only', '--tmpfs', '/tmp:exec', 'algo:latest', 'train']);
    expect(launched).toEqual(['create', '--name', 'sma-1-train', ...LABELS, '--network', 'none', '--entrypoint', 'sh',
      'algo:latest', '-c', 'script', 'sh', '/opt/program/entrypoint', 'train']);
  });

  it('hold a volume open for commands without a terminal and without a network', () => {
    expect(createHolderArgs({ ...container, mounts: [] })).toEqual(
      ['create', '--name', 'sma-1-train', ...LABELS, '--network', 'none', '--interactive', '--entrypoint', 'cat', 'algo:latest']);
    expect(execArgs('c', ['sh', '-c', 'x'])).toEqual(['exec', '--interactive', 'c', 'sh', '-c', 'x']);
    expect(killArgs('c', 'SIGTERM')).toEqual(['kill', '--signal', 'SIGTERM', 'c']);
  });

  it('give a server a read-only root and an own network, or a loopback port', () => {
    const inNetwork = createServeArgs({ ...container, mounts: [] }, {}, { network: 'net' });
    const published = createServeArgs({ ...container, mounts: [] }, {}, 'published');

    expect(inNetwork).toEqual(['create', '--name', 'sma-1-train', ...LABELS, '--read-only', '--tmpfs', '/tmp:exec', '--network', 'net', 'algo:latest', 'serve']);
    expect(published).toContain('127.0.0.1::8080');
    expect(published).not.toContain('--network');
  });

  it('name the platform only where one is given', () => {
    expect(createTrainArgs(container, {})).not.toContain('--platform');
    expect(createTrainArgs({ ...container, platform: 'linux/amd64' }, {}).join(' ')).toContain('--platform linux/amd64');
    expect(buildArgs({ context: '/p', tags: ['a:latest', 'a:1'], noCache: false })).toEqual(['build', '--tag', 'a:latest', '--tag', 'a:1', '/p']);
    expect(buildArgs({ context: '/p', tags: [], platform: 'linux/amd64', noCache: true })).toEqual(['build', '--platform', 'linux/amd64', '--no-cache', '/p']);
    expect(buildArgs({ context: '/p', tags: ['a'], noCache: false, imageLabels: { x: 'y z' }, formatArgs: ['--format', 'docker'] }))
      .toEqual(['build', '--tag', 'a', '--label', 'x=y z', '--format', 'docker', '/p']);
    expect(pullArgs('base')).toEqual(['pull', 'base']);
  });

  it('never hold a terminal, a bind mount, compose or buildx', () => {
    const all = [createTrainArgs(container, {}), createServeArgs(container, {}, { network: 'n' }), createFillerArgs(container, 'train')].flat();

    expect(all.filter((word) => /^(--tty|-t|-it|compose|buildx|--mount)$/.test(word))).toEqual([]);
    for (const volume of all.filter((_, at) => all[at - 1] === '--volume')) expect(volume).not.toMatch(/^[./]/);
  });

  it('stop with the grace time of the service and find things by label only', () => {
    expect(stopArgs('c')).toEqual(['stop', '-t', '30', 'c']);
    expect(copyInArgs('c', '/opt/ml/input')).toEqual(['cp', '-', 'c:/opt/ml/input']);
    expect(copyOutArgs('c', '/opt/ml/model')).toEqual(['cp', 'c:/opt/ml/model/.', '-']);
    expect(listArgs('container', '1')).toEqual(['ps', '--all', '--quiet', '--filter', 'label=sm-algorithm.run=1']);
    expect(listArgs('volume')).toEqual(['volume', 'ls', '--quiet', '--filter', 'label=sm-algorithm.run']);
    expect(inspectArgs('network', ['n', 'm'])).toEqual(['network', 'inspect', 'n', 'm']);
    expect(removeArgs('container', ['a', 'b'])).toEqual(['rm', '--force', '--volumes', 'a', 'b']);
  });
});
