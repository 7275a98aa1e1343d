import { isGood, isRefusal, told, typeOf, type Client, type Reply } from './client';
import { samplePerType } from './records';
import { sampled, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import { FORM_CONTENT_TYPE } from '../../../contract/container-http';
import { fail, pass, type Verdict } from '../check';

/** Types that no algorithm declares. */
const DECOY = 'application/x-conformance-decoy';

/** A header of the same meaning in other letters. */
const dressed = (type: string): string[] => [
  // Parameters mean something to some types; this one means nothing to bytes that are no text, either.
  `${type}; charset=utf-8`,
  type.toUpperCase(),
  `${type.replace(/(^|[/-])[a-z]/g, (letter) => letter.toUpperCase())};charset="UTF-8"`,
];

async function acceptHonoured(client: Client, responseTypes: readonly string[], sample: Parameters<Client['invoke']>[0]): Promise<Verdict> {
  const evidence: string[] = [];
  const wishes: ReadonlyArray<readonly [string | undefined, string | undefined]> = [
    [undefined, undefined], ['*/*', undefined], [`${DECOY}, */*;q=0.1`, undefined], ...responseTypes.map((type) => [type, type] as const),
  ];
  for (const [accept, type] of wishes) {
    const reply = await client.invoke(sample, { headers: { Accept: accept } });
    const shown = `Accept ${accept ?? 'missing'}: ${told(reply)}`;
    if (!isGood(reply)) return fail('answer with a declared response type when anything is accepted, and with the accepted one of them', shown);
    const answered = typeOf(reply);
    if (type !== undefined && answered !== type) return fail(`answer in ${type} when Accept names it, or declare it no response type`, shown);
    if (responseTypes.length > 0 && !responseTypes.includes(answered)) return fail(`declare the response type ${answered}, or do not answer in it`, shown);
    evidence.push(`Accept ${accept ?? 'missing'}: ${reply.status} ${answered}`);
  }
  const impossible = await client.invoke(sample, { headers: { Accept: DECOY } });
  if (!isGood(impossible) && impossible.status !== 406) return fail('answer 406, or with the default type, when no accepted type is possible', `Accept ${DECOY}: ${told(impossible)}`);
  return pass(...evidence, `Accept ${DECOY}: ${impossible.status}`);
}

export const contentChecks: readonly InferenceCheck[] = [
  sampled({
    number: 65, source: SOURCE.serving,
    name: 'each declared content type is answered in a declared response type',
  }, async (client, samples, { facts: { contentTypes, responseTypes } }) => {
    const evidence: string[] = [];
    for (const sample of samplePerType(samples)) {
      const reply = await client.invoke(sample);
      const shown = `${sample.name} (${sample.contentType}): ${told(reply)}`;
      if (!isGood(reply)) return fail(`answer ${sample.contentType}, or declare it no content type`, shown);
      const type = typeOf(reply);
      if (responseTypes.length > 0 && !responseTypes.includes(type)) return fail(`declare the response type ${type || 'of the answer'}, or do not answer in it`, shown);
      evidence.push(shown);
    }
    const untried = contentTypes.filter((type) => !samples.some(({ contentType }) => contentType === type));
    return pass(...evidence, ...untried.map((type) => `${type} was not tried: there is no sample request of it`));
  }),
  sampled({
    number: 66, source: SOURCE.serving,
    name: 'a content type is known with parameters and in any case',
  }, async (client, samples) => {
    const evidence: string[] = [];
    for (const sample of samplePerType(samples)) {
      const plain = await client.invoke(sample);
      for (const header of dressed(sample.contentType)) {
        const reply = await client.invoke(sample, { headers: { 'Content-Type': header } });
        if (reply.status === plain.status) evidence.push(`Content-Type ${header}: ${reply.status}`);
        else return fail('compare content types in lower case and without parameters', `Content-Type ${header}: ${told(reply)}`, `Content-Type ${sample.contentType}: ${told(plain)}`);
      }
    }
    return pass(...evidence);
  }),
  sampled({
    number: 67, source: SOURCE.serving,
    name: 'an undeclared content type is 415, and a missing one the default or refused',
  }, async (client, [sample], { facts: { contentTypes } }) => {
    const decoy = await client.invoke(sample, { headers: { 'Content-Type': DECOY } });
    const evidence = [`Content-Type ${DECOY}: ${told(decoy)}`];
    if (contentTypes.length > 0 && decoy.status !== 415) return fail('answer 415 to content types that are not declared', ...evidence);
    for (const [what, header] of [['missing', undefined], [`${FORM_CONTENT_TYPE} (what plain curl sends)`, FORM_CONTENT_TYPE]] as const) {
      const reply = await client.invoke(sample, { headers: { 'Content-Type': header } });
      evidence.push(`Content-Type ${what}: ${told(reply)}`);
      if (!isGood(reply) && !isRefusal(reply)) return fail('take a declared type for granted when none is named, or refuse with 4xx', ...evidence);
    }
    return pass(...evidence);
  }),
  sampled({
    number: 68, source: SOURCE.serving,
    name: 'Accept is honoured: missing, anything, and each declared response type',
  }, (client, [sample], { facts: { responseTypes } }) => acceptHonoured(client, responseTypes, sample)),
  sampled({
    number: 69, source: SOURCE.serving,
    name: 'every answer to an invocation has a content type',
  }, async (client, samples) => {
    const replies: Array<readonly [string, Reply]> = [];
    for (const sample of samples) replies.push([sample.name, await client.invoke(sample)]);
    const [sample] = samples;
    replies.push(
      [`${sample.name}, Accept missing`, await client.invoke(sample, { headers: { Accept: undefined } })],
      [`${sample.name} as ${DECOY}`, await client.invoke(sample, { headers: { 'Content-Type': DECOY } })],
      ['an empty body', await client.invoke({ ...sample, body: Buffer.alloc(0) })],
    );
    const bare = replies.find(([, reply]) => reply.status !== 0 && reply.body.byteLength > 0 && typeOf(reply) === '');
    if (bare) return fail('set Content-Type on every answer', `${bare[0]}: ${told(bare[1])}`);
    return pass(...replies.map(([what, reply]) => `${what}: ${reply.status} ${typeOf(reply)}`));
  }),
];
