import { textOf, told } from './client';
import { served, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import { ROUTES } from '../../../contract/container-http';
import { fail, pass } from '../check';

const STRATEGIES: readonly unknown[] = ['SINGLE_RECORD', 'MULTI_RECORD'];
/** Most MB of requests that are on their way at the same time. */
const PRODUCT_MAX = 100;

interface Answered {
  readonly MaxConcurrentTransforms?: unknown;
  readonly BatchStrategy?: unknown;
  readonly MaxPayloadInMB?: unknown;
}

/** What is wrong with the answer; undefined when a transform job can use it. */
function parametersProblem(text: string): string | undefined {
  let answered: Answered;
  try {
    answered = JSON.parse(text) as Answered;
  } catch {
    return 'the answer is not JSON';
  }
  if (typeof answered !== 'object' || answered === null) return 'the answer is no JSON object';
  const { MaxConcurrentTransforms: concurrent, BatchStrategy: strategy, MaxPayloadInMB: payload } = answered;
  const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
  if (!isCount(concurrent)) return `MaxConcurrentTransforms is ${JSON.stringify(concurrent)}, no whole number from 0`;
  if (!isCount(payload)) return `MaxPayloadInMB is ${JSON.stringify(payload)}, no whole number from 0`;
  if (!STRATEGIES.includes(strategy)) return `BatchStrategy is ${JSON.stringify(strategy)}; possible are ${STRATEGIES.join(' and ')}`;
  return concurrent * payload > PRODUCT_MAX ? `MaxConcurrentTransforms × MaxPayloadInMB is ${concurrent * payload}; ${PRODUCT_MAX} are possible` : undefined;
}

export const parameterChecks: readonly InferenceCheck[] = [
  served({
    number: 79, source: SOURCE.batch,
    name: `GET ${ROUTES.executionParameters} says what a transform job can use, or is 404`,
  }, async (client, { facts: { executionParameters: declared } }) => {
    const reply = await client.ask({ path: ROUTES.executionParameters });
    const evidence = `GET ${ROUTES.executionParameters}: ${told(reply)}`;
    if (reply.status === 404 && !declared) return pass(evidence, 'jobs take their own parameters, or the defaults of the service');
    if (reply.status !== 200) return fail(declared ? `answer ${ROUTES.executionParameters} with 200` : `answer 404 on ${ROUTES.executionParameters}, or implement it`, evidence);
    const problem = parametersProblem(textOf(reply));
    if (problem) return fail('answer {"MaxConcurrentTransforms": n, "BatchStrategy": "SINGLE_RECORD" or "MULTI_RECORD", "MaxPayloadInMB": n}', evidence, problem);
    const wanted = declared && { MaxConcurrentTransforms: declared.maxConcurrentTransforms, BatchStrategy: declared.batchStrategy, MaxPayloadInMB: declared.maxPayloadInMB };
    const different = Object.entries(wanted ?? {}).find(([name, value]) => (JSON.parse(textOf(reply)) as Record<string, unknown>)[name] !== value);
    return different ? fail('answer what is declared', evidence, `${different[0]} is declared as ${different[1]}`) : pass(evidence);
  }),
];
