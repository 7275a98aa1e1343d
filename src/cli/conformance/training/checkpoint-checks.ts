import { cp, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IN_CONTAINER } from './job-input';
import { checkpointFiles, killedJob, type KilledJob } from './moments';
import { expectSuccess } from './outcomes';
import { isProgress } from './progress-lines';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { evidenceOf, succeeded } from '../../engine/hosts/outcome-words';
import { removeTemporary, temporaryFolder } from '../../leftovers/claim';
import { duration } from '../../quantities';
import { SIDECARS } from '../../simulator/checkpoints';
import { listFolder } from '../../simulator/model-archive';
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

/**
 * How many of the newest files are cut, each in a job of its own: the newest may be one that the kill left unfinished, which
 * the program has no need to read.
 */
const CUT_FILES = 2;

/** Files of a folder, the newest first. */
async function newestFirst(folder: string): Promise<readonly string[]> {
  const { files } = await listFolder(folder);
  const aged = await Promise.all(files.map(async (file) => ({ file, age: (await stat(join(folder, file))).mtimeMs })));
  // Clocks of file systems tick in milliseconds: what is as old as another is told by its name.
  return aged.sort((a, b) => b.age - a.age || b.file.localeCompare(a.file, 'en', { numeric: true })).map(({ file }) => file);
}

/** One file cut in half, and beside every file those that the service leaves there. */
async function spoil(folder: string, cut: string): Promise<void> {
  const { files } = await listFolder(folder);
  const path = join(folder, cut);
  await truncate(path, Math.floor((await stat(path)).size / 2));
  for (const file of files) {
    for (const mark of SIDECARS) await writeFile(join(folder, `${file}${mark}`), '');
  }
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
    run: afterKill(async (subject, { outcome, input }) => {
      const jobs: Array<[string, HostOutcome]> = [];
      for (const cut of (await newestFirst(outcome.paths.checkpoints)).slice(0, CUT_FILES)) {
        const job = await withCopy(outcome.paths.checkpoints, async (checkpoints) => {
          await spoil(checkpoints, cut);
          return subject.job({ ...input, checkpoints });
        });
        jobs.push([`${cut} cut in half, ${SIDECARS.map((mark) => `*${mark}`).join(' and ')} beside every file`, job]);
        if (!succeeded(job)) break;
      }
      return expectSuccess(jobs, `ignore files that end in ${SIDECARS.join(' or ')}, and use the newest checkpoint that is whole`);
    }),
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
