import type { Problem } from '../contract/problem';

/** A problem as it is told: what, why, fix. */
export const problemText = ({ code, path, what, why, fix }: Problem): string =>
  `${code}  ${path} ${what}\n  why: ${why}\n  fix: ${fix}`;

/** Everything that is wrong with a definition, in one error. */
export class DefinitionError extends Error {
  /** Everything that is wrong. */
  declare public readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super(`The definition has ${count}; nothing was written.\n\n${problems.map(problemText).join('\n\n')}\n`);
    // Not enumerable: whoever inspects the error would tell each problem a second time.
    Object.defineProperty(this, 'problems', { value: problems });
    this.name = 'DefinitionError';
    // The place of a mistake is its path in the definition; where in our code it was noticed helps nobody.
    this.stack = `${this.name}: ${this.message}`;
  }
}
