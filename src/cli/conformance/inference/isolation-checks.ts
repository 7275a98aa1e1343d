import { isGood, told } from './client';
import { logOf, ordinaryProblem, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import type { InferenceSubject, Started } from './subject';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { ACCEPT_BIND_TO_PORT_LABEL, INFERENCE_PORT } from '../../../contract/container-http';
import { cutText } from '../../../contract/quoted';
import { fail, pass, skip, type Verdict } from '../check';
import { NETWORK_ATTEMPT } from '../network-attempt';

const OTHER_PORT = 9_099;

/** What is said of an attempt to write where only reading is possible. */
const NOT_WRITABLE = /EROFS|read-only file system/i;

const WRITE_FIX = 'write temporary files to /tmp, and nothing to the model folder';
const CUT_OFF_FIX = 'ask AWS for nothing, and bring everything that the server needs into the image';

/** Whether a server under other conditions becomes ready and answers as an ordinary one does. */
async function worksAsUsual(subject: InferenceSubject, started: Started, what: string, fix: string): Promise<Verdict> {
  if (started.problem !== undefined) return fail(fix, `${what}: ${started.problem}`);
  const evidence: string[] = [`${what}: ready`];
  for (const sample of subject.facts.payloads) {
    const reply = await started.client.invoke(sample);
    if (!isGood(reply)) return fail(fix, `${what}: ${sample.name}: ${told(reply)}`, ...logOf(started));
    evidence.push(`${sample.name}: ${reply.status}`);
  }
  return pass(...evidence);
}

async function movesToPort(subject: InferenceSubject): Promise<Verdict> {
  if (!subject.facts.acceptsBindToPort) return skip(`nobody says that the image carries the label ${ACCEPT_BIND_TO_PORT_LABEL}`);
  const shared = subject.unable('ownPorts');
  return await ordinaryProblem(subject) ?? subject.withServer({ port: shared ? undefined : OTHER_PORT }, async (started) => {
    const fix = `listen on the port that ${CONTAINER_ENV.bindToPort} names, or leave the label ${ACCEPT_BIND_TO_PORT_LABEL} out`;
    const { server } = started;
    const moved = await worksAsUsual(subject, started, `${CONTAINER_ENV.bindToPort}=${server.port}`, fix);
    if (moved.verdict !== 'pass') return moved;
    if (shared) return pass(...moved.evidence, `whether ${INFERENCE_PORT} stays closed was not looked at: ${shared}`);
    if (!server.isolated) return pass(...moved.evidence, `whether ${INFERENCE_PORT} stays closed was not looked at: only the published port can be reached`);
    return await server.listensOn(INFERENCE_PORT)
      ? fail(`listen on that port instead of ${INFERENCE_PORT}, not on both: another container of the endpoint may have it`, ...moved.evidence, `${INFERENCE_PORT} accepts connections, too`)
      : pass(...moved.evidence, `${INFERENCE_PORT} stays closed`);
  });
}

/** A server that is not ready for the very reason that a check looks for. */
async function toldBy(subject: InferenceSubject, reason: RegExp, fix: string): Promise<Verdict | undefined> {
  const { problem, server } = await subject.ordinary();
  const line = problem === undefined ? undefined : server.lines.find(({ text }) => reason.test(text));
  return line && fail(fix, problem!, `log: ${cutText(line.text, 300)}`);
}

async function readOnly(subject: InferenceSubject): Promise<Verdict> {
  const known = await toldBy(subject, NOT_WRITABLE, WRITE_FIX) ?? await ordinaryProblem(subject);
  return known ?? subject.withServer({ readOnlyRoot: true }, async (started) => {
    const works = await worksAsUsual(subject, started, 'read-only model and root file system', WRITE_FIX);
    if (works.verdict !== 'pass') return works;
    const written = await started.server.written();
    if (written.length > 0) return fail(WRITE_FIX, ...written.slice(0, 20).map((path) => `${path} was written`));
    const reason = subject.unable('readOnlyRoot');
    return reason ? skip(`nothing was written to the model folder; as for the rest, ${reason}`) : works;
  });
}

async function cutOff(subject: InferenceSubject): Promise<Verdict> {
  const env = Object.fromEntries(Object.entries(subject.env).filter(([name]) => !name.startsWith('AWS_')));
  const known = await toldBy(subject, NETWORK_ATTEMPT, CUT_OFF_FIX) ?? await ordinaryProblem(subject);
  return known ?? subject.withServer({ env }, async (started) => {
    const works = await worksAsUsual(subject, started, 'no AWS_* variable, no network', CUT_OFF_FIX);
    const attempt = started.server.lines.find(({ text }) => NETWORK_ATTEMPT.test(text));
    if (attempt) return fail(CUT_OFF_FIX, `an attempt: ${cutText(attempt.text, 300)}`, ...('evidence' in works ? works.evidence : []));
    if (works.verdict !== 'pass' || started.server.isolated) return works;
    return pass(...works.evidence, subject.unable('isolation') ?? 'the network was open: this engine is reached through a published port only');
  });
}

export const isolationChecks: readonly InferenceCheck[] = [
  {
    number: 62, kind: 'I', source: SOURCE.pipeline,
    name: `${CONTAINER_ENV.bindToPort} moves the server, and ${INFERENCE_PORT} stays closed then`,
    run: movesToPort,
  },
  {
    number: 63, kind: 'I', source: SOURCE.serving,
    name: 'the server needs to write /tmp only',
    run: readOnly,
  },
  {
    number: 64, kind: 'I', source: SOURCE.isolation,
    name: 'the server needs neither a network nor an AWS variable',
    run: cutOff,
  },
];
