import { nextTurn } from './next-turn';

/**
 * Imports a module of the user and gives its default export. An import holds the event loop; when this has ended, the signals
 * that came meanwhile have been delivered.
 */
export async function loadDefault<T>(load: () => Promise<{ readonly default: T }>): Promise<T | undefined> {
  const module = await load();
  // The first one may come before the event loop looks for signals again, the second one comes after.
  await nextTurn();
  await nextTurn();
  return module.default;
}

/** What a value is, for an error about a wrong default export. */
export const kindOf = (value: unknown): string => value === null ? 'null' : typeof value;
