import { buffer } from 'node:stream/consumers';
import { Parser, type ReadEntry } from 'tar';
import { expect, it } from 'vitest';
import { fifoAsTar } from '../../../src/cli/docker/fifo-tar';

it('is an archive of one FIFO that everybody may read and write', async () => {
  const entries: ReadEntry[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      entries.push(entry);
      entry.resume();
    },
  });

  parser.end(await buffer(fifoAsTar('training_0')));

  expect(entries.map(({ path, type, mode, size }) => ({ path, type, mode, size }))).toEqual([{ path: 'training_0', type: 'FIFO', mode: 0o666, size: 0 }]);
});
