import { stripVTControlCharacters } from 'node:util';

/** Control characters but the line feed. */
const CONTROLS = /(?!\n)\p{Cc}/gu;

/** A text of AWS, which may quote what a container wrote: its lines, without anything that steers a terminal. */
export const plainText = (text: string): string =>
  stripVTControlCharacters(text).replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/\t/g, ' ').replace(CONTROLS, '').trim();
