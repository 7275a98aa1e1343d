import { describe, expect, it } from 'vitest';
import { writtenElsewhere } from '../../../../src/cli/engine/hosts/written-elsewhere';

describe('what a container has written', () => {
  it('leaves out the folders of the job, /tmp, and the folders that are there for the mounts', () => {
    expect(writtenElsewhere('C /opt\nA /opt/ml\nA /opt/ml/model\nC /tmp\nA /tmp/a\n')).toEqual([]);
  });

  it('names files, and folders only where nothing in them is named', () => {
    expect(writtenElsewhere('C /root\nA /root/.cache\nA /root/.cache/x\nA /opt\nA /opt/ml\nA /opt/ml/stray\nD /etc/motd\n'))
      .toEqual(['/root/.cache/x', '/opt/ml/stray', '/etc/motd']);
  });
});
