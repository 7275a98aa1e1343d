import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isGood, sameAnswer, told } from './client';
import { logOf, NO_SAMPLE, ordinaryProblem, sampled, type InferenceCheck } from './served';
import { SOURCE } from './sources';
import type { InferenceSubject, Started } from './subject';
import { ROUTES } from '../../../contract/container-http';
import { MODEL_MANIFEST_FILE } from '../../../contract/model-manifest';
import { duration } from '../../quantities';
import { explainEnd } from '../../simulator/exit-code';
import { listFolder } from '../../simulator/model-archive';
import { fail, pass, skip, type Verdict } from '../check';
import type { TrialModel } from '../targets/serving-trial';

const NO_MODEL = 'no model is known';

/** Models that no server can serve, by what is wrong with them. */
const brokenModels = (from: string): Readonly<Record<string, TrialModel>> => ({
  'no model files': {},
  'model files of which the second half is missing': { from, altered: (_, content) => content.subarray(0, Math.floor(content.byteLength / 2)) },
  'model files of random bytes': { from, altered: (_, content) => randomBytes(content.byteLength) },
});

/** Whether a server that has to give up does so in the right way; undefined when it does. */
function problemOfEnd({ server }: Started): string | undefined {
  if (server.end === undefined) return undefined;
  if (server.end.exitCode === 0) return 'ended with exit code 0, as if nothing were wrong';
  return server.lines.some(({ text }) => text.trim() !== '') ? undefined : 'ended without a line in its log';
}

async function brokenModelsRefused(subject: InferenceSubject): Promise<Verdict> {
  const { facts: { model }, limits: { brokenMs } } = subject;
  if (model === undefined) return skip(NO_MODEL);
  const unready = await ordinaryProblem(subject);
  if (unready) return unready;
  const evidence: string[] = [];
  for (const [what, trialModel] of Object.entries(brokenModels(model))) {
    const verdict = await subject.withServer({ model: trialModel, readyMs: brokenMs }, async (started): Promise<Verdict> => {
      const fix = `load the model before ${ROUTES.ping} is 200, and end with a line in the log and another code than 0 when that fails`;
      if (started.problem === undefined) return fail(fix, `${what}: ${ROUTES.ping} is 200 after ${duration(started.readyAfterMs)}`, ...logOf(started));
      const { end } = started.server;
      const problem = problemOfEnd(started);
      if (problem) return fail(fix, `${what}: the server ${problem}`, ...logOf(started));
      return pass(`${what}: ${end ? explainEnd(end) : `not ready for ${duration(brokenMs)}`}`, ...logOf(started).slice(-1));
    });
    if (verdict.verdict !== 'pass') return verdict;
    evidence.push(...verdict.evidence);
  }
  return pass(...evidence);
}

/** Keys under which files say in which format they are written. */
const FORMAT_KEY = /^(model_?)?(format|version|format_?version|schema_?version)$/i;

/** The text of a file of the former format; undefined where the file does not say its own. */
function ofOlderFormat(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const [key, format] = Object.entries(value).find(([name, found]) => FORMAT_KEY.test(name) && typeof found === 'number') ?? [];
    return key === undefined ? undefined : JSON.stringify({ ...value, [key]: Number(format) - 1 });
  } catch {
    return undefined;
  }
}

/** Models as an older version would have left them, by what is old about them. */
async function olderModels({ facts: { model, olderModels: known = [] } }: InferenceSubject): Promise<ReadonlyMap<string, TrialModel>> {
  const older = new Map<string, TrialModel>(known.map((from) => [`the older model ${from}`, { from }]));
  if (model === undefined) return older;
  const { files } = await listFolder(model);
  for (const file of files.filter((name) => name !== MODEL_MANIFEST_FILE)) {
    const text = ofOlderFormat(await readFile(join(model, file), 'utf8'));
    if (text === undefined) continue;
    // The manifest would tell that the file is not the one that training wrote, whatever its format.
    older.set(`${file} of the format before`, {
      from: model,
      altered: (name, content) => (name === file ? Buffer.from(text) : name === MODEL_MANIFEST_FILE ? undefined : content),
    });
  }
  return older;
}

const NAMES_THE_REASON = /version|format|older|schema|manifest/i;

async function olderModelsLoaded(subject: InferenceSubject): Promise<Verdict> {
  const unready = await ordinaryProblem(subject);
  if (unready) return unready;
  const evidence: string[] = [];
  for (const [what, model] of await olderModels(subject)) {
    const verdict = await subject.withServer({ model }, async (started): Promise<Verdict> => {
      const fix = 'read models of older formats, or end with a log line that names the format and the one that is read';
      if (started.problem === undefined) {
        for (const sample of subject.facts.payloads) {
          const reply = await started.client.invoke(sample);
          if (!isGood(reply)) return fail(fix, `${what}: the server is ready, and answers ${sample.name} with ${told(reply)}`);
        }
        return pass(`${what}: loaded`);
      }
      const problem = problemOfEnd(started);
      if (problem) return fail(fix, `${what}: the server ${problem}`);
      const reason = started.server.lines.find(({ text }) => NAMES_THE_REASON.test(text));
      return reason ? pass(`${what}: refused`, `log: ${reason.text}`) : fail(fix, `${what}: refused, and no line of the log says why`, ...logOf(started));
    });
    if (verdict.verdict !== 'pass') return verdict;
    evidence.push(...verdict.evidence);
  }
  return evidence.length > 0 ? pass(...evidence) : skip('no model of an older version is known, and no file of the model says its format');
}

export const modelChecks: readonly InferenceCheck[] = [
  {
    number: 61, kind: 'I', source: SOURCE.serving,
    name: 'a server without a good model never says that it is ready',
    run: brokenModelsRefused,
  },
  sampled({
    number: 88, source: SOURCE.serving,
    name: 'a server that is started again on the same model gives the same answers',
  }, async (client, samples, subject) => subject.withServer({}, async (again) => {
    if (again.problem !== undefined) return fail('leave nothing behind that keeps the server from starting again', again.problem);
    const evidence: string[] = [];
    for (const sample of samples) {
      const one = await client.invoke(sample);
      const other = await again.client.invoke(sample);
      if (sameAnswer(one, other)) {
        evidence.push(`${sample.name}: the same answer`);
        continue;
      }
      const varies = !sameAnswer(one, await client.invoke(sample));
      if (!varies) return fail('let answers depend on the model and the request alone', `${sample.name}: ${told(one)}`, `after another start: ${told(other)}`);
      evidence.push(`${sample.name}: answers vary even within one server`);
    }
    return evidence.length > 0 ? pass(...evidence) : skip(NO_SAMPLE);
  })),
  {
    number: 89, kind: 'I', source: SOURCE.serving, recommended: true,
    name: 'a model of an older format is loaded, or refused with a clear message',
    run: olderModelsLoaded,
  },
];
