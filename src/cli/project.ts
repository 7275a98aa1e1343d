import { access, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CliError } from './cli-error';
import { parsePlan, PLAN_FILE, programFor, type AlgorithmPlan } from '../contract/plan';
import type { ContainerCommand } from '../contract/program';

/** A generated project: where it is and what was planned. */
export interface Project {
  readonly dir: string;
  readonly plan: AlgorithmPlan;
}

const FIX = 'run "npx projen"';

/** Reads the plan; the definition itself is never evaluated. */
export async function readProject(projectDir: string): Promise<Project> {
  const dir = resolve(projectDir);
  return { dir, plan: await readPlan(join(dir, PLAN_FILE)) };
}

/** Reads the plan of a file, or of a project's folder. A plan outside of a project is the plan of its own folder. */
export async function readPlanFile(path: string): Promise<Project> {
  const file = resolve(path);
  if (await stat(file).then((found) => found.isDirectory(), () => false)) return readProject(file);
  const folder = dirname(file);
  return { dir: basename(folder) === dirname(PLAN_FILE) ? dirname(folder) : folder, plan: await readPlan(file) };
}

async function readPlan(file: string): Promise<AlgorithmPlan> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new CliError('SMA_CLI_PLAN_MISSING', {
      what: `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`,
      why: 'the program reads the plan that projen writes and works in the folder of a generated project',
      fix: `${FIX} in the project, or name its folder with --project DIR`,
      cause,
    });
  }
  const parsed = parsePlan(text);
  if ('plan' in parsed) return parsed.plan;
  throw new CliError('SMA_CLI_PLAN_UNREADABLE', {
    what: `${file} ${parsed.problem}.`,
    why: 'plan and program come from the same version of sm-algorithm',
    fix: `${FIX}, which writes the plan anew`,
  });
}

/** Absolute path of the bundle that answers to `command`. */
export const bundlePath = (project: Project, command: ContainerCommand): string =>
  join(project.dir, programFor(project.plan, command).bundle);

/** Refuses when a bundle is missing, before anything is run or built. */
export async function requireBundles(project: Project, commands: readonly ContainerCommand[]): Promise<void> {
  for (const command of commands) {
    await access(bundlePath(project, command)).catch((cause: unknown) => {
      throw new CliError('SMA_CLI_BUNDLE_MISSING', {
        what: `${programFor(project.plan, command).bundle} does not exist.`,
        why: `it is the bundled "${command}" program, which images and local runs carry`,
        fix: 'run "npx projen bundle"',
        cause,
      });
    });
  }
}
