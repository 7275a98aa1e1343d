import { isGood, isRefusal, sameAnswer, textOf, told, typeOf, type Client, type Reply } from './client';
import type { InferenceFacts } from './facts';
import { canJoin, joined } from './join';
import { linesOf, lineSamples, samplePerType, type RecordSample } from './records';
import { NO_SAMPLE, type CheckHead, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import type { InferenceSubject } from './subject';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { LINE_MEDIA_TYPES, mediaType, MEDIA_TYPE } from '../../../contract/media-types';
import { cutText } from '../../../contract/quoted';
import { count } from '../../quantities';
import { fail, pass, skip, type Verdict } from '../check';

const NO_LINES = 'no sample request is of lines and answered with lines: nothing is there to split and to join';

/** The results of an answer, one a line, or what is wrong with it. */
function resultsOf(reply: Reply): readonly string[] | { readonly problem: string } {
  if (!isGood(reply)) return { problem: told(reply) };
  if (!LINE_MEDIA_TYPES.includes(typeOf(reply))) return { problem: `the answer is ${typeOf(reply) || 'without a content type'}, not lines` };
  return linesOf(textOf(reply));
}

const isProblem = (results: ReturnType<typeof resultsOf>): results is { readonly problem: string } => 'problem' in results;

async function ask(client: Client, sample: RecordSample, records: readonly string[]): Promise<ReturnType<typeof resultsOf>> {
  return resultsOf(await client.invoke(sample.with(records)));
}

/** A check of a server in batch transform, for each sample that it can look at; it fails at the first that does not pass. */
function inBatch(
  head: CheckHead,
  look: (client: Client, sample: RecordSample) => Promise<Verdict>,
  samplesOf: (facts: InferenceFacts) => RecordSample[] = lineSamples,
): InferenceCheck {
  return {
    ...head,
    kind: 'I',
    async run(subject) {
      const samples = samplesOf(subject.facts);
      if (samples.length === 0) return skip(subject.facts.payloads.length === 0 ? NO_SAMPLE : NO_LINES);
      const { problem, client } = await subject.batch();
      if (problem !== undefined) return skip(`a server in batch transform is not ready (check 80): ${problem}`);
      const evidence: string[] = [];
      for (const sample of samples) {
        const verdict = await look(client, sample);
        if (verdict.verdict !== 'pass') return verdict;
        evidence.push(...verdict.evidence.map((line) => `${sample.payload.contentType}: ${line}`));
      }
      return pass(...evidence);
    },
  };
}

async function keepsCountAndOrder(client: Client, sample: RecordSample): Promise<Verdict> {
  const { records, payload } = sample;
  const fix = 'answer each record with one line, in the order of the request, whether the last line ends with a line break or not';
  const counted = `${count(records.length, 'record')} of ${payload.name}`;
  const results = await ask(client, sample, records);
  if (isProblem(results)) return fail(fix, `${counted}: ${results.problem}`);
  if (results.length !== records.length) return fail(fix, `${counted}: ${count(results.length, 'result')}`);
  const unended = resultsOf(await client.invoke({ ...payload, body: Buffer.from(records.join('\n')) }));
  if (isProblem(unended)) return fail(fix, `${counted}, no line break at the end: ${unended.problem}`);
  if (unended.length !== records.length) return fail(fix, `${counted}, no line break at the end: ${count(unended.length, 'result')}`);
  const reversed = await ask(client, sample, [...records].reverse());
  if (isProblem(reversed)) return fail(fix, `${counted}, in reverse: ${reversed.problem}`);
  const again = await ask(client, sample, records);
  const shown = `${counted}: ${count(results.length, 'result')}, also without the last line break`;
  if (isProblem(again) || again.join('\n') !== results.join('\n')) return pass(shown, 'results vary, so their order was not looked at');
  if ([...reversed].reverse().join('\n') !== results.join('\n')) {
    return fail(fix, shown, `records in reverse: ${reversed.join(' | ').slice(0, 200)}`, `as they are: ${results.join(' | ').slice(0, 200)}`);
  }
  return pass(shown, 'in reverse order: the same results in reverse');
}

async function sameOneByOne(client: Client, sample: RecordSample): Promise<Verdict> {
  const together = await ask(client, sample, sample.records);
  const fix = 'let a result depend on its own record and the model alone, and write no header row';
  if (isProblem(together)) return fail(fix, `${sample.payload.name}: ${together.problem}`);
  const alone: string[] = [];
  for (const [at, record] of sample.records.entries()) {
    const results = await ask(client, sample, [record]);
    if (isProblem(results)) return fail(fix, `record ${at + 1} alone: ${results.problem}`);
    if (results.length !== 1) return fail(fix, `record ${at + 1} alone: ${count(results.length, 'line')}: ${results.join(' | ').slice(0, 200)}`);
    alone.push(results[0]);
  }
  if (alone.join('\n') === together.join('\n')) return pass(`${count(alone.length, 'record')} one by one and together: the same results, no header row`);
  const again = await ask(client, sample, sample.records);
  if (!isProblem(again) && again.length === alone.length && again.join('\n') !== together.join('\n')) return pass('results vary, so only their number was compared');
  return fail(fix, `together: ${together.join(' | ').slice(0, 200)}`, `one by one: ${alone.join(' | ').slice(0, 200)}`);
}

/** Records that hardly an algorithm can use, by what they are. */
const badRecords = (type: string, record: string): ReadonlyArray<readonly [what: string, record: string]> =>
  (type === MEDIA_TYPE.csv
    ? [['words', 'conformance,no such value'], ['too few columns', record.split(',').slice(1).join(',') || '?'], ['empty columns', record.replace(/[^,]+/g, ' ')]]
    : [['words', '"conformance"'], ['an object', '{"conformance":"no such value"}'], ['no JSON', '{"conformance":']]);

async function keepsItsPlace(client: Client, sample: RecordSample): Promise<Verdict> {
  const { records } = sample;
  const good = await ask(client, sample, records);
  if (isProblem(good) || good.length !== records.length) return skip('good records are not answered one by one (check 81)');
  const place = Math.floor(records.length / 2);
  const evidence: string[] = [];
  for (const [what, bad] of badRecords(mediaType(sample.payload.contentType), records[place])) {
    const reply = await client.invoke(sample.with(records.map((record, at) => (at === place ? bad : record))));
    const shown = `record ${place + 1} of ${records.length} is bad (${what})`;
    const fix = 'put a placeholder into the place of a record that cannot be used, or refuse the whole request with 400';
    const results = resultsOf(reply);
    if (isProblem(results)) {
      if (!isRefusal(reply)) return fail(fix, `${shown}: ${results.problem}`);
      evidence.push(`${shown}: ${reply.status}`);
      continue;
    }
    if (results.length !== records.length) return fail(fix, `${shown}: ${count(results.length, 'result')}`);
    const shifted = results.findIndex((result, at) => at !== place && result !== good[at]);
    // Where results vary by themselves, only their number can be told.
    if (shifted >= 0) {
      const again = await ask(client, sample, records);
      const varies = isProblem(again) || again.some((result, at) => result !== good[at]);
      if (!varies) return fail(fix, `${shown}: result ${shifted + 1} is ${results[shifted]}, and ${good[shifted]} without the bad record`);
    }
    evidence.push(`${shown}: its result is ${results[place].slice(0, 100)}`);
  }
  return pass(...evidence);
}

/** With JSON the whole object is one record, and the whole answer its result. */
function joinSamples(facts: InferenceFacts): RecordSample[] {
  const isJson = (type: string) => type === MEDIA_TYPE.json;
  const json = samplePerType(facts.payloads).filter(({ contentType, accept }) => isJson(contentType) && isJson(accept));
  return [...lineSamples(facts), ...json.map((payload) => ({ payload, records: [textOf(payload)], with: () => payload }))];
}

async function canBeJoined(client: Client, { payload, records }: RecordSample): Promise<Verdict> {
  const type = mediaType(payload.contentType);
  const reply = await client.invoke(payload);
  if (!isGood(reply)) return skip(`${payload.name} is not answered (check 65): ${told(reply)}`);
  if (typeOf(reply) !== type) return pass(`answered as ${typeOf(reply)}: the service joins only what has the type of the request`);
  if (!canJoin(type)) return pass(`the service joins no ${type}`);
  const result = joined(type, records, reply.body);
  const fix = 'write one result a line that the service can join to its record: columns of CSV, or one JSON value';
  if ('problem' in result) return fail(fix, `${payload.name}: ${result.problem}`);
  return pass(`${count(result.outputs.length, 'record')} joined to results, for example ${cutText(result.outputs[0], 200)}`);
}

/** Only the one variable that every transform job has. */
async function asUsual(subject: InferenceSubject): Promise<Verdict> {
  const { facts: { payloads } } = subject;
  const fix = `do in batch transform what is done in real time; of the variables of a job only ${CONTAINER_ENV.batch} is always there`;
  const ordinary = await subject.ordinary();
  if (ordinary.problem !== undefined) return skip(`an ordinary server is not ready (check 58): ${ordinary.problem}`);
  const { problem, client } = await subject.batch();
  if (problem !== undefined) return fail(fix, `${CONTAINER_ENV.batch}=true: ${problem}`);
  const evidence = [`${CONTAINER_ENV.batch}=true: ready`];
  for (const sample of payloads) {
    const usual = await ordinary.client.invoke(sample);
    const reply = await client.invoke(sample);
    const varies = !sameAnswer(usual, await ordinary.client.invoke(sample));
    if (varies ? reply.status !== usual.status : !sameAnswer(usual, reply)) return fail(fix, `${sample.name}: ${told(reply)}`, `in real time: ${told(usual)}`);
    evidence.push(`${sample.name}: ${varies ? 'answers vary, so they were not compared' : 'the same answer as in real time'}`);
  }
  return pass(...evidence);
}

export const batchChecks: readonly InferenceCheck[] = [
  { number: 80, kind: 'I', source: SOURCE.batch, name: 'a transform job that names nothing else is answered as usual', run: asUsual },
  inBatch({ number: 81, source: SOURCE.batch, name: 'each line of a request gets one line, in the same order' }, keepsCountAndOrder),
  inBatch({ number: 82, source: SOURCE.batch, name: 'records get the same results one by one and together, without a header row' }, sameOneByOne),
  inBatch({ number: 83, source: SOURCE.batch, name: 'a bad record never shifts the results of others' }, keepsItsPlace),
  inBatch({ number: 84, source: SOURCE.join, name: 'results can be joined to their records' }, canBeJoined, joinSamples),
];
