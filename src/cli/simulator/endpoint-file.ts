import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ENDPOINT_FILE } from '../../contract/plan';
import type { Project } from '../project';

/** What a running `local:serve` says about itself; beside the plan. */
export interface EndpointRecord {
  readonly url: string;
  readonly engine: string;
  /** Process that serves. */
  readonly pid: number;
  /** Paths are relative to the project. */
  readonly run: string;
  readonly model: string;
}

export const endpointFile = (project: Project): string => join(project.dir, ENDPOINT_FILE);

export async function writeEndpoint(project: Project, record: EndpointRecord): Promise<void> {
  await mkdir(dirname(endpointFile(project)), { recursive: true });
  await writeFile(endpointFile(project), `${JSON.stringify(record, null, 2)}\n`);
}

/** The newest server's record; undefined where none is up as far as the file tells. */
export async function readEndpoint(project: Project): Promise<EndpointRecord | undefined> {
  try {
    return JSON.parse(await readFile(endpointFile(project), 'utf8')) as EndpointRecord;
  } catch {
    return undefined;
  }
}

/** Removes the record unless another server has written its own over it. */
export async function removeEndpoint(project: Project, pid: number): Promise<void> {
  if ((await readEndpoint(project))?.pid === pid) await rm(endpointFile(project), { force: true });
}
