import { randomBytes } from 'node:crypto';
import { readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { optMlPaths, type OptMlPaths } from '../../contract/opt-ml';
import { RUNS_DIR } from '../../contract/plan';
import { claimNewFolder } from '../leftovers/claim';
import type { Project } from '../project';
import { unwritable } from '../unwritable';

/** The folder of one local run; everything the run writes is in it. */
export interface RunFolder {
  /** `20261123-121656-3fa9`: sorts by time. */
  readonly id: string;
  readonly dir: string;
  /** The training job's /opt/ml. */
  readonly training: OptMlPaths;
  readonly trainingLog: string;
  readonly modelArchive: string;
  readonly outputArchive: string;
  /** The endpoint's /opt/ml. */
  readonly serving: OptMlPaths;
  readonly servingLog: string;
  readonly predictions: string;
  /** The page that shows the run. */
  readonly report: string;
  /** Home and temporary folder of programs that run outside a container. */
  readonly scratch: string;
}

export const MODEL_ARCHIVE = 'model.tar.gz';
export const REPORT_FILE = 'report.html';
export const SCRATCH = 'tmp';

export async function newRunFolder(project: Project, now: Date = new Date()): Promise<RunFolder> {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const id = `${time}-${randomBytes(2).toString('hex')}`;
  return makeRunFolder(id, join(project.dir, RUNS_DIR, id));
}

/** The folder of a run that is part of another one. */
export const partOfRun = (run: RunFolder, name: string): Promise<RunFolder> => makeRunFolder(run.id, join(run.dir, name));

async function makeRunFolder(id: string, dir: string): Promise<RunFolder> {
  const base = dir.replaceAll('\\', '/');
  const run: RunFolder = {
    id,
    dir,
    training: optMlPaths(base),
    trainingLog: join(dir, 'training.log'),
    modelArchive: join(dir, MODEL_ARCHIVE),
    outputArchive: join(dir, 'output.tar.gz'),
    serving: optMlPaths(`${base}/serving`),
    servingLog: join(dir, 'serving.log'),
    predictions: join(dir, 'predictions'),
    report: join(dir, REPORT_FILE),
    scratch: join(dir, SCRATCH),
  };
  try {
    claimNewFolder(run.dir);
  } catch (cause) {
    throw unwritable(run.dir, cause);
  }
  return run;
}

/** Writes a record of a run in one piece: a reader never finds half of it. */
export async function writeWhole(file: string, record: unknown): Promise<void> {
  await writeFile(`${file}.part`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${file}.part`, file);
}

/** The model of the newest run that made one. */
export const newestModel = (project: Project): Promise<string | undefined> => newestFile(project, MODEL_ARCHIVE);

/** The page of the newest run that has one. */
export const newestReport = (project: Project): Promise<string | undefined> => newestFile(project, REPORT_FILE);

async function newestFile(project: Project, name: string): Promise<string | undefined> {
  const runs = join(project.dir, RUNS_DIR);
  const ids = await readdir(runs).catch(() => []);
  for (const id of ids.sort().reverse()) {
    const file = join(runs, id, name);
    if (await stat(file).then((found) => found.isFile(), () => false)) return file;
  }
  return undefined;
}
