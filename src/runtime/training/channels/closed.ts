import type { Readable } from 'node:stream';

/** Destroys a stream and waits until nothing of it is open any more. */
export async function closed(stream: Readable): Promise<void> {
  if (stream.closed) return;
  const done = new Promise<void>((resolve) => void stream.once('close', () => resolve()));
  stream.destroy();
  await done;
}
