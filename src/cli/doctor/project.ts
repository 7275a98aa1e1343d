/** The generated project: whether its files follow the definition, and can be used as they are. */
import { chmod, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { bad, type Finding, good, skipped, warning } from './finding';
import { keyIdsOf } from '../../contract/encryption';
import { PLAN_FILE } from '../../contract/plan';
import { ENTRYPOINT_SCRIPT } from '../../contract/program';
import type { CliContext } from '../cli-context';
import { commandFailed } from '../docker/docker';
import { keysFolder } from '../images/build-secrets';
import type { Project } from '../project';

const DEFINITION = '.projenrc.ts';
const EXECUTABLE_MODE = 0o755;
const CLOSED_MODE = 0o600;

/** The three digits of a mode: owner, group, others. */
const digits = (mode: number): number[] => [...mode.toString(8).slice(-3)].map(Number);
const isExecutable = (mode: number): boolean => digits(mode).some((digit) => digit % 2 === 1);
const isOpen = (mode: number): boolean => digits(mode).slice(1).some((digit) => digit > 0);

export async function examineProject(context: CliContext, project: Project): Promise<Finding[]> {
  const scripts = project.plan.images.flatMap(({ folder, programs }) =>
    [ENTRYPOINT_SCRIPT, ...programs.map(({ command }) => command)].map((name) => `${folder}/${name}`));
  return [
    await freshness(context, project),
    await lineEnds(context, project, scripts),
    await modes(project, scripts),
    await keyModes(context, project),
  ];
}

/** Writes every generated file anew; the plan's time then says so, also where projen had nothing to change. */
async function synthesize({ run, signal }: CliContext, { dir }: Project): Promise<string> {
  const finished = await run('npx', ['projen', 'default'], { cwd: dir, signal });
  if (finished.exitCode !== 0) throw commandFailed(finished);
  await utimes(join(dir, PLAN_FILE), new Date(), new Date());
  return 'ran "npx projen default"';
}

async function freshness(context: CliContext, project: Project): Promise<Finding> {
  const time = (file: string) => stat(join(project.dir, file)).then(({ mtimeMs }) => mtimeMs, () => undefined);
  const [definition, plan] = [await time(DEFINITION), await time(PLAN_FILE)];
  if (definition === undefined || plan === undefined) return skipped('plan', `there is no ${DEFINITION} beside the plan`);
  return definition <= plan ? good('plan', 'is not older than the definition') : warning('plan', {
    what: `${DEFINITION} was changed after ${PLAN_FILE} was written`,
    why: 'the tasks work by the plan, which may not follow the definition any more',
    fix: 'run "npx projen"',
    repair: () => synthesize(context, project),
  });
}

async function lineEnds(context: CliContext, project: Project, scripts: readonly string[]): Promise<Finding> {
  const texts = await Promise.all(scripts.map(async (file) => [file, await readFile(join(project.dir, file), 'utf8').catch(() => '')] as const));
  const wrong = texts.filter(([, text]) => text.includes('\r\n')).map(([file]) => file);
  return wrong.length === 0 ? good('line ends', 'the scripts have those of Unix') : warning('line ends', {
    what: `those of Windows in ${wrong.join(', ')}`,
    why: 'a build puts them right; another tool that copies the files would make an image that does not start',
    fix: 'run "npx projen", and let .gitattributes say eol=lf',
    repair: () => synthesize(context, project),
  });
}

/** Files of the list whose mode has that quality. */
async function filesWith(dir: string, files: readonly string[], isSo: (mode: number) => boolean): Promise<string[]> {
  const modeOf = (file: string) => stat(join(dir, file)).then(({ mode }) => mode, () => undefined);
  const all = await Promise.all(files.map(async (file) => ({ file, mode: await modeOf(file) })));
  return all.filter(({ mode }) => mode !== undefined && isSo(mode)).map(({ file }) => file);
}

async function modes({ dir }: Project, scripts: readonly string[]): Promise<Finding> {
  if (process.platform === 'win32') return skipped('modes', 'Windows has none');
  const wrong = await filesWith(dir, scripts, (mode) => !isExecutable(mode));
  return wrong.length === 0 ? good('modes', 'the scripts are executable') : warning('modes', {
    what: `${wrong.join(', ')} cannot be executed`,
    why: 'a build puts modes right; another tool that copies the files would make an image that does not start',
    fix: `run "chmod +x ${wrong.join(' ')}"`,
    repair: async () => {
      for (const file of wrong) await chmod(join(dir, file), EXECUTABLE_MODE);
      return `made ${wrong.join(', ')} executable`;
    },
  });
}

async function keyModes({ env }: CliContext, project: Project): Promise<Finding> {
  const { encryption } = project.plan.algorithm;
  if (!encryption || process.platform === 'win32') return skipped('keys', encryption ? 'Windows has no modes' : 'the artifacts are not encrypted');
  const folder = keysFolder(project, env);
  const ids = keyIdsOf(encryption);
  const there = await filesWith(folder, ids, () => true);
  const missing = ids.filter((id) => !there.includes(id));
  if (missing.length > 0) {
    return bad('keys', {
      what: `${missing.join(', ')} not in ${folder}`, why: 'both images carry the keys of the encryption', fix: `write each with "openssl rand -hex 32 > ${join(folder, missing[0])}"`,
    });
  }
  const open = await filesWith(folder, ids, isOpen);
  return open.length === 0 ? good('keys', 'only you can read them') : warning('keys', {
    what: `others of this machine can read ${open.join(', ')}`,
    why: 'whoever has a key can read every model',
    fix: `run "chmod go= ${open.map((id) => join(folder, id)).join(' ')}"`,
    repair: async () => {
      for (const id of open) await chmod(join(folder, id), CLOSED_MODE);
      return `closed ${open.join(', ')} to others`;
    },
  });
}
