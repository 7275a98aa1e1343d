/** What a builder's output says; pure. Knows the legacy builder, BuildKit's plain progress and buildah. */

/** The step that failed, or undefined where the output names none. */
export function failingStep(lines: readonly string[]): string | undefined {
  const failed = lines.map((line) => /^#(\d+) ERROR/.exec(line)?.[1]).find(Boolean);
  if (failed) {
    const named = lines.map((line) => new RegExp(`^#${failed} (\\[.+)$`).exec(line)?.[1]).find(Boolean);
    if (named) return named;
  }
  return [...lines].reverse().find((line) => /^step \d+(\/\d+)?\s*:/i.test(line));
}
