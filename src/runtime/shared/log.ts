import { RuntimeError } from './runtime-error';
import { isA, shown } from './unknown-error';

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;
type Level = keyof typeof LEVELS;

/**
 * Writes to the job's or endpoint's log: one entry a call, `<ISO time> <LEVEL> <message>`, never coloured. Further lines of a
 * message are indented, so that no message can look like another entry. Where the environment has
 * SM_ALGORITHM_LOG_FORMAT=json, an entry is one line of JSON with `time`, `level`, `message` and, if something was caught, `error`;
 * lines of metrics stay as they are. Never log records: in AWS Marketplace the log is the buyer's, and so are they.
 */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  /** @param error what was caught; its stack follows the message */
  warn(message: string, error?: unknown): void;
  /** @param error what was caught; its stack follows the message */
  error(message: string, error?: unknown): void;
}

/**
 * The lowest level to write, as a number; the only reading of it that there is.
 * @param setting 10/20/30/40 or a name; `info` when absent or unknown
 */
export function levelNumber(setting: string | undefined): number {
  const word = setting?.trim().toLowerCase() ?? '';
  if (/^\d+$/.test(word)) return Number(word);
  if (word === 'warning') return LEVELS.warn;
  return Object.hasOwn(LEVELS, word) ? LEVELS[word as Level] : LEVELS.info;
}

/** Unicode's category Cc without tab and line feed. Written as `\p{Cc}` it would take milliseconds of every start to compile. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
const escaped = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** One entry: line breaks indented, every other control character (terminal codes) made visible. */
const entry = (text: string): string => text.replace(/\r\n/g, '\n').replace(CONTROLS, escaped).replace(/\n/g, '\n    ');

/** What was caught, in full; the runtime's own errors know why and what to do, and need no stack. */
function inFull(error: unknown): string {
  if (isA(error, RuntimeError)) return `${error.code}  ${error.message}\n  why: ${error.why}\n  fix: ${error.fix}`;
  return shown(error);
}

type Format = (level: string, message: string, caught: unknown) => string;

const asText: Format = (level, message, caught) =>
  `${new Date().toISOString()} ${level} ${entry(caught === undefined ? message : `${message}\n${inFull(caught)}`)}`;

const asJson: Format = (level, message, caught) => JSON.stringify({
  time: new Date().toISOString(), level, message: String(message), error: caught === undefined ? undefined : inFull(caught),
}).replace(/[\x7f-\x9f]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/**
 * @param write takes finished lines, each with its line break
 * @param level value of `SAGEMAKER_CONTAINER_LOG_LEVEL`
 * @param format value of `SM_ALGORITHM_LOG_FORMAT`; text unless it is `json`
 */
export function createLog(write: (text: string) => void, level?: string, format?: string): Log {
  const lowest = levelNumber(level);
  const render = format?.trim().toLowerCase() === 'json' ? asJson : asText;
  const writer = (name: Level) => (message: string, caught?: unknown): void => {
    if (LEVELS[name] >= lowest) write(`${render(name.toUpperCase(), message, caught)}\n`);
  };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}
