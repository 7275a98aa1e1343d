/** In which types a server answers, where nobody declares it: by asking. */
import { isGood, typeOf, type Client } from './client';
import { samplePerType } from './records';
import { MEDIA_TYPE } from '../../../contract/media-types';
import type { Payload } from '../../simulator/payloads';

/** Types of answers that callers usually wish for. */
const USUAL: readonly string[] = [MEDIA_TYPE.csv, MEDIA_TYPE.json, MEDIA_TYPE.jsonLines];

/** The usual types that every sample can be answered in; none where answers that nobody wished otherwise have yet another type. */
export async function triedResponseTypes(client: Client, samples: readonly Payload[]): Promise<readonly string[]> {
  let honoured = USUAL;
  const byDefault = new Set<string>();
  for (const sample of samplePerType(samples)) {
    const usual = await client.invoke(sample, { headers: { Accept: undefined } });
    if (!isGood(usual)) return [];
    byDefault.add(typeOf(usual));
    const kept: string[] = [];
    for (const type of honoured) {
      const reply = await client.invoke(sample, { headers: { Accept: type } });
      if (isGood(reply) && typeOf(reply) === type) kept.push(type);
    }
    honoured = kept;
  }
  return [...byDefault].every((type) => honoured.includes(type)) ? honoured : [];
}
