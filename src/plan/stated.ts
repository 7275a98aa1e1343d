/** Without the keys that hold undefined, so that the plan reads the same from memory and from its file. */
export function stated<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
