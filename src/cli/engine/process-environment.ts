const NEEDED = ['PATH', ...(process.platform === 'win32' ? ['SystemRoot', 'ComSpec', 'PATHEXT'] : [])];

/** The little that a program needs to run at all, whose home and temporary folder is `scratch`; no credentials, no NODE_OPTIONS. */
export function processEnvironment(hostEnv: Readonly<Record<string, string | undefined>>, scratch: string): Record<string, string> {
  const own = Object.fromEntries(NEEDED.flatMap((name) => (hostEnv[name] === undefined ? [] : [[name, hostEnv[name]]])));
  return { ...own, HOME: scratch, TMPDIR: scratch, ...(process.platform === 'win32' ? { TEMP: scratch, TMP: scratch } : {}) };
}
