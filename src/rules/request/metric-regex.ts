/** The dialect in which the service reads the regexes of metrics is not documented, so they keep to what every dialect knows.
 *  JavaScript's stands in for it. */

/** A construct that some dialects do not know, as it stands in the regex. */
function foreignConstruct(regex: string): string | undefined {
  let inClass = false;
  for (let index = 0; index < regex.length; index++) {
    const rest = regex.slice(index);
    if (rest[0] === '\\') {
      const back = /^\\([1-9]\d*|k(<[^>]*>?)?)/.exec(rest);
      if (back && !inClass) return back[0];
      index++;
    } else if (inClass) {
      inClass = rest[0] !== ']';
    } else if (rest[0] === '[') {
      inClass = true;
    } else if (rest.startsWith('(?') && !rest.startsWith('(?:')) {
      return /^\(\?P?<?[=!\w]*>?:?/.exec(rest)![0];
    }
  }
  return undefined;
}

/** What is wrong with a regex, and what to do about it; undefined for a good one. */
export function regexProblem(regex: string): { readonly what: string; readonly fix: string } | undefined {
  const foreign = foreignConstruct(regex);
  if (foreign !== undefined) {
    return { what: `uses ${foreign}`, fix: 'do without look-around, named groups, flags and back references' };
  }
  let groups: number;
  try {
    // An empty alternative matches the empty text, and the match tells how many groups there are.
    groups = new RegExp(`${regex}|`).exec('')!.length - 1;
  } catch (error) {
    return { what: `is no regular expression (${(error as Error).message.replace(/^Invalid regular expression: /, '')})`, fix: 'mend it, for example "auc=([0-9.]+);"' };
  }
  if (groups === 1) return undefined;
  return groups === 0
    ? { what: 'has no capturing group', fix: 'put the part that matches the number into parentheses, for example "auc=([0-9.]+);"' }
    : { what: `has ${groups} capturing groups`, fix: 'write those that do not hold the value as (?:…)' };
}
