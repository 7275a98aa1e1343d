import { stripVTControlCharacters } from 'node:util';

/** What neither XML nor HTML can hold, not even escaped. */
const UNSHOWABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text of a program as a page or a file of results can hold it: without colours of terminals, control characters replaced. Pure. */
export const showable = (text: string): string => stripVTControlCharacters(text).replace(UNSHOWABLE, '\uFFFD');
