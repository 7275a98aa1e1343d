/** Which of several versions counts; pure. By semver's order within releases and within pre-releases. */

/** `v1.2.3-rc.1+b5` → `1.2.3-rc.1+b5`; undefined for other tags. */
const ofTag = (tag: string): string | undefined => /^v(\d+\.\d+\.\d+\S*)$/.exec(tag.trim())?.[1];

/** The highest version among git tags, releases before pre-releases: a commit that was released is not a candidate any more. */
export const versionOf = (tags: readonly string[]): string | undefined =>
  tags.map(ofTag).filter((version) => version !== undefined).sort(compareVersions).at(-1);

function compareVersions(a: string, b: string): number {
  const [[coreA, preA], [coreB, preB]] = [split(a), split(b)];
  return Number(preA.length === 0) - Number(preB.length === 0)
    || compareParts(coreA, coreB)
    || compareParts(preA, preB)
    // Only the build differs, which says nothing; the shorter one can be an image tag.
    || b.length - a.length;
}

function split(version: string): readonly [string[], string[]] {
  const [, core, pre] = /^([^-+]*)-?([^+]*)/.exec(version)!;
  return [core.split('.'), pre.split('.').filter(Boolean)];
}

/** Part by part: numbers by value, below words; where one list ends the longer one is higher. */
function compareParts(a: readonly string[], b: readonly string[]): number {
  for (const [at, part] of a.entries()) {
    if (b[at] === undefined || part === b[at]) continue;
    const [numberA, numberB] = [Number(part), Number(b[at])];
    if (Number.isNaN(numberA) !== Number.isNaN(numberB)) return Number.isNaN(numberA) ? 1 : -1;
    return Number.isNaN(numberA) ? (part < b[at] ? -1 : 1) : numberA - numberB;
  }
  return a.length - b.length;
}
