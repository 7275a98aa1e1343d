import { cutText } from '../../../contract/quoted';
import { pause } from '../../interruption';
import type { TrialServer } from '../targets/serving-trial';

/** Unit: lines. */
const SHOWN_LINES = 8;
/** Unit: characters. */
const SHOWN_LINE_CHARS = 300;
/** Time between the end of a connection and that of the process, as far as we hear of it. Unit: ms. */
const HEARD_WITHIN_MS = 1_000;

/** The end of a server's log, without the frames of stacks, which would fill it. */
export const lastWords = ({ lines }: Pick<TrialServer, 'lines'>): string[] =>
  lines.map(({ text }) => text).filter((text) => text.trim() !== '' && !/^\s+at /.test(text)).slice(-SHOWN_LINES).map((text) => cutText(text, SHOWN_LINE_CHARS));

/** Waits for the end of a server that broke a connection, in case that was why. */
export async function awaitEnd(server: TrialServer): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([server.ended, pause(HEARD_WITHIN_MS, waiting.signal).catch(() => undefined)]);
  waiting.abort();
}
