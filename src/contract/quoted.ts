// Not a fact, but how every face quotes what somebody gave it; pure, and imports nothing.

/** At most `maxChars` UTF-16 code units, cut between code points, with an ellipsis where something was cut. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Unit: characters. A value of 2500 characters would fill the failure reason all by itself. */
const QUOTED_MAX_CHARS = 80;

/** The text in double quotes, short enough for a message. */
export const quoted = (text: string): string => JSON.stringify(cutText(text, QUOTED_MAX_CHARS));

/** `"a", "b"`, or the word for none. */
export const quotedList = (texts: readonly string[]): string => texts.length === 0 ? 'none' : texts.map(quoted).join(', ');
