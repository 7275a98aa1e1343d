/** What drills share: the form of what they find, for people and for programs; pure. */
import { CliError } from '../cli-error';
import { count } from '../quantities';
import type { Tone } from '../report';

export type DrillName = 'stop' | 'spot' | 'hosts' | 'pipe' | 'overload';

/** One thing that a drill looked at. */
export interface Finding {
  /** What was looked at, as a sentence that holds when it passes; of a note, what was seen. */
  readonly what: string;
  /** `note`: told and not judged, or why something could not be judged. */
  readonly verdict: 'pass' | 'fail' | 'note';
  /** What was seen: times, exit codes, lines of the log. */
  readonly evidence: readonly string[];
  /** What to change where it failed. */
  readonly fix?: string;
}

/** What came of a drill. One that does not apply to the algorithm has a note that says why, and nothing else. */
export interface Drill {
  readonly name: DrillName;
  readonly findings: readonly Finding[];
}

export const passed = (what: string, ...evidence: readonly string[]): Finding => ({ what, verdict: 'pass', evidence });
export const failed = (what: string, fix: string, ...evidence: readonly string[]): Finding => ({ what, verdict: 'fail', evidence, fix });
export const noted = (what: string, ...evidence: readonly string[]): Finding => ({ what, verdict: 'note', evidence });

/** A finding that is judged by one condition. */
export const judged = (isGood: boolean, what: string, fix: string, ...evidence: readonly string[]): Finding =>
  (isGood ? passed(what, ...evidence) : failed(what, fix, ...evidence));

const WORD: Readonly<Record<Finding['verdict'], string>> = { pass: 'PASS', fail: 'FAIL', note: 'note' };
const TONE: Readonly<Record<Finding['verdict'], Tone>> = { pass: 'good', fail: 'bad', note: 'plain' };

const failures = ({ findings }: Drill): Finding[] => findings.filter(({ verdict }) => verdict === 'fail');

/** How good the drill came out as a whole. */
export const toneOfDrill = (drill: Drill): Tone => {
  if (failures(drill).length > 0) return 'bad';
  return drill.findings.some(({ verdict }) => verdict === 'pass') ? 'good' : 'plain';
};

/**
 * Verdict and sentence, below them what was seen and, where it failed, the fix.
 * @param toned gives a verdict its colour
 */
export function renderDrill({ findings }: Drill, toned: (tone: Tone, text: string) => string = (_, text) => text): string {
  return findings.flatMap(({ what, verdict, evidence, fix }) => [
    `${toned(TONE[verdict], WORD[verdict])}  ${what}`,
    ...evidence.map((text) => `      ${text.replaceAll('\n', '\n      ')}`),
    ...(fix === undefined ? [] : [`      fix: ${fix}`]),
  ]).join('\n');
}

/** The same for programs. */
export const drillDocument = ({ name, findings }: Drill): Record<string, unknown> => ({ drill: name, findings });

/**
 * How the command ends where a drill found something bad.
 * @param data goes into the document of `--json`, beside the findings
 */
export function drillProblem(drill: Drill, data: Readonly<Record<string, unknown>> = {}): CliError | undefined {
  const bad = failures(drill);
  if (bad.length === 0) return undefined;
  return new CliError('SMA_CLI_DRILL', {
    what: `drill:${drill.name} failed: ${count(bad.length, 'thing')} of ${drill.findings.length} would go wrong on SageMaker.`,
    fix: 'put right what is marked FAIL, by the fix below each',
    details: bad.map(({ what }) => `not so: ${what}`),
    data: { ...data, ...drillDocument(drill) },
  });
}
