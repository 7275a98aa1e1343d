import { isGood, told, type Reply } from './client';
import { sampled, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import { ANSWER_HEADERS } from '../../../contract/container-http';
import { fail, pass, skip } from '../check';

const METERING_HEADER = ANSWER_HEADERS.metering;

const meteringOf = ({ headers }: Reply): string | undefined => headers[METERING_HEADER.toLowerCase()] as string | undefined;

/** What is wrong with the header of a good answer; undefined when nothing is. */
function meteringProblem(text: string | undefined, dimension: string): string | undefined {
  if (text === undefined) return `has no ${METERING_HEADER}`;
  try {
    const { Dimension, ConsumedUnits } = JSON.parse(text) as { Dimension?: unknown; ConsumedUnits?: unknown };
    if (Dimension !== dimension) return `names the dimension ${JSON.stringify(Dimension)}; declared is "${dimension}"`;
    return Number.isSafeInteger(ConsumedUnits) && (ConsumedUnits as number) >= 1 ? undefined : `counts ${JSON.stringify(ConsumedUnits)} units; a whole number from 1 is expected`;
  } catch {
    return `has a ${METERING_HEADER} that is no JSON object: ${text}`;
  }
}

export const meteringChecks: readonly InferenceCheck[] = [
  sampled({
    number: 90, source: SOURCE.metering,
    name: 'each answer says what it costs, and a refusal costs nothing',
  }, async (client, samples, { facts: { metering } }) => {
    if (!metering) return skip('the algorithm declares no price per inference');
    const evidence: string[] = [];
    for (const sample of samples) {
      const reply = await client.invoke(sample);
      if (!isGood(reply)) return skip(`${sample.name} is not answered (check 65): ${told(reply)}`);
      const text = meteringOf(reply);
      const problem = meteringProblem(text, metering.dimension);
      if (problem) return fail(`set ${METERING_HEADER} to {"Dimension":"${metering.dimension}","ConsumedUnits":n}, n from 1, on every 2xx`, `${sample.name}: the answer ${problem}`);
      evidence.push(`${sample.name}: ${text}`);
    }
    const [sample] = samples;
    for (const [what, reply] of [
      ['an empty body', await client.invoke({ ...sample, body: Buffer.alloc(0) })],
      ['an undeclared content type', await client.invoke(sample, { headers: { 'Content-Type': 'application/x-conformance-decoy' } })],
    ] as const) {
      if (isGood(reply)) continue;
      if (meteringOf(reply) !== undefined) return fail(`leave ${METERING_HEADER} out of answers other than 2xx`, `${what}: ${told(reply)}, ${meteringOf(reply)}`);
      evidence.push(`${what}: ${reply.status}, none`);
    }
    return pass(...evidence);
  }),
];
