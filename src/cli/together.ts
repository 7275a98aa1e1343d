/**
 * Does several things at once and waits for all of them, also when one has failed: what is given up halfway could still make
 * something after somebody has looked what is there to remove. Throws what went wrong first.
 */
export async function together<const T extends readonly unknown[]>(
  ...works: { readonly [K in keyof T]: Promise<T[K]> }
): Promise<{ -readonly [K in keyof T]: T[K] }> {
  let first: { readonly reason: unknown } | undefined;
  const all = await Promise.all(works.map((work) => work.catch((reason: unknown) => {
    first ??= { reason };
    return undefined;
  })));
  if (first) throw first.reason;
  return all as { -readonly [K in keyof T]: T[K] };
}
