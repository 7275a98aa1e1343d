import { randomBytes } from 'node:crypto';
import { isGood, sameAnswer, told, type Reply } from './client';
import { samplePerType } from './records';
import { sampled, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import { CUSTOM_ATTRIBUTES_MAX_CHARS, HEADERS } from '../../../contract/container-http';
import { cutText } from '../../../contract/quoted';
import { fail, pass } from '../check';

/** What the platform may add one day, and what is in front of a server elsewhere. */
const DECOYS: Readonly<Record<string, string>> = {
  'X-Amzn-Decoy': 'conformance',
  'X-Amzn-SageMaker-Conformance': '{"%0d%0a": "; ,"}',
  'X-Forwarded-For': '192.0.2.1',
  'Traceparent': '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

const VISIBLE_ASCII = /^[\x20-\x7e]*$/;

const attributesOf = ({ headers }: Reply): string | undefined => headers[HEADERS.customAttributes.toLowerCase()] as string | undefined;

function attributesProblem(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.length > CUSTOM_ATTRIBUTES_MAX_CHARS) return `has ${value.length} characters; ${CUSTOM_ATTRIBUTES_MAX_CHARS} are possible`;
  return VISIBLE_ASCII.test(value) ? undefined : 'holds more than visible ASCII';
}

export const headerChecks: readonly InferenceCheck[] = [
  sampled({
    number: 72, source: SOURCE.invoke,
    name: 'unknown request headers change nothing',
  }, async (client, samples) => {
    const evidence: string[] = [];
    for (const sample of samplePerType(samples)) {
      const plain = await client.invoke(sample);
      const reply = await client.invoke(sample, { headers: DECOYS });
      const varies = !sameAnswer(plain, await client.invoke(sample));
      if (varies ? reply.status !== plain.status : !sameAnswer(plain, reply)) {
        return fail('ignore headers that you do not know', `${sample.name} with ${Object.keys(DECOYS).join(', ')}: ${told(reply)}`, `without: ${told(plain)}`);
      }
      evidence.push(`${sample.name}: ${reply.status}, ${varies ? 'answers vary, so they were not compared' : 'the same answer'}`);
    }
    return pass(...evidence);
  }),
  sampled({
    number: 73, source: SOURCE.invoke,
    name: `${HEADERS.customAttributes} comes back only where the algorithm says so, and is valid`,
  }, async (client, [sample], { facts: { customAttributes } }) => {
    const mark = `trace=${randomBytes(6).toString('hex')}`;
    const sent = [undefined, mark, mark.padEnd(CUSTOM_ATTRIBUTES_MAX_CHARS, '.')];
    const evidence: string[] = [];
    let returned = 0;
    for (const value of sent) {
      const reply = await client.invoke(sample, { headers: { [HEADERS.customAttributes]: value } });
      const back = attributesOf(reply);
      const shown = `sent ${value === undefined ? 'none' : cutText(value, 40)}, returned ${back === undefined ? 'none' : cutText(back, 40)}`;
      if (!isGood(reply)) return fail(`take every value of ${HEADERS.customAttributes}, or ignore it`, shown, told(reply));
      const problem = attributesProblem(back);
      if (problem) return fail(`set ${HEADERS.customAttributes} to at most ${CUSTOM_ATTRIBUTES_MAX_CHARS} characters of visible ASCII`, shown, `the value ${problem}`);
      if (back !== undefined) returned += 1;
      evidence.push(shown);
    }
    if (customAttributes === false && returned > 0) return fail(`do not set ${HEADERS.customAttributes} on answers`, ...evidence);
    if (customAttributes === true && returned === 0) return fail(`set ${HEADERS.customAttributes} on answers, or do not promise it`, ...evidence);
    return pass(...evidence);
  }),
];
