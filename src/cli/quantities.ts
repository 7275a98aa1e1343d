/** Numbers as people read them; pure. */

/** `840 ms`, `1.2 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `2026-11-24 12:43:06 UTC`. */
export const moment = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `812 B`, `4.3 kB`, `1.2 MB`; powers of 1000. */
export function bytes(count: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  if (count < 1_000) return `${count} B`;
  let value = count / 1_000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** `1 file`, `3 files`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string => `${number} ${number === 1 ? noun : plural}`;

const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40,
};

/** Reads what engines write, such as `12.3MiB`; undefined for anything else. */
export function parseBytes(text: string): number | undefined {
  const [, number, unit] = /^([\d.]+) ?([kKMGT]?i?B)$/.exec(text.trim()) ?? [];
  const bytesOfUnit = unit === undefined ? undefined : UNIT_BYTES[unit];
  return bytesOfUnit === undefined ? undefined : Number(number) * bytesOfUnit;
}
