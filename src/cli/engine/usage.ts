/** What a training program uses while it runs, as far as it can be seen from outside. */

export interface UsageSample {
  /** Since the start of the program. Unit: ms. */
  readonly atMs: number;
  /** Unit: percent of one processor. */
  readonly cpuPercent: number;
  /** Unit: bytes. */
  readonly memoryBytes: number;
}

/** Unit: ms. */
const SAMPLE_EVERY_MS = 100;

/** Looks at a process until it has ended; gives the function that ends the looking. */
export function watchProcess(pid: number, onUsage: (sample: UsageSample) => void): () => void {
  const startedAt = performance.now();
  let over = false;
  const look = async () => {
    const { default: pidusage } = await import('pidusage');
    // Gone, or the system does not tell: then there is nothing more to be seen.
    const seen = await pidusage(pid).catch(() => undefined);
    if (over || !seen) return;
    onUsage({ atMs: Math.round(performance.now() - startedAt), cpuPercent: seen.cpu, memoryBytes: seen.memory });
    timer = setTimeout(look, SAMPLE_EVERY_MS).unref();
  };
  let timer = setTimeout(look, 0).unref();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** A line of `docker stats`, such as `12.34%|21.5MiB / 3.8GiB`, with the codes that clear a screen in front; undefined for others. Pure. */
export function parseStats(line: string): Omit<UsageSample, 'atMs'> | undefined {
  const match = /([\d.]+)%\|([\d.]+)\s*([kKMG]?i?B)/.exec(line);
  const unit = match && UNITS[match[3]];
  // All zero: the container has ended, or the engine has not looked yet.
  if (!match || !unit || Number(match[2]) === 0) return undefined;
  return { cpuPercent: Number(match[1]), memoryBytes: Math.round(Number(match[2]) * unit) };
}
