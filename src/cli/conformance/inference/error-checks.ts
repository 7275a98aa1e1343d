import { told, type Client, type Reply } from './client';
import { sampled, served, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import { ROUTES } from '../../../contract/container-http';
import type { Payload } from '../../simulator/payloads';
import { fail, pass, skip } from '../check';
import { leakIn } from '../leaks';

/** No algorithm has it. */
const UNKNOWN_PATH = '/conformance-no-such-path';

/** Files of a container or of this machine; names of routes and media types are no files. */
const FILE_PATH = /(?:^|[\s"'(:=])\/(?:opt|usr|home|root|var|app|tmp|etc|srv|work|code)\/[\w.-]+|[A-Za-z]:\\\\?\w+|node:internal|node_modules/;

/** Requests that cannot be answered well, each in its own way. */
async function provokedErrors(client: Client, samples: readonly Payload[]): Promise<Array<readonly [what: string, reply: Reply]>> {
  const errors: Array<readonly [string, Reply]> = [];
  for (const sample of samples) {
    const shown = `${sample.contentType}: `;
    errors.push(
      [`${shown}an empty body`, await client.invoke({ ...sample, body: Buffer.alloc(0) })],
      [`${shown}half a body`, await client.invoke({ ...sample, body: sample.body.subarray(0, Math.ceil(sample.body.byteLength / 2)) })],
      [`${shown}another body`, await client.invoke({ ...sample, body: Buffer.from('{"conformance": [null, {"a": "b"}], "__proto__": 1}') })],
      [`${shown}no text`, await client.invoke({ ...sample, body: Buffer.from([0xff, 0xfe, 0x22, 0x00, 0x0a]) })],
      [`${shown}another content type`, await client.invoke(sample, { headers: { 'Content-Type': 'application/x-conformance-decoy' } })],
      [`${shown}another Accept`, await client.invoke(sample, { headers: { Accept: 'application/x-conformance-decoy' } })],
      [`${shown}another charset`, await client.invoke(sample, { headers: { 'Content-Type': `${sample.contentType}; charset=x-conformance` } })],
    );
  }
  errors.push(
    [`GET ${UNKNOWN_PATH}`, await client.ask({ path: UNKNOWN_PATH })],
    [`DELETE ${ROUTES.invocations}`, await client.ask({ path: ROUTES.invocations, method: 'DELETE' })],
  );
  return errors.filter(([, { status }]) => status >= 400);
}

function leakOf(reply: Reply): string | undefined {
  // In JSON a line break is written as two characters.
  const text = reply.body.toString('utf8').replaceAll('\\n', '\n');
  const path = FILE_PATH.exec(text)?.[0].trim();
  return leakIn(text) ?? (path && `the path of a file, ${path}`);
}

export const errorChecks: readonly InferenceCheck[] = [
  sampled({
    number: 71, source: SOURCE.marketplace,
    name: 'answers that refuse hold no stack trace, no path of a file and no secret',
  }, async (client, samples) => {
    const errors = await provokedErrors(client, samples);
    if (errors.length === 0) return skip('nothing that was tried was refused');
    for (const [what, reply] of errors) {
      const leak = leakOf(reply);
      if (leak) return fail('answer with a sentence, and write the details to the log', `${what}: the answer holds ${leak}`, told(reply));
    }
    return pass(...new Map(errors.map(([what, reply]) => [told(reply), `${what}: ${told(reply)}`])).values());
  }),
  served({
    number: 86, source: SOURCE.serving, recommended: true,
    name: `unknown paths are 404, other methods on ${ROUTES.invocations} are 405 or 404, and the server goes on`,
  }, async (client, { limits: { pingMs } }) => {
    const unknown = await client.ask({ path: UNKNOWN_PATH });
    const evidence = [`GET ${UNKNOWN_PATH}: ${told(unknown)}`];
    if (unknown.status !== 404) return fail('answer 404 to unknown paths', ...evidence);
    for (const method of ['GET', 'DELETE']) {
      const reply = await client.ask({ path: ROUTES.invocations, method });
      evidence.push(`${method} ${ROUTES.invocations}: ${told(reply)}`);
      if (reply.status !== 405 && reply.status !== 404) return fail(`answer 405 to methods other than POST on ${ROUTES.invocations}`, ...evidence);
    }
    const ping = await client.ping(pingMs);
    return ping.status === 200 ? pass(...evidence) : fail('survive requests for unknown paths', ...evidence, `${ROUTES.ping} after them: ${told(ping)}`);
  }),
];
