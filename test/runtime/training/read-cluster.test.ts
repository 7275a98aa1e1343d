import { describe, expect, it } from 'vitest';
import { optMlPaths } from '../../../src/contract/opt-ml';
import { readCluster } from '../../../src/runtime/training/read-cluster';
import { baseFolder, type Files } from '../support/base-folder';

const LOWER = 'input/config/resourceconfig.json';
const CAMEL = 'input/config/resourceConfig.json';
const read = (files: Files) => readCluster(optMlPaths(baseFolder(files)));
const pair = { current_host: 'algo-2', hosts: ['algo-1', 'algo-2'], network_interface_name: 'eth0' };

describe('readCluster', () => {
  it.each([LOWER, CAMEL])('reads %s', (file) => {
    expect(read({ [file]: pair })).toEqual({
      currentHost: 'algo-2', hosts: ['algo-1', 'algo-2'], rank: 1, isLeader: false, networkInterface: 'eth0', instanceGroups: [],
    });
  });

  it('prefers the spelling that the service writes', () => {
    expect(read({ [LOWER]: pair, [CAMEL]: { current_host: 'other', hosts: ['other'] } }).currentHost).toBe('algo-2');
  });

  it.each<[string, Files]>([['no file', {}], ['a file of 0 bytes', { [LOWER]: '' }]])('assumes one host with %s', (_case, files) => {
    expect(read(files)).toEqual({ currentHost: 'algo-1', hosts: ['algo-1'], rank: 0, isLeader: true, instanceGroups: [] });
  });

  it('ignores unknown keys, and known ones that are not documented and have another form', () => {
    const odd = { topology: null, instance_groups: 'x', current_instance_type: 7, current_group_name: '', network_interface_name: [] };
    const { rank, instanceGroups, currentInstanceType, currentGroup, networkInterface } = read({ [LOWER]: { ...pair, ...odd } });

    expect({ rank, instanceGroups, currentInstanceType, currentGroup, networkInterface }).toEqual({ rank: 1, instanceGroups: [] });
  });

  it('tells instance types, groups and the network interface', () => {
    const groups = [
      { instance_group_name: 'trees', instance_type: 'ml.c5.xlarge', hosts: ['algo-10', 'algo-2'] },
      { instance_group_name: 'nameless hosts', instance_type: 'ml.c5.xlarge' },
      'no group',
      { instance_group_name: 'lead', instance_type: 'ml.m5.large', hosts: ['algo-1'] },
    ];
    const config = {
      current_host: 'algo-2', hosts: ['algo-1', 'algo-10', 'algo-2'], network_interface_name: 'eth1',
      current_instance_type: 'ml.c5.xlarge', current_group_name: 'trees', instance_groups: groups,
    };

    expect(read({ [LOWER]: config })).toEqual({
      currentHost: 'algo-2', hosts: ['algo-1', 'algo-2', 'algo-10'], rank: 1, isLeader: false,
      networkInterface: 'eth1', currentInstanceType: 'ml.c5.xlarge', currentGroup: 'trees',
      instanceGroups: [
        { name: 'trees', instanceType: 'ml.c5.xlarge', hosts: ['algo-2', 'algo-10'] },
        { name: 'lead', instanceType: 'ml.m5.large', hosts: ['algo-1'] },
      ],
    });
  });

  it('puts eleven hosts in the order of their numbers', () => {
    const names = Array.from({ length: 11 }, (_, index) => `algo-${index + 1}`);
    const { hosts, rank } = read({ [LOWER]: { current_host: 'algo-10', hosts: [...names].sort() } });

    expect(hosts).toEqual(names);
    expect(rank).toBe(9);
  });

  it('takes host names as they come', () => {
    const { hosts } = read({ [LOWER]: { current_host: 'algo-1-x7k2q', hosts: ['algo-10-aaaaa', 'algo-2-zzzzz', 'algo-1-x7k2q'] } });

    expect(hosts).toEqual(['algo-1-x7k2q', 'algo-2-zzzzz', 'algo-10-aaaaa']);
  });

  it.each<[string, string | object]>([
    ['broken JSON', '{'], ['a list', []], ['no hosts', { current_host: 'a' }], ['an empty list of hosts', { current_host: 'a', hosts: [] }],
    ['hosts that are no names', { current_host: 'a', hosts: [1] }], ['no current host', { hosts: ['a'] }],
    ['a current host that is not in the list', { current_host: 'b', hosts: ['a'] }],
  ])('refuses %s', (_case, content) => {
    expect(() => read({ [LOWER]: content })).toThrowError(expect.objectContaining({ code: 'SMA_RUN_CONFIG_FILE' }));
  });
});
