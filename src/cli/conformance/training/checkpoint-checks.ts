import { cp, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IN_CONTAINER } from './job-input';
import { checkpointFiles, killedJob, type KilledJob } from './moments';
import { evidenceOf, expectSuccess } from './outcomes';
import { isProgress } from './progress-lines';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import { removeTemporary, temporaryFolder } from '../../leftovers/claim';
import { duration } from '../../quantities';
import { resumption } from '../../simulator/resumption';
import { fail, pass, skip, type Check, type Verdict } from '../check';

const killed = new WeakMap<TrainingSubject, ReturnType<typeof killedJob>>();

function killedOnce(subject: TrainingSubject): ReturnType<typeof killedJob> {
  const job = killed.get(subject) ?? killedJob(subject);
  killed.set(subject, job);
  return job;
}

/** A copy of a folder, as long as `work` takes. */
async function withCopy<T>(folder: string, work: (copy: string) => Promise<T>): Promise<T> {
  const temporary = temporaryFolder('checkpoints');
  const copy = join(temporary, 'copy');
  try {
    await cp(folder, copy, { recursive: true });
    return await work(copy);
  } finally {
    await removeTemporary(temporary);
  }
}

/** The files that the service leaves beside checkpoints, and the newest checkpoint cut in half. */
async function spoil(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const aged = await Promise.all(files.map(async (file) => ({ file, found: await stat(file) })));
  const newest = aged.sort((a, b) => b.found.mtimeMs - a.found.mtimeMs)[0];
  await truncate(newest.file, Math.floor(newest.found.size / 2));
  for (const file of files) {
    await writeFile(`${file}.sagemaker-uploading`, '');
    await writeFile(`${file}.sagemaker-uploaded`, '');
  }
  return newest.file.slice(folder.length + 1);
}

/** Each with a job that was killed in its middle. */
const afterKill = (run: (subject: TrainingSubject, job: KilledJob) => Promise<Verdict>): Check<TrainingSubject>['run'] =>
  async (subject) => {
    const job = await killedOnce(subject);
    return 'reason' in job ? skip(job.reason) : run(subject, job);
  };

export const checkpointChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 47, kind: 'T', source: SOURCE.spot,
    name: 'a job that is killed and started again on its checkpoints resumes and succeeds',
    run: afterKill(async (subject, { outcome: job, input, whole }) => {
      const resumed = await subject.job({ ...input, checkpoints: job.paths.checkpoints });
      const fix = 'read the newest checkpoint at the start of a job and go on from there';
      const before = `killed after ${duration(job.durationMs)}, checkpoints: ${(await checkpointFiles(job)).join(', ')}`;
      const ended = await expectSuccess([['started again', resumed]], fix);
      if (ended.verdict !== 'pass') return ended.verdict === 'fail' ? fail(fix, before, ...ended.evidence) : ended;
      const sign = resumption(await isProgress(subject), whole, resumed);
      return sign ? pass(before, ...ended.evidence, sign) : fail(fix, before, ...await evidenceOf(resumed, 'started again'), 'neither its log nor the number of its lines of progress shows that it resumed');
    }),
  },
  {
    number: 48, kind: 'T', source: SOURCE.checkpoints,
    name: 'files that the service leaves beside checkpoints, and a checkpoint cut short, do not break the restart',
    run: afterKill(async (subject, { outcome, input }) => withCopy(outcome.paths.checkpoints, async (checkpoints) => {
      const cut = await spoil(checkpoints);
      return expectSuccess([[`${cut} cut in half, *.sagemaker-uploading and *.sagemaker-uploaded beside every file`, await subject.job({ ...input, checkpoints })]],
        'ignore files that end in .sagemaker-uploading or .sagemaker-uploaded, and use the newest checkpoint that is whole');
    })),
  },
  {
    number: 49, kind: 'T', source: SOURCE.checkpoints,
    name: `checkpoints are written to ${IN_CONTAINER.checkpoints}`,
    run: afterKill(async (subject, { outcome: job }) => {
      const strays = job.writtenElsewhere.filter((path) => /checkpoint/i.test(path));
      const fix = `write checkpoints to ${IN_CONTAINER.checkpoints}: another LocalPath is known to the caller of the job only`;
      if (strays.length > 0) return fail(fix, ...strays);
      // What is there of the service's own configuration is not documented, and no reason to write elsewhere.
      const config = { 'checkpointconfig.json': `{"LocalPath":"${IN_CONTAINER.base}/elsewhere-checkpoints"}` };
      const moved = await subject.job({ config });
      const kept = await checkpointFiles(moved);
      const ordinary = await checkpointFiles(await subject.baseline());
      if (kept.length < ordinary.length) return fail(fix, `checkpointconfig.json moved them: ${kept.length} files instead of ${ordinary.length}`, ...moved.writtenElsewhere);
      return pass(`in ${IN_CONTAINER.checkpoints}: ${(await checkpointFiles(job)).join(', ')}`);
    }),
  },
];
