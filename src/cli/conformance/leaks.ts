/** In the environment of programs under check: what must not be found in what buyers read. */
export const PLANTED = { name: 'DATABASE_PASSWORD', value: 'planted-Zk3vQ8wLr2' } as const;

/** What belongs neither into a failure reason nor into an answer. */
const LEAKS: ReadonlyArray<readonly [pattern: RegExp, what: string]> = [
  [/^\s+at .+:\d+:\d+\)?$/m, 'a stack trace of JavaScript'],
  [/Traceback \(most recent call last\)|^\s*File ".+", line \d+/m, 'a stack trace of Python'],
  [/^\s+at [\w.$]+\(.+\.java:\d+\)$/m, 'a stack trace of Java'],
  [/goroutine \d+ \[/, 'a stack trace of Go'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [new RegExp(PLANTED.value), `the value of the environment variable ${PLANTED.name}`],
];

/** In words, what of it a text holds; undefined where it holds none. */
export const leakIn = (text: string): string | undefined => LEAKS.find(([pattern]) => pattern.test(text))?.[1];
