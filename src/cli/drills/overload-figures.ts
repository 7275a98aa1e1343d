/** What was seen of a server under more requests than it takes, and what that comes to; pure. */
import { judged, noted, passed, type Finding } from './drill';
import { INVOCATION_TIMEOUT_MS, PING_TIMEOUT_MS, ROUTES } from '../../contract/container-http';
import { bytes, count, duration } from '../quantities';
import type { PingFigures } from '../simulator/watch-pings';

/** One request. */
export interface LoadAnswer {
  /** 0 where there was no answer. */
  readonly status: number;
  readonly latencyMs: number;
  /** Whether the answer says when to come again. */
  readonly saysWhen: boolean;
  /** Why there was no answer. */
  readonly problem?: string;
}

export interface OverloadFigures {
  readonly callers: number;
  readonly durationMs: number;
  readonly answers: readonly LoadAnswer[];
  readonly pings: PingFigures;
  /** Why the server was of no use when the callers had gone; undefined where it was. */
  readonly recovery: { readonly afterMs: number; readonly problem?: string };
  /** Before, at most meanwhile, and afterwards; each where it can be told. Unit: bytes. */
  readonly memory: Readonly<Record<'before' | 'most' | 'after', number | undefined>>;
}

/** What says "not now": the service passes it on, and clients of AWS try again. */
const REFUSALS: readonly number[] = [429, 503];
const isGood = (status: number): boolean => status >= 200 && status < 300;

/** Value that so much of the samples does not exceed. @param share 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Findings in the order in which they matter. */
export function overloadFindings(figures: OverloadFigures): Finding[] {
  const { answers, callers, durationMs, pings, recovery } = figures;
  const none = answers.filter(({ status }) => status === 0);
  const refused = answers.filter(({ status }) => REFUSALS.includes(status));
  const wrong = answers.filter(({ status }) => status !== 0 && !isGood(status) && !REFUSALS.includes(status));
  const tally = `${count(callers, 'caller')} at once for ${duration(durationMs)}: ${tallyOf(answers)}`;
  return [
    judged(none.length === 0, `every request is answered within ${INVOCATION_TIMEOUT_MS / 1_000} s`,
      'take no more requests than can be answered in time: answer 503 when the queue is full, rather than letting callers wait or breaking their connections',
      tally, ...distinct(none.map(({ problem }) => problem ?? 'no answer'))),
    judged(wrong.length === 0, 'who is refused is told 503 or 429, and nothing else goes wrong',
      'answer 503 or 429 to requests that find no room; 500 says that there is a bug, and 4xx that the request is bad',
      ...(wrong.length > 0 ? [tallyOf(wrong)] : [count(refused.length, 'refusal')])),
    refused.length > 0 ? retryAfter(refused) : noted('no caller was refused, so nothing is known of refusals', 'more callers at once, or a slower payload, may be: --callers, --payload'),
    noted('how long answers took', ...latencies(answers)),
    judged(pings.bad === 0, `${ROUTES.ping} is answered with 200 within ${PING_TIMEOUT_MS / 1_000} s all the time`,
      'answer pings apart from predictions: compute in worker threads, keep no lock and no full queue in their way',
      `${pings.good} good${pings.bad > 0 ? `, ${pings.bad} bad; ${ROUTES.ping} ${pings.problem}` : ''}, the slowest after ${duration(pings.slowestMs)}`),
    judged(recovery.problem === undefined, 'the server is of use again when the callers are gone',
      'drop what nobody waits for any more, and free what a request had, whatever its end',
      recovery.problem ?? `a request was answered ${duration(recovery.afterMs)} after the last of them`),
    memoryFinding(figures.memory),
  ];
}

function retryAfter(refused: readonly LoadAnswer[]): Finding {
  const saying = refused.filter(({ saysWhen }) => saysWhen).length;
  const evidence = `Retry-After stands in ${saying} of ${count(refused.length, 'refusal')}`;
  return saying === refused.length ? passed('refusals say when to come again', evidence)
    : noted('refusals do not say when to come again; a Retry-After header would help callers that see it', evidence);
}

function latencies(answers: readonly LoadAnswer[]): string[] {
  const of = (name: string, wanted: readonly LoadAnswer[]) => (wanted.length === 0 ? [] : [`${name}: p50 ${at(wanted, 0.5)}, p99 ${at(wanted, 0.99)}`]);
  const at = (some: readonly LoadAnswer[], share: number) => duration(quantile(some.map(({ latencyMs }) => latencyMs), share));
  return [...of('predictions', answers.filter(({ status }) => isGood(status))), ...of('refusals', answers.filter(({ status }) => REFUSALS.includes(status)))];
}

const memoryFinding = ({ before, most, after }: OverloadFigures['memory']): Finding => {
  const told = [['before', before], ['at most meanwhile', most], ['afterwards', after]] as const;
  return noted('what the server had in memory', told.map(([when, value]) => `${value === undefined ? 'unknown' : bytes(value)} ${when}`).join(', '));
};

/** `200 × 1203, 503 × 17`. */
function tallyOf(answers: readonly LoadAnswer[]): string {
  const counts = new Map<number, number>();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([status, times]) => `${status === 0 ? 'no answer' : status} × ${times}`).join(', ');
}

const distinct = (lines: readonly string[]): string[] => [...new Set(lines)].slice(0, 3);
