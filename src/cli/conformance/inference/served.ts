/** The form of checks that only ask: who has no server, or no sample request, has nothing to look at. */
import type { Client } from './client';
import { awaitEnd, lastWords } from './last-words';
import type { InferenceSubject, Started } from './subject';
import { explainEnd } from '../../simulator/exit-code';
import type { Payload } from '../../simulator/payloads';
import { fail, skip, type Check, type Verdict } from '../check';

export type InferenceCheck = Check<InferenceSubject>;
export type CheckHead = Omit<InferenceCheck, 'kind' | 'run'>;

export const NO_SAMPLE = 'no sample request is known';
const notReady = ({ problem }: Started): Verdict => skip(`an ordinary server is not ready (check 58): ${problem}`);

/** Without an ordinary server that is ready the difference of another one shows nothing. */
export async function ordinaryProblem(subject: InferenceSubject): Promise<Verdict | undefined> {
  const started = await subject.ordinary();
  return started.problem === undefined ? undefined : notReady(started);
}

/** Asks the ordinary server. A server that does not outlive the questions fails, whatever it answered. */
export function served(head: CheckHead, look: (client: Client, subject: InferenceSubject) => Promise<Verdict>): InferenceCheck {
  return {
    ...head,
    kind: 'I',
    async run(subject) {
      const started = await subject.ordinary();
      if (started.problem !== undefined) return notReady(started);
      const verdict = await look(started.client, subject);
      if (verdict.verdict === 'fail') return verdict;
      if ((await started.client.ping(subject.limits.pingMs)).status === 0) await awaitEnd(started.server);
      const { end } = started.server;
      return end === undefined ? verdict : fail('let the server outlive every request', `the server ended while it was asked: ${explainEnd(end)}`, ...logOf(started));
    },
  };
}

/** The same with at least one sample request. */
export function sampled(
  head: CheckHead, look: (client: Client, samples: readonly Payload[], subject: InferenceSubject) => Promise<Verdict>,
): InferenceCheck {
  const check = served(head, (client, subject) => look(client, subject.facts.payloads, subject));
  return { ...check, run: async (subject) => (subject.facts.payloads.length === 0 ? skip(NO_SAMPLE) : check.run(subject)) };
}

/** The end of its log, as evidence. */
export const logOf = ({ server }: Pick<Started, 'server'>): string[] => lastWords(server).map((text) => `log: ${text}`);
