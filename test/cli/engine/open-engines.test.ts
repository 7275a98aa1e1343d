import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/cli/engine/engine';
import { OpenEngines } from '../../../src/cli/engine/open-engines';
import { Report } from '../../../src/cli/report';

function engines() {
  const written = { err: '' };
  const report = new Report({ out: { write: () => undefined }, err: { write: (text) => (written.err += text) }, env: {}, json: false });
  return { written, subject: new OpenEngines(report) };
}
const engine = (left: readonly string[], closed: string[] = []) => ({ name: 'docker', close: async () => closed.push('x') && left }) as unknown as Engine;

describe('OpenEngines', () => {
  it('tells once what is left, with the commands that remove it', async () => {
    const { subject, written } = engines();
    const stuck = engine(['docker rm a']);
    subject.add(stuck);

    await subject.close(stuck);
    await subject.close(stuck);

    expect(written.err).toMatch(/^SMA_CLI_CLEANUP {2}not everything[^\n]*\n {4}docker rm a\n {2}why: the container engine[^\n]*\n {2}fix: [^\n]*\n$/);
    expect(subject.left).toEqual(['docker rm a']);
  });

  it('closes all that are open, and says nothing of a good end', async () => {
    const { subject, written } = engines();
    const closed: string[] = [];
    const [first, second] = [engine([], closed), engine([], closed)];
    subject.add(first);
    subject.add(second);

    await subject.close(first);
    await subject.closeAll();
    await subject.closeAll();

    expect([closed.length, written.err, subject.left]).toEqual([2, '', []]);
  });
});
