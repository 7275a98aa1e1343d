import type { AlgorithmState, SageMaker } from './sagemaker';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { duration } from '../quantities';

/** A validation takes from minutes to hours. Unit: ms. */
export const FIRST_PAUSE_MS = 5_000;
/** Unit: ms. */
export const LONGEST_PAUSE_MS = 60_000;
/** Each pause is so much longer than the one before, until something changes. */
const PAUSE_GROWTH = 1.5;

/** Calls in a row that may fail for reasons that pass, before following is given up; the SDK has tried each several times. */
const PASSING_FAILURES = 5;

/** One line per thing that has a status; the further lines of a reason are indented. */
export const statusLines = ({ status, parts }: AlgorithmState): string[] => [
  `algorithm  ${status}`,
  ...parts.map((part) => `${part.kind} ${part.name}  ${part.status}${part.failureReason ? `: ${part.failureReason.replaceAll('\n', '\n    ')}` : ''}`),
];

/** Nothing more will happen by itself. */
export const isOver = ({ status }: AlgorithmState): boolean => status !== 'Pending' && status !== 'InProgress';

/**
 * Waits until AWS has judged the algorithm; says what changes and nothing else.
 * @param fresh made a moment ago: AWS may not find it at once
 */
export async function followAlgorithm(
  { report, signal, pause }: CliContext, sagemaker: SageMaker, name: string, fresh: boolean,
): Promise<AlgorithmState> {
  const startedAt = Date.now();
  let told: readonly string[] = [];
  let wait = FIRST_PAUSE_MS;
  let failures = 0;
  let found = !fresh;
  try {
    for (;;) {
      const state = await sagemaker.describeAlgorithm(name, signal).catch((error: unknown) => {
        failures += 1;
        if (failures >= PASSING_FAILURES || !passes(error, found)) throw error;
        if (found) report.warn(`${error.what} Following goes on.`);
        return undefined;
      });
      if (state) {
        [found, failures] = [true, 0];
        const news = statusLines(state).filter((line) => !told.includes(line));
        const elapsed = duration(Math.max(0, Date.now() - (state.createdAt ?? startedAt)));
        for (const line of news) report.note(`${elapsed}  ${line}`);
        told = statusLines(state);
        if (isOver(state)) return state;
        if (news.length > 0) wait = FIRST_PAUSE_MS;
      }
      await pause(wait, signal);
      wait = Math.min(LONGEST_PAUSE_MS, wait * PAUSE_GROWTH);
    }
  } catch (error) {
    // One that somebody has deleted does not go on.
    if (!isUnknown(error)) report.note(`no longer followed; "${name}" goes on in AWS: "npx projen algorithm:status --wait --name ${name}" follows it again`);
    throw error;
  }
}

const isUnknown = (error: unknown): error is CliError => error instanceof CliError && error.code === 'SMA_CLI_AWS_NAME';

const passes = (error: unknown, found: boolean): error is CliError =>
  (error instanceof CliError && error.code === 'SMA_CLI_AWS_UNREACHABLE') || (!found && isUnknown(error));
