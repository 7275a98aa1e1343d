import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ENDPOINT_FILE } from '../../contract/plan';
import { formatOwner, isDead, ownOwner, type Owner } from '../leftovers/owner';
import type { Project } from '../project';

/** What a running `local:serve` says about itself; beside the plan. */
export interface EndpointRecord {
  readonly url: string;
  readonly engine: string;
  /** Program that serves. */
  readonly owner: Owner;
  /** Paths are relative to the project. */
  readonly run: string;
  readonly model: string;
}

export const endpointFile = (project: Project): string => join(project.dir, ENDPOINT_FILE);

export async function writeEndpoint(project: Project, record: EndpointRecord): Promise<void> {
  await mkdir(dirname(endpointFile(project)), { recursive: true });
  await writeFile(endpointFile(project), `${JSON.stringify(record, null, 2)}\n`);
}

/** The newest server's record; undefined where none is up as far as the file and the system tell. */
export async function readEndpoint(project: Project): Promise<EndpointRecord | undefined> {
  const record = await readRecord(project);
  return record?.owner && !await isDead(record.owner) ? record : undefined;
}

/** Removes the record unless another server has written its own over it. */
export async function removeEndpoint(project: Project): Promise<void> {
  const owner = (await readRecord(project))?.owner;
  if (owner && formatOwner(owner) === formatOwner(ownOwner())) await rm(endpointFile(project), { force: true });
}

/** Removes the record of a server whose program was killed; gives whether there was one. */
export async function removeDeadEndpoint(project: Project): Promise<boolean> {
  const owner = (await readRecord(project))?.owner;
  if (!owner || !await isDead(owner)) return false;
  await rm(endpointFile(project), { force: true });
  return true;
}

async function readRecord(project: Project): Promise<EndpointRecord | undefined> {
  try {
    return JSON.parse(await readFile(endpointFile(project), 'utf8')) as EndpointRecord;
  } catch {
    return undefined;
  }
}
