import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KEY_TEXT, keyIdsOf, KEYS_VARIABLE, keySecret, LOCAL_KEYS_DIR } from '../../contract/encryption';
import { CliError } from '../cli-error';
import type { Run } from '../exec';
import type { Project } from '../project';

/** A file that a build may read; no layer's description, cache key or log ever shows its content. */
export interface BuildSecret {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  /** Changes with the content and tells nothing of it. */
  readonly mark: string;
}

/** Where the keys of a project are on this machine. */
export const keysFolder = (project: Project, env: Readonly<Record<string, string | undefined>>): string =>
  resolve(project.dir, env[KEYS_VARIABLE] || LOCAL_KEYS_DIR);

const refusal = (file: string, problem: string, fix: string): CliError => new CliError('SMA_CLI_KEY', {
  what: `the key ${file} ${problem}.`,
  why: 'the definition asks for encrypted artifacts, and both images carry its keys',
  fix,
});

const newKeyFix = (file: string): string =>
  `write a new key with "openssl rand -hex 32 > ${file}", or name the folder of the keys in ${KEYS_VARIABLE}`;

/** @throws CliError SMA_CLI_KEY */
async function readKey(file: string): Promise<Buffer> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refusal(file, `cannot be read (${error.code})`, newKeyFix(file));
  });
  if (!KEY_TEXT.test(text)) throw refusal(file, 'is not written as 64 hexadecimal digits', newKeyFix(file));
  return Buffer.from(text.trim(), 'hex');
}

/**
 * What the builder's cache may know of a key: HMAC-SHA256 under the key itself, of the algorithm's name and the key's id. The value
 * can stand in a cache, a log or the record of a build: it is the output of a pseudorandom function under 256 random bits, so
 * neither the key nor anything that is derived from it (by HKDF, for the files) follows from it. A key that can be guessed is no
 * safer without: whoever has an encrypted file can test a guess there. Name and id keep one key from being recognised in another
 * place. The alternative, a digest kept on this machine and `--no-cache` when it differs, would miss builds of another checkout
 * that share the builder's cache.
 */
const markOf = (key: Buffer, algorithm: string, id: string): string =>
  createHmac('sha256', key).update(JSON.stringify(['sm-algorithm build cache', algorithm, id])).digest('hex');

/**
 * The keys as secrets of a build; none where the definition asks for no encryption.
 * @throws CliError SMA_CLI_KEY when one is missing, has another form or is under version control
 */
export async function buildSecrets(
  project: Project, env: Readonly<Record<string, string | undefined>>, run: Run, signal: AbortSignal,
): Promise<BuildSecret[]> {
  const { encryption, name } = project.plan.algorithm;
  if (!encryption) return [];
  const folder = keysFolder(project, env);
  const secrets: BuildSecret[] = [];
  for (const id of keyIdsOf(encryption)) {
    const file = join(folder, id);
    const key = await readKey(file);
    const tracked = await run('git', ['ls-files', '--error-unmatch', '--', file], { cwd: folder, signal });
    if (tracked.exitCode === 0) throw refusal(file, 'is under version control', 'remove it from git, and use a new key: whoever has the repository has this one');
    secrets.push({ id: keySecret(id), file, mark: markOf(key, name, id) });
  }
  return secrets;
}
