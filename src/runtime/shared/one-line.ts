const LINE_BREAKS_AND_CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

/** The text on one line: line breaks and other control characters become one blank. */
export const oneLine = (text: string): string => text.replace(LINE_BREAKS_AND_CONTROLS, ' ').trim();
