import { EventEmitter, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { WorkerThread } from '../../../../src/runtime/inference/workers/worker-thread';
import { tmpDir } from '../../../support/tmp-dir';

it('a thread that is being ended gets nothing more to do, even where it still finishes what it had', async () => {
  const program = `${tmpDir()}/idle.js`;
  writeFileSync(program, 'setInterval(() => {}, 1000);');
  const events = new EventEmitter();
  const thread = new WorkerThread(0, false, { program }, { heard: () => {}, ended: () => void events.emit('ended') });
  const ended = once(events, 'ended');
  thread.isReady = true;
  thread.running.add(1);

  thread.end('it is late');
  thread.finished(1);

  expect(thread.isIdle).toBe(false);
  await ended;
});
