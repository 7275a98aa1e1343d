import type { ServerResponse } from 'node:http';

/** Waits until the caller has read enough, or is gone. */
function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      res.off('drain', done).off('close', done);
      resolve();
    };
    res.on('drain', done).on('close', done);
  });
}

/** Ends an iteration that nobody waits for; it may be busy for long, and what it says in the end is of no use. */
function abandon(pieces: AsyncIterator<Uint8Array>): void {
  void Promise.resolve(pieces.return?.()).catch(() => {});
}

async function sendAll(res: ServerResponse, pieces: AsyncIterator<Uint8Array>, sendHead: () => void): Promise<void> {
  // The head waits for the first piece: until then an error can have its proper status.
  let next = await pieces.next();
  if (res.destroyed) return;
  sendHead();
  while (!next.done) {
    if (!res.write(next.value)) await drained(res);
    if (res.destroyed) return;
    next = await pieces.next();
    if (res.destroyed) return;
  }
  res.end();
}

/**
 * Sends pieces as they come.
 * @param sendHead is called when the first one, or the end, is there
 * @throws whatever the pieces throw
 */
export async function streamAnswer(res: ServerResponse, body: AsyncIterable<Uint8Array>, sendHead: () => void): Promise<void> {
  const pieces = body[Symbol.asyncIterator]();
  if (res.destroyed) return abandon(pieces);
  let ended = false;
  const gone = (): void => {
    if (!ended) abandon(pieces);
  };
  res.once('close', gone);
  try {
    await sendAll(res, pieces, sendHead);
  } finally {
    ended = true;
    res.off('close', gone);
  }
}
