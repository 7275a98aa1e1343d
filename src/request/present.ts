/** `{ [key]: value }`, or nothing where there is no value: the request says what is known and no more. */
export const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;

/** A list or map that holds something. */
export const filled = <T extends object>(value: T): T | undefined => (Object.keys(value).length > 0 ? value : undefined);
