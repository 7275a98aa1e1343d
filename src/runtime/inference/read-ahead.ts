/** Longest answer that is kept for a caller who does not read yet. Unit: bytes */
const AHEAD_MAX_BYTES = 64 * 1024 * 1024;

/**
 * The same pieces, which are asked for before they are wanted. Some callers read nothing before they have sent everything: were
 * their body left unread because of that, both sides would wait for ever.
 */
export async function* readAhead(pieces: AsyncIterable<Uint8Array>, maxBytes = AHEAD_MAX_BYTES): AsyncGenerator<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const ready: Uint8Array[] = [];
  let bytes = 0;
  let failure: { readonly error: unknown } | undefined;
  let isDone = false;
  let wake = (): void => {};
  const woken = (): Promise<void> => new Promise((resolve) => void (wake = resolve));

  async function fill(): Promise<void> {
    try {
      while (!isDone) {
        const next = await iterator.next();
        if (next.done) break;
        ready.push(next.value);
        bytes += next.value.length;
        wake();
        while (bytes > maxBytes && !isDone) await woken();
      }
    } catch (error) {
      failure = { error };
    }
    isDone = true;
    wake();
  }

  void fill();
  try {
    for (;;) {
      const piece = ready.shift();
      if (piece) {
        bytes -= piece.length;
        wake();
        yield piece;
      } else if (isDone) {break;} else {await woken();}
    }
    if (failure) throw failure.error;
  } finally {
    isDone = true;
    wake();
    await iterator.return?.();
  }
}
