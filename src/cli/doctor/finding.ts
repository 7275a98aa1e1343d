/** `good`; `warning`: works, with a flaw; `bad`: something will not work; `skipped`: it does not matter here, or cannot be known. */
export type Condition = 'good' | 'warning' | 'bad' | 'skipped';

/** One thing that the doctor looked at. */
export interface Finding {
  readonly topic: string;
  readonly condition: Condition;
  /** What was found. */
  readonly what: string;
  /** Why it matters; of flaws only. */
  readonly why?: string;
  /** One concrete step; of flaws only. */
  readonly fix?: string;
  /** Does the step, where a program can; tells what it did. */
  readonly repair?: () => Promise<string>;
}

type Flaw = Required<Pick<Finding, 'what' | 'why' | 'fix'>> & Pick<Finding, 'repair'>;

export const good = (topic: string, what: string): Finding => ({ topic, condition: 'good', what });
export const skipped = (topic: string, what: string): Finding => ({ topic, condition: 'skipped', what });
export const warning = (topic: string, flaw: Flaw): Finding => ({ topic, condition: 'warning', ...flaw });
export const bad = (topic: string, flaw: Flaw): Finding => ({ topic, condition: 'bad', ...flaw });

const MARK: Readonly<Record<Condition, string>> = { good: '✔', warning: '!', bad: '✖', skipped: '–' };

export const renderFinding = ({ topic, condition, what, why, fix }: Finding): string => [
  `${MARK[condition]} ${topic.padEnd(14)} ${what}`,
  ...(why ? [`${' '.repeat(17)}why: ${why}`] : []),
  ...(fix ? [`${' '.repeat(17)}fix: ${fix}`] : []),
].join('\n');
