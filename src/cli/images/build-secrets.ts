import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KEY_TEXT, keyIdsOf, KEYS_VARIABLE, keySecret, LOCAL_KEYS_DIR } from '../../contract/encryption';
import { CliError } from '../cli-error';
import type { Run } from '../exec';
import type { Project } from '../project';

/** A file that a build may read and no layer's description, cache key or log ever shows. */
export interface BuildSecret {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
}

/** Where the keys of a project are on this machine. */
export const keysFolder = (project: Project, env: Readonly<Record<string, string | undefined>>): string =>
  resolve(project.dir, env[KEYS_VARIABLE] || LOCAL_KEYS_DIR);

const refusal = (file: string, problem: string, fix: string): CliError => new CliError('SMA_CLI_KEY', {
  what: `the key ${file} ${problem}.`,
  why: 'the definition asks for encrypted artifacts, and both images carry its keys',
  fix,
});

async function problemOf(file: string): Promise<string | undefined> {
  try {
    return KEY_TEXT.test(await readFile(file, 'utf8')) ? undefined : 'is not written as 64 hexadecimal digits';
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
}

/**
 * The keys as secrets of a build; none where the definition asks for no encryption.
 * @throws CliError SMA_CLI_KEY when one is missing, has another form or is under version control
 */
export async function buildSecrets(
  project: Project, env: Readonly<Record<string, string | undefined>>, run: Run, signal: AbortSignal,
): Promise<BuildSecret[]> {
  const { encryption } = project.plan.algorithm;
  if (!encryption) return [];
  const folder = keysFolder(project, env);
  const secrets = keyIdsOf(encryption).map((id) => ({ id: keySecret(id), file: join(folder, id) }));
  for (const { file } of secrets) {
    const problem = await problemOf(file);
    if (problem) throw refusal(file, problem, `write a new key with "openssl rand -hex 32 > ${file}", or name the folder of the keys in ${KEYS_VARIABLE}`);
    const tracked = await run('git', ['ls-files', '--error-unmatch', '--', file], { cwd: folder, signal });
    if (tracked.exitCode === 0) throw refusal(file, 'is under version control', 'remove it from git, and use a new key: whoever has the repository has this one');
  }
  return secrets;
}
