/** What a builder's output says; pure. Knows the legacy builder, BuildKit's plain progress and buildah. */

const LEGACY_STEP = /^step \d+(\/\d+)?\s*:/i;
const BUILD_KIT_STEP = /^#\d+ (\[(?!internal).+)$/;

/** The step that a line begins, as the builder writes it; undefined for all other lines. */
export function beginningStep(line: string): string | undefined {
  return LEGACY_STEP.test(line) ? line : BUILD_KIT_STEP.exec(line)?.[1];
}

const failedNumber = (lines: readonly string[]): string | undefined => lines.map((line) => /^#(\d+) ERROR/.exec(line)?.[1]).find(Boolean);

/** The step that failed, or undefined where the output names none. */
export function failingStep(lines: readonly string[]): string | undefined {
  const failed = failedNumber(lines);
  if (failed) {
    const named = lines.map((line) => new RegExp(`^#${failed} (\\[.+)$`).exec(line)?.[1]).find(Boolean);
    if (named) return named;
  }
  return [...lines].reverse().find((line) => LEGACY_STEP.test(line));
}

/** What the step that failed has said, without the marks of the builder; all lines where none is known. */
export function failingLines(lines: readonly string[]): string[] {
  const failed = failedNumber(lines);
  if (failed) {
    // `#5 0.123 text`: number of the step, seconds since it began.
    return lines.filter((line) => line.startsWith(`#${failed} `)).map((line) => line.replace(/^#\d+ (\d+\.\d+ )?/, ''));
  }
  return lines.slice(Math.max(0, lines.lastIndexOf(failingStep(lines) ?? '')));
}
