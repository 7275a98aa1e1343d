/** What all parts of the comparison share: lists of texts, lists of named things, equality of JSON. */
import { change, type Change, type ChangeKind } from './change-kinds';

/** The same value, whatever the order of an object's members. */
export function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, entry]) => [key, sorted(entry)]));
}

/** A value that changed in a way that is always of one kind. */
export const changedValue = (kind: ChangeKind, path: string, old: unknown, now: unknown): Change[] =>
  (sameJson(old, now) ? [] : [change(kind, path, old, now)]);

/** A switch, off where it is absent. */
export function changedSwitch(path: string, old: boolean = false, now: boolean = false, on: ChangeKind, off: ChangeKind): Change[] {
  if (old === now) return [];
  return [change(now ? on : off, path, old, now)];
}

/** A set of texts: what is gone and what is new, each by itself. */
export function changedTexts(
  path: string, old: readonly string[], now: readonly string[], removed: ChangeKind, added: ChangeKind,
): Change[] {
  return [
    ...old.filter((text) => !now.includes(text)).map((text) => change(removed, path, text, undefined)),
    ...now.filter((text) => !old.includes(text)).map((text) => change(added, path, undefined, text)),
  ];
}

/** A list whose first text stands in where a caller names none. */
export function changedFirst(path: string, [old]: readonly string[], [now]: readonly string[], kind: ChangeKind): Change[] {
  return old === undefined || now === undefined || old === now ? [] : [change(kind, `${path}[0]`, old, now)];
}

/** Things with names, paired by them. */
export interface Paired<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  readonly kept: ReadonlyArray<{ readonly name: string; readonly old: T; readonly now: T }>;
}

export function paired<T>(old: readonly T[], now: readonly T[], nameOf: (item: T) => string): Paired<T> {
  const find = (items: readonly T[], name: string) => items.find((item) => nameOf(item) === name);
  return {
    removed: old.filter((item) => find(now, nameOf(item)) === undefined),
    added: now.filter((item) => find(old, nameOf(item)) === undefined),
    kept: old.flatMap((item) => {
      const partner = find(now, nameOf(item));
      return partner === undefined ? [] : [{ name: nameOf(item), old: item, now: partner }];
    }),
  };
}
