/** Runs seeded faults one after the other, and counts how they ended. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, problemOf, type FaultTargets } from './faults';
import { bundleSample, sampleFacts } from './sample-programs';
import { loadsInProcess } from '../../../src/cli/conformance/targets/load-model';
import { ProcessTarget } from '../../../src/cli/conformance/targets/process-target';
import { start } from '../../../src/cli/exec';
import { Random } from '../../support/random';

const SAMPLE = 'streaming-linear';

/** Mounts a small file system over a folder of the job, in a namespace of its own, and brings back what is in it at the end. */
const IN_TINY_FOLDER = `
  tiny="$SAGEMAKER_BASE_DIR/$0"; mount -t tmpfs -o "size=$1" none "$tiny" || exit 99
  shift; "$@"; code=$?
  cp -r "$tiny" "$SAGEMAKER_BASE_DIR/kept"; umount "$tiny"; cp -r "$SAGEMAKER_BASE_DIR/kept/." "$tiny"; rm -r "$SAGEMAKER_BASE_DIR/kept"
  exit "$code"`;
/** Unit: bytes. */
const PAGE = 4_096;

function mayMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs none /tmp'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface FaultFigures {
  readonly runs: number;
  /** Jobs that ended with 0 and a good model, by kind of fault. */
  readonly unharmed: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  /** Unit: ms. */
  readonly slowestMs: number;
  /** What went wrong, with the seed that shows it again. */
  readonly problems: readonly string[];
}

/** @param seed of the first run; each further one has the next */
export async function runFaults(
  seed: number, count: number, onRun: (figures: FaultFigures) => void = () => undefined,
): Promise<FaultFigures> {
  const dir = mkdtempSync(join(tmpdir(), 'sma-faults-'));
  const options = { start, dir, hostEnv: process.env, signal: new AbortController().signal };
  const node = [process.execPath, '--enable-source-maps', await bundleSample(SAMPLE, 'train', dir)] as const;
  const loadModel = loadsInProcess({ ...options, command: [process.execPath, await bundleSample(SAMPLE, 'serve', dir)] });
  const opened: ProcessTarget[] = [];
  const target = (...command: [string, ...string[]]): ProcessTarget => {
    opened.push(new ProcessTarget({ ...options, command }));
    return opened.at(-1)!;
  };
  const inTiny = ['unshare', '--mount', 'sh', '-c', IN_TINY_FOLDER] as const;
  const tiny: FaultTargets['tiny'] = (folder, pages) => target(...inTiny, folder, String(pages * PAGE), ...node);
  const facts = await sampleFacts(SAMPLE);
  const limited = (bytes: number) => target('prlimit', `--fsize=${bytes}`, ...node);
  const targets = { plain: target(...node), limited, ...(mayMount() && { tiny }) };
  const counts = (): Record<string, number> => ({});
  const figures = { runs: 0, unharmed: counts(), failed: counts(), slowestMs: 0, problems: new Array<string>() };
  try {
    for (let run = 0; run < count; run += 1) {
      const random = new Random(seed + run);
      const kind = random.of(Object.keys(FAULTS));
      const fault = FAULTS[kind]({ random, facts, targets });
      const outcomes = await fault.target.run(fault.trial);
      const problem = await problemOf(fault, outcomes, loadModel);
      if (problem) figures.problems.push(`seed ${seed + run}, ${kind}, ${fault.what}: ${problem}`);
      const counted = outcomes.every(({ ended }) => ended.exitCode === 0) ? figures.unharmed : figures.failed;
      counted[kind] = (counted[kind] ?? 0) + 1;
      figures.slowestMs = Math.max(figures.slowestMs, ...outcomes.map(({ durationMs }) => durationMs));
      figures.runs += 1;
      onRun(figures);
      for (const one of opened) await one.close();
      opened.length = 1;
    }
    return figures;
  } finally {
    for (const one of opened) await one.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
