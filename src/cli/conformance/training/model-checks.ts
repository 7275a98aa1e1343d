import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { IN_CONTAINER } from './job-input';
import { checkpointFiles, sampleBytes } from './moments';
import { endOf, evidenceOf, expectSuccess, modelFiles, succeeded } from './outcomes';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { removeTemporary, temporaryFolder } from '../../leftovers/claim';
import { folderDigest } from '../../simulator/folder-digest';
import { extractModel, packFolder } from '../../simulator/model-archive';
import { fail, pass, skip, type Check } from '../check';

/** Longest name of a file that an archive can be unpacked from everywhere. Unit: bytes. */
const NAME_MAX_BYTES = 255;

const noModel = (outcome: HostOutcome) => skip(`an ordinary job leaves no model: ${endOf(outcome)}`);

/** Packs and unpacks a model folder; gives what is wrong, or nothing. */
async function roundTrip(subject: TrainingSubject, folder: string, files: number): Promise<string | undefined> {
  const temporary = temporaryFolder('model');
  try {
    const unpacked = join(temporary, 'model');
    await packFolder(folder, join(temporary, 'model.tar.gz'), files);
    await extractModel(join(temporary, 'model.tar.gz'), unpacked);
    if (await folderDigest(unpacked) !== await folderDigest(folder)) return 'unpacking model.tar.gz gives other files';
    return await subject.ordinaryLoadProblem(unpacked);
  } catch (error) {
    return (error as Error).message;
  } finally {
    await removeTemporary(temporary);
  }
}

/** Words and lines of the training data that would give it away. */
async function markersOf(subject: TrainingSubject): Promise<Map<string, Buffer>> {
  const markers = new Map<string, Buffer>();
  for (const channel of subject.fed) {
    const text = (await sampleBytes(channel)).toString('latin1');
    for (const found of [...text.split(/\r?\n/).filter((line) => line.length >= 16), ...(text.match(/[A-Za-z][\w-]{7,}/g) ?? [])]) markers.set(found, Buffer.from(found, 'latin1'));
  }
  return markers;
}

const inflated = (bytes: Buffer): Buffer => {
  try {
    return gunzipSync(bytes);
  } catch {
    return bytes;
  }
};

export const modelChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 15, kind: 'T', source: SOURCE.outcome,
    name: 'an ordinary job ends with exit code 0',
    async run(subject) {
      const outcome = await subject.baseline();
      return succeeded(outcome) ? pass(endOf(outcome)) : fail('correct what the log names', ...await evidenceOf(outcome, 'an ordinary job'));
    },
  },
  {
    number: 16, kind: 'T', source: SOURCE.output,
    name: 'a job that succeeds leaves a model',
    async run(subject) {
      const outcome = await subject.baseline();
      if (!succeeded(outcome)) return noModel(outcome);
      const files = await modelFiles(outcome);
      return files.length > 0 ? pass(...files) : fail(`write the model to ${IN_CONTAINER.model} before the process ends`, 'no file in the model folder');
    },
  },
  {
    number: 17, kind: 'T', source: SOURCE.output,
    name: 'the model folder holds plain files and folders with names of at most 255 bytes',
    async run(subject) {
      const outcome = await subject.baseline();
      const files = await modelFiles(outcome);
      if (outcome.strangeModelEntries.length > 0) return fail('write plain files: hosting takes no links, sockets or devices', ...outcome.strangeModelEntries);
      if (files.length === 0) return noModel(outcome);
      const long = files.find((name) => name.split('/').some((part) => Buffer.byteLength(part) > NAME_MAX_BYTES || part.includes('\0')));
      return long === undefined ? pass(`${files.length} plain files`) : fail('use shorter names', long);
    },
  },
  {
    number: 18, kind: 'T', source: SOURCE.output,
    name: 'model.tar.gz unpacks to the same files, and inference loads them',
    async run(subject) {
      const outcome = await subject.baseline();
      const files = await modelFiles(outcome);
      if (files.length === 0) return noModel(outcome);
      const problem = await roundTrip(subject, outcome.paths.model, files.length);
      if (problem) return fail('write what the inference program reads, under names that every archive takes', problem);
      return pass('the archive holds the same files', subject.loadModel ? 'the inference program is ready on them' : 'whether inference loads them was not tried: no inference program is known');
    },
  },
  {
    number: 53, kind: 'T', source: SOURCE.start,
    name: 'a job can be run again on the same input, and the same seed gives the same model',
    async run(subject) {
      const again = await subject.repetition();
      const ended = await expectSuccess([['an ordinary job', await subject.baseline()], ['the same again', again]], `keep no state outside of ${IN_CONTAINER.base}`);
      if (ended.verdict !== 'pass') return ended;
      if (await subject.comparedWithBaseline(again) === 'same') return pass(...ended.evidence, 'the models are the same');
      if (subject.facts.encrypted) return pass(...ended.evidence, 'what is encrypted differs each time, so the models were not compared');
      const seed = subject.facts.hyperparameters.find(({ name }) => /(^|_)seed$/i.test(name));
      return seed
        ? fail(`let ${seed.name} decide everything that is random`, ...ended.evidence, `the models differ although both jobs have the same ${seed.name}`)
        : pass(...ended.evidence, 'the models differ; the algorithm declares no seed');
    },
  },
  {
    number: 54, kind: 'T', source: SOURCE.marketplace,
    name: 'encrypted artifacts hold nothing of the training data in plain text',
    async run(subject) {
      if (!subject.facts.encrypted) return skip('the algorithm does not say that its artifacts are encrypted');
      const outcome = await subject.baseline();
      const files = await modelFiles(outcome);
      if (files.length === 0) return noModel(outcome);
      const { model, checkpoints } = outcome.paths;
      const saved = subject.facts.encrypted === 'model' ? [] : await checkpointFiles(outcome);
      const markers = await markersOf(subject);
      for (const path of [...files.map((name) => join(model, name)), ...saved.map((name) => join(checkpoints, name))]) {
        const bytes = inflated(await readFile(path));
        const found = [...markers].find(([, marker]) => bytes.includes(marker));
        const what = found && `${basename(path)} holds "${found[0].slice(0, 80)}", which stands in the training data`;
        if (what) return fail('encrypt whatever comes from the training data', what);
      }
      return pass(`none of ${markers.size} words and lines of the training data in ${[...files, ...saved].join(', ')}`);
    },
  },
];
