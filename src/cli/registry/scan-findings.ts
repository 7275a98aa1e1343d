/** Waits for what the registry's scan finds in an image, and says it. */
import { type Ecr, type ScanState, SEVERITIES, type Severity } from './ecr';
import type { PushedImage } from './push-image';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';

export type FailOn = 'high' | 'critical';

const FAILING: Readonly<Record<FailOn, readonly Severity[]>> = { critical: ['CRITICAL'], high: ['CRITICAL', 'HIGH'] };

/** Unit: ms. */
const FIRST_PAUSE_MS = 1_000;
/** Unit: ms. */
const LONGEST_PAUSE_MS = 15_000;
const PAUSE_GROWTH = 1.5;
/** A scan of a small image takes a minute or two; then nobody need wait any more. Unit: ms. */
const LONGEST_WAIT_MS = 600_000;
/** A scan on push is not known at once. Unit: ms. */
const UNKNOWN_WAIT_MS = 30_000;

/** Worst findings that are shown of an image. */
const SHOWN_FINDINGS = 10;

/** The result, or the state in which waiting was given up. */
export async function awaitScan({ pause, signal }: CliContext, ecr: Ecr, image: PushedImage): Promise<ScanState> {
  const { target, digest, sent, scanOnPush } = image;
  const startedAt = Date.now();
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(LONGEST_PAUSE_MS, wait * PAUSE_GROWTH)) {
    const scan = await ecr.scan(target.repository, digest);
    const elapsed = Date.now() - startedAt;
    const unknownYet = scan.state === 'none' && sent && scanOnPush && elapsed < UNKNOWN_WAIT_MS;
    const comes = scan.state === 'running' ? elapsed < LONGEST_WAIT_MS : unknownYet;
    if (!comes) return scan;
    await pause(wait, signal);
  }
}

const counted = (counts: Readonly<Partial<Record<Severity, number>>>): string =>
  SEVERITIES.filter((severity) => counts[severity]).map((severity) => `${counts[severity]} ${severity.toLowerCase()}`).join(', ') || 'nothing found';

/** One line for an image, and one for each of its worst findings. */
export function scanLines(name: string, scan: ScanState): string[] {
  if (scan.state === 'done') {
    const worst = scan.worst.filter(({ severity }) => FAILING.high.includes(severity)).slice(0, SHOWN_FINDINGS);
    return [`scan of ${name}: ${counted(scan.counts)}`, ...worst.map((finding) => `    ${finding.severity}  ${finding.name}${finding.found ? `  ${finding.found}` : ''}`)];
  }
  return [`scan of ${name}: ${withoutResult(scan)}`];
}

function withoutResult(scan: Exclude<ScanState, { state: 'done' }>): string {
  if (scan.state === 'none') return 'none; the repository does not scan on push';
  if (scan.state === 'running') return `still ${scan.status}; see "aws ecr describe-image-scan-findings"`;
  return `${scan.status}${scan.reason ? `: ${scan.reason}` : ''}`;
}

/** Refuses what the option forbids, and images about which it cannot be known. */
export function assertScans(scans: ReadonlyArray<{ readonly name: string; readonly scan: ScanState }>, failOn: FailOn): void {
  const problems = scans.flatMap(({ name, scan }) => {
    if (scan.state !== 'done') return [`${name}: no result (${withoutResult(scan)})`];
    return FAILING[failOn].some((severity) => (scan.counts[severity] ?? 0) > 0) ? [`${name}: ${counted(scan.counts)}`] : [];
  });
  if (problems.length === 0) return;
  throw new CliError('SMA_CLI_SCAN', {
    what: `the scan lets these images not pass --fail-on ${failOn}; they are pushed and recorded all the same:`,
    why: 'AWS Marketplace and most buyers refuse images with such findings',
    fix: 'update the base image and the packages, set another algorithmVersion, build and push; or run the command again where there was no result',
    details: problems,
  });
}
