import { textOf, told, typeOf, type Reply } from './client';
import { served, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import { TRANSFORM_PAYLOAD_MAX_MB } from '../../../contract/algorithm-limits';
import { ROUTES } from '../../../contract/container-http';
import { MEDIA_TYPE } from '../../../contract/media-types';
import { parseExecutionParameters } from '../../simulator/transform/effective-parameters';
import { fail, pass } from '../check';

const KEYS = ['MaxConcurrentTransforms', 'BatchStrategy', 'MaxPayloadInMB'] as const;

/** What is wrong with the answer; undefined when a transform job can use it. */
function parametersProblem(reply: Reply): string | undefined {
  if (typeOf(reply) !== MEDIA_TYPE.json) return `the answer is ${typeOf(reply) || 'without a content type'}, not ${MEDIA_TYPE.json}`;
  const { parameters, problems } = parseExecutionParameters(textOf(reply));
  if (problems.length > 0) return problems.join('; ');
  const missing = KEYS.filter((key) => parameters[key] === undefined);
  if (missing.length > 0) return `${missing.join(' and ')} missing`;
  // Requests that are on their way at the same time.
  const total = parameters.MaxConcurrentTransforms! * parameters.MaxPayloadInMB!;
  return total > TRANSFORM_PAYLOAD_MAX_MB
    ? `MaxConcurrentTransforms × MaxPayloadInMB is ${total}; ${TRANSFORM_PAYLOAD_MAX_MB} are possible` : undefined;
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
    const problem = parametersProblem(reply);
    if (problem) return fail('answer {"MaxConcurrentTransforms": n, "BatchStrategy": "SINGLE_RECORD" or "MULTI_RECORD", "MaxPayloadInMB": n}', evidence, problem);
    const answered = JSON.parse(textOf(reply)) as Record<string, unknown>;
    const wanted = declared && {
      MaxConcurrentTransforms: declared.maxConcurrentTransforms,
      BatchStrategy: declared.batchStrategy,
      MaxPayloadInMB: declared.maxPayloadInMB,
    };
    const different = Object.entries(wanted ?? {}).find(([name, value]) => answered[name] !== value);
    return different ? fail('answer what is declared', evidence, `${different[0]} is declared as ${different[1]}`) : pass(evidence);
  }),
];
